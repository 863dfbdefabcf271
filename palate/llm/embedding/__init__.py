"""Texts as vectors whose closeness is closeness of meaning."""
