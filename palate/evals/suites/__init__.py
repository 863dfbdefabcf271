"""Suites: what contestants are put to."""
