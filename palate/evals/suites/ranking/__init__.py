"""Rankings alone, without a word said."""
