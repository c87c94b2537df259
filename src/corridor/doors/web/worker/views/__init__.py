"""The views, by what they are about. Each runs one query or one act."""
