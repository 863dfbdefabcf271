"""Tools that others wrote, as tools of Palate."""
