"""Models: one small protocol, providers, doubles for tests, and what keeps any of them within bounds."""
