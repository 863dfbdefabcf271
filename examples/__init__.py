"""Scripts that show how Palate is used."""
