"""Parsing of cells."""
