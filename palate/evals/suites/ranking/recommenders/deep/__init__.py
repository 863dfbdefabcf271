"""The field's deep ranking models, for comparison: an optional extra that nothing else needs."""
