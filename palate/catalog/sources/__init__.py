"""Readers of items, interactions and users: files of several forms, and iterables of dicts."""
