"""Pages, and the scripts that print some of them."""
