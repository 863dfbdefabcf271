"""Tasks that are generated from any catalogue, whose solutions are known."""
