"""Looking after a running node: a full disk, too many requests, figures, logs, what is late."""
