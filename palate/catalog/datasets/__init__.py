"""Catalogues that need no preparation: the embedded films, MovieLens-100K and a shop."""
