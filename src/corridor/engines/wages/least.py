"""The lowest lawful wage of one job on one day: the highest of the rules that ask for one.

Amounts are compared within one currency and one span of pay; nothing is converted. What is not
said or not known is in doubt and named; it never lowers the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wages.minima import PERIODS, FloorBook, Rule, Work, rules


@dataclass(frozen=True, slots=True)
class Floor:
    """The answer. ``state``: ``known``; ``at_least`` (what is in doubt could raise it);
    ``unknown`` (a rule holds, its amount is in doubt); ``missing`` (no rule asks for a wage).

    ``rules`` are all that hold in this span of pay and currency, ``chosen`` the one whose amount
    it is; ``at_most`` is the amount if all that is unsaid were owed, None when unknown. ``also``
    are floors in other spans or currencies. ``reasons`` say what is in doubt or why there is no
    amount; ``notes`` what else to know.
    """

    state: str
    period: str | None
    chosen: Rule | None
    at_most: Money | None
    rules: tuple[Rule, ...]
    also: tuple[Rule, ...]
    reasons: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]

    @property
    def amount(self) -> Money | None:
        """The lowest lawful wage, or None."""
        return self.chosen.amount if self.chosen else None


def least(
    book: FloorBook, place: str, on: date, work: Work, currency: str, period: str | None = None
) -> Floor:
    """The lowest lawful wage in ``place`` (alpha-3, its ``currency``) on a day.

    ``period`` (one of ``PERIODS``) asks for one span of pay; else it is the place's own, the
    month before the hour. Raises ``BadInput`` "law.key" for a key that the law does not know.
    """
    every = rules(book, place, on, work)
    live = [rule for rule in every.found if not rule.absent]
    span = period or next((p for p in PERIODS if any(r.period == p for r in live)), None)
    here = _comparable([rule for rule in live if rule.period == span], currency)
    chosen = _highest(here)
    also = tuple(_others([rule for rule in live if rule not in here]))
    return Floor(
        state=_state(chosen, here),
        period=span if here else period,
        chosen=chosen,
        at_most=_at_most(here),
        rules=tuple(here),
        also=also,
        reasons=tuple(dict.fromkeys(_reasons(here, live, every.found, place, period))),
        notes=(*every.notes, *_notes(here, also, every.found, chosen)),
    )


def _comparable(inside: Sequence[Rule], currency: str) -> list[Rule]:
    """Rules in the place's own currency; where it has none, in the first other one."""
    home = [rule for rule in inside if rule.currency == currency]
    if home or not inside:
        return home
    return [rule for rule in inside if rule.currency == inside[0].currency]


def _highest(found: Iterable[Rule]) -> Rule | None:
    known = [(rule.amount.minor, rule) for rule in found if rule.amount is not None]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def _state(chosen: Rule | None, here: Sequence[Rule]) -> str:
    if chosen is None:
        return "unknown" if here else "missing"
    return "at_least" if any(rule.reason is not None for rule in here) else "known"


def _at_most(here: Sequence[Rule]) -> Money | None:
    """The highest amount possible, None when one rule's is not known."""
    amounts = [rule.at_most for rule in here]
    known = [amount for amount in amounts if amount is not None]
    complete = bool(known) and len(known) == len(amounts)
    return max(known, key=lambda money: money.minor) if complete else None


def _others(rest: Sequence[Rule]) -> Iterable[Rule]:
    """The highest rule of each other span of pay and currency."""
    for key in dict.fromkeys((rule.period, rule.currency) for rule in rest):
        best = _highest(rule for rule in rest if (rule.period, rule.currency) == key)
        if best is not None:
            yield best


def _reasons(
    here: Sequence[Rule],
    live: Sequence[Rule],
    found: Sequence[Rule],
    place: str,
    period: str | None,
) -> Iterable[Sentence]:
    if here:
        yield from (rule.reason for rule in here if rule.reason is not None)
    elif live and period is not None:
        yield sentence(N_("No minimum wage is set for this span of pay; nothing is converted."))
    elif found:
        yield from (rule.reason for rule in found if rule.reason is not None)
    else:
        yield sentence(N_("The law pack of {place} names no minimum wage."), place=place)


def _notes(
    here: Sequence[Rule], also: Sequence[Rule], found: Sequence[Rule], chosen: Rule | None
) -> Iterable[Sentence]:
    if chosen is not None and not any(rule.kind == "general" for rule in here):
        yield from (r.reason for r in found if r.kind == "general" and r.absent and r.reason)
    if len({rule.currency for rule in (*here, *also)}) > 1:
        yield sentence(N_("Amounts in different currencies stand side by side; none is converted."))
    answers = [answer for rule in here if rule.amount is not None for answer in rule.answers]
    if any(answer.switch == "first_full_pay_period" for answer in answers):
        yield sentence(
            N_("The amount holds from the first full pay period that begins on its day or later.")
        )
    if any(answer.status == "announced" for answer in answers):
        yield sentence(N_("An amount is only announced; it is not known to be law."))
