"""Reports: terminal tables, Markdown, and one HTML page."""
