"""The verdict codes of the wage check, apart from its frames.

Pages and acts compare these codes long before they compute anything, so they must not cost the
import of a table library.
"""

from __future__ import annotations

OK, UNKNOWN, BREACH, NOT_APPLICABLE = 0, 1, 2, -1
CHECKS = ("missing", "late", "short", "below_minimum", "below_contract", "deduction")
"""Verdict columns of the answer, as ``OK``, ``UNKNOWN``, ``BREACH`` or ``NOT_APPLICABLE``."""
