"""Simulated people: seeded state machines whose words are data."""
