"""The one gate for rules: asked when candidates are ranked, and once more when the reply is written."""
