"""Models: their protocol, providers, doubles, and what keeps them within bounds."""
