"""Cases, suites, simulated users, metrics and baselines: how agents are compared, honestly and again."""
