"""Whether what a reply says is borne out by what its turn knows: claims, and the evidence that each binds to."""
