"""`python -m palate` is the `palate` command."""

from __future__ import annotations

from palate.cli.main import main

if __name__ == "__main__":
    main()
