"""Forty replies in two languages over three catalogues, each fact of which is looked up in its catalogue."""
