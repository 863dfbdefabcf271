"""The tool protocol, the candidates that tools work on, and the built-in tools."""
