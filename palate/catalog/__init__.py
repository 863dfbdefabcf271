"""Items, interactions and people in one SQLite file; the schema card; typed conditions; grounding; datasets."""
