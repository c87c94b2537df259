"""From contract to gate: papers, visa match, the clearance of two officers, refusal, appeal, the pass."""
