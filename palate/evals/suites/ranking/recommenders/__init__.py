"""Recommenders of the literature, fitted to a catalogue's log by other people's libraries."""
