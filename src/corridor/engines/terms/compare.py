"""Comparing a presented contract with the offered one, clause by clause.

The rule in prose, with its numbered cases, is docs/algorithms/terms.md. Silence is ``unknown``;
substitution is a worse or unagreed change; losses are never offset by gains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from corridor.core.periods import add_months
from corridor.core.text import N_, sentence
from corridor.engines.terms import rules, wording
from corridor.engines.terms.clauses import CLAUSES, Clause, Kind
from corridor.engines.terms.contract import Contract
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.result import CHANGED, ORDER, UNKNOWN, ClauseResult, Comparison

_RULES: Mapping[Kind, Callable[[Clause, rules.Pair], ClauseResult]] = {
    Kind.IDENTITY: wording.identity,
    Kind.ISCO: wording.occupation,
    Kind.WAGE: rules.wage,
    Kind.CURRENCY: rules.currency,
    Kind.ALLOWANCE: rules.allowance,
    Kind.HIGHER_WORSE: rules.number,
    Kind.LOWER_WORSE: rules.number,
    Kind.MONTHS: rules.months,
    Kind.PAYER: wording.payer,
    Kind.BURDEN: wording.burden,
    Kind.PASSPORT: wording.passport,
    Kind.FORUM: wording.forum,
    Kind.LANGUAGE: wording.languages,
    Kind.SIGNED: wording.signed,
}


def compare(offered: Contract, presented: Contract, book: LawBook, on: date) -> Comparison:
    """What ``presented`` changes against ``offered``, as the law stands on ``on``.

    Both contracts come from ``read_contract`` (money in minor units of their own currency,
    never converted). ``over_term`` counts the months of the offered term that remain on ``on``.
    """
    months = remaining_months(offered, on)
    pair = rules.Pair(offered, presented, months, rules.Law(book, offered, on))
    rows = [_row(clause, pair) for clause in CLAUSES]
    if offered.regime and presented.regime and offered.regime != presented.regime:
        rows.append(_regime(offered.regime, presented.regime))
    return Comparison(tuple(_serious_first(rows)), offered.currency, months)


def remaining_months(offered: Contract, on: date) -> int | None:
    """Months of the offered term not wholly past on ``on``; all of them when no start is given."""
    term: int | None = offered.get("contract_months")
    if term is None or offered.start is None or on <= offered.start:
        return term
    past = (on.year - offered.start.year) * 12 + on.month - offered.start.month
    if add_months(offered.start, past) > on:
        past -= 1
    return max(0, term - past)


def _row(clause: Clause, pair: rules.Pair) -> ClauseResult:
    if pair.one(clause) is None or pair.other(clause) is None:
        return rules.silent(clause, pair)
    row = _RULES[clause.kind](clause, pair)
    return row if row.law else replace(row, law=pair.law.governing(clause.name))


def _regime(offered: str, presented: str) -> ClauseResult:
    return ClauseResult(
        "regime",
        CHANGED,
        offered,
        presented,
        why=sentence(N_("Other rules of law apply to the presented contract.")),
    )


def _serious_first(rows: list[ClauseResult]) -> list[ClauseResult]:
    def rank(row: ClauseResult) -> tuple[int, int]:
        money = row.over_term or row.per_month
        silent = row.verdict == UNKNOWN and row.offered is None and row.presented is None
        return ORDER.index(row.verdict) + (10 if silent else 0), -(money.minor if money else 0)

    return sorted(rows, key=rank)
