"""The observatory's face: what everybody reads, and the statistician's desk."""
