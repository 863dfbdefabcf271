"""Replies in other words that cannot say anything false: slots that code fills, and words that claim nothing."""
