"""At work: arrival, wage months, the worker's own word, absence reports, final settlement."""
