"""The speed budgets of docs/architecture.md, measured: `make bench`."""
