"""The names of every check of a wage month, and what each says. Imports nothing heavy.

Pages show these sentences long before anything is computed, so they stand apart from the frames.
"""

from __future__ import annotations

from corridor.core.text import N_, Sentence
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

LABELS: dict[str, str] = {
    "deduction_reason": N_("A deduction has no reason that the law allows."),
    "deduction_cap": N_("More was taken off the wage than the law allows."),
    "below_referral": N_("The basic wage is below what the worker's own country asks for."),
    "overtime": N_("Overtime was worked and not paid as the law asks."),
    "hours_over": N_("More hours were worked than the law allows."),
    "hours_guarantee": N_("Fewer hours were paid than were guaranteed."),
    "in_kind": N_("Food or housing is promised and was not given."),
    "payee": N_("The wage did not go to an account of the worker alone."),
    "kickback": N_("Money that was paid out went back."),
    "sameness": N_("Workers with different contracts got exactly the same sum."),
    "substitution": N_("Worse terms are applied than those on record."),
    "fee": N_("The worker was charged for recruitment."),
    "file": N_("The wage file breaks the rules of its format."),
    "no_file": N_("No wage file came for the month."),
    "ghost": N_("A payment has no contract on record."),
    "end_of_service": N_("Less was paid at the end than is due, or it was paid late."),
}
"""What each further check says when it is not in order."""

NEEDS: dict[str, str] = {
    "deduction_reason": N_(
        "The reason of the deduction, or the law's list of reasons, is not known."
    ),
    "deduction_cap": N_("The deductions, or the law's share of the wage, are not known."),
    "below_referral": N_("The wage that the worker's own country asks for is not known."),
    "overtime": N_("The hours of overtime, or what was paid for them, are not known."),
    "hours_over": N_("The hours worked, or the law's limit, are not known."),
    "hours_guarantee": N_("The hours that were paid are not known."),
    "in_kind": N_("Nobody has said whether food and housing were given."),
    "payee": N_("The account, or whose it is, is not known."),
    "kickback": N_("Nobody has said whether money went back."),
    "sameness": N_("The wages of the others are not known."),
    "substitution": N_("The terms that are really applied are not known."),
    "fee": N_("What the deductions were for is not known."),
    "end_of_service": N_(
        "The contract ends in this month; what is due at its end is counted apart."
    ),
    "missing": N_("Nobody has said whether a wage was paid."),
    "late": N_("The day of payment, or how many days the law gives, is not known."),
    "short": N_("What is due is not known, or the rest is claimed as deductions and not proven."),
    "below_minimum": N_("Whether the wage reaches the minimum wage is not known."),
    "below_contract": N_("How much of the payment was the basic wage is not known."),
    "deduction": N_("A deduction is claimed and not proven, or deductions are not known."),
}
"""Which fact is missing when a check is unknown."""


def label(name: str) -> Sentence:
    """The sentence of a further check, for a page."""
    return Sentence(LABELS[name])
