"""What states and social partners do with the cycle."""
