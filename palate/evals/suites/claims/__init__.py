"""Replies into which errors are planted, for checkers of claims."""
