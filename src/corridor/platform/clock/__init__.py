"""The acts' only source of "now". The demo may move it; checkpoints and logs use real time."""
