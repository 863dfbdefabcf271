"""The plan model, its references and validation, and the planners."""
