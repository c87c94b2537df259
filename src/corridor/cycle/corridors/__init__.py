"""A corridor's procedure at work: which steps were taken, which may be taken now, what is due."""
