"""`palate serve`: an agent behind HTTP, and a page to talk with it."""
