"""People of MovieLens-100K who look for a film that they do not name."""
