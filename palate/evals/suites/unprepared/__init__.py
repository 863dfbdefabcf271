"""Catalogues that nobody prepared: tables of other people's packages, with requests by people who read no code."""
