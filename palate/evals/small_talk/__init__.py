"""Which sentences are small talk: what the model of `palate.language.small_talk` is fitted to, and how well it fits."""
