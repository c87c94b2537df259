"""The names of all checks: the short word used in frames, and the published name."""

from __future__ import annotations

from corridor.engines.verdicts import CHECKS

FURTHER = (
    "deduction_reason",
    "deduction_cap",
    "below_referral",
    "overtime",
    "hours_over",
    "hours_guarantee",
    "in_kind",
    "payee",
    "kickback",
    "sameness",
    "substitution",
    "fee",
)
"""Verdict columns that ``judge`` adds to the core's ``CHECKS``; the same codes."""

APART = ("file", "no_file", "ghost", "end_of_service")
"""Checks of a file, an establishment or a whole service, which no row of a month can hold."""

PUBLISHED = {
    "late": "LATE",
    "missing": "MISSING",
    "short": "SHORT",
    "deduction": "DEDUCTION_ILLEGAL",
    "deduction_reason": "DEDUCTION_ILLEGAL",
    "deduction_cap": "DEDUCTION_OVER_CAP",
    "below_minimum": "BELOW_MIN",
    "below_referral": "BELOW_REFERRAL",
    "below_contract": "BELOW_CONTRACT",
    "overtime": "OT_UNPAID",
    "hours_over": "HOURS_OVER",
    "hours_guarantee": "HOURS_UNDER_GUARANTEE",
    "in_kind": "IN_KIND_UNPROVIDED",
    "payee": "WRONG_PAYEE",
    "kickback": "PATTERN_KICKBACK",
    "sameness": "PATTERN_SAMENESS",
    "file": "FILE_INVALID",
    "no_file": "NO_FILE",
    "ghost": "GHOST",
    "substitution": "SUBSTITUTION",
    "end_of_service": "EOS_SHORT",
    "fee": "FEE_CHARGED",
}
"""Short word to published name. Two short words share one name where the law asks two things."""

EVERY = (*CHECKS, *FURTHER)
"""Every verdict column of a judged row."""
