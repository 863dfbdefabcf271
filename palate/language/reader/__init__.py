"""The learned reader: what the roles of parts and the acts of sentences are."""
