"""The gate: is this pass genuine, whose is it, was it used? Nothing else is kept."""
