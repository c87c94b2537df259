"""The machine's door: the same acts and the same scoped records, as JSON."""
