"""Whether a question pays before something is shown, and which one: one chooser, and ways to choose."""
