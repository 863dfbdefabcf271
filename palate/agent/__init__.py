"""The six-node loop: recall, plan, act, reflect, respond, learn."""
