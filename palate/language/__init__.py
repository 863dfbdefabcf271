"""What a message means: spans and cue words, a grammar over them, and references resolved against the session."""
