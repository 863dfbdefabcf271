"""Fitting the reader of messages: corpora, composing, the fit and its report. Not in the wheel."""
