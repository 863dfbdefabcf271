"""Why an item is shown: every reason is true of it, and one of them is said first."""
