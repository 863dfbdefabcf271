"""What reflection looks at after each step, one small check a file, and the table that decides."""
