"""The worker's own pages: one thing to do, one question a page, a person to call on each."""
