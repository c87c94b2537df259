"""The steps of a verification, each over a stretch or the whole of the log."""
