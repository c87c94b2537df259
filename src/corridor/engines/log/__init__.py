"""The transparency log: its tree, its proofs, its signed checkpoints, and what a leaf says.

Plain functions over bytes: RFC 9162 section 2.1 and the C2SP text formats. No clock, no
storage and no secret key lives here; whoever stores the log hands its hashes in.
"""
