"""What it adds that a model puts the best candidates in order."""
