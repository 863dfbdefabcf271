"""Writing replies from evidence: one template a file."""
