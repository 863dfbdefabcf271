"""Demonstrations: requests with the plans that should be written for them, shown to a model that plans."""
