"""The append-only journal: who did what, in what capacity, on which law, when."""
