"""Planning with language models: what they read, what they write, and how that becomes a plan."""
