"""What the cells of a column mean: missing values, numbers with units, dates, flags, lists of tags."""
