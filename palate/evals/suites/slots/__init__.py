"""Replies in other words with and without a false fact smuggled in."""
