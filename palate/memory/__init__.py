"""The preference ledger, short- and long-term memory, and people's rights over it."""
