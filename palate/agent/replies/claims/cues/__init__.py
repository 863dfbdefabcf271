"""Cue words: phrases that say what the words around them are for, as data, one file a language."""
