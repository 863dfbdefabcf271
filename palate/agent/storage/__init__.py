"""What an agent keeps: sessions and memory in one file, locks beside it."""
