"""Keys: one per data subject in a separate, deletable store; signing keys of this node."""
