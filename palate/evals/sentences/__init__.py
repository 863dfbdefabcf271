"""What sentences are for: what the models of `palate.language.sentences` are fitted to, and how well they fit."""
