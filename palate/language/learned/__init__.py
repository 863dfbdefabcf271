"""The learned way from a message to what it means: link, read, assemble, resolve."""
