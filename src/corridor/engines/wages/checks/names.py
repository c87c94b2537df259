"""The names of all checks, for whoever works on frames."""

from __future__ import annotations

from corridor.engines.wagechecks import APART, EVERY, FURTHER, PUBLISHED

__all__ = ["APART", "EVERY", "FURTHER", "PUBLISHED"]
