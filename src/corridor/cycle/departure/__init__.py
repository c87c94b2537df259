"""From contract to gate: papers, visa match, two officers, refusal, appeal, the pass."""
