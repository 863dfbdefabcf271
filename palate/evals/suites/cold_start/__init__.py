"""Questions about items, put to people of whom nothing is known."""
