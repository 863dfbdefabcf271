"""What each column is: its kind, what it measures, in which unit, and how its cells are written."""
