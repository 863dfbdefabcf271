"""What reflection looks at after each step, and the table that decides."""
