"""One rule per kind of clause: what is worse for the worker, and by how much money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.terms.clauses import Clause, Kind
from corridor.engines.terms.contract import Contract
from corridor.engines.terms.legal import LawBook, ask, known, money
from corridor.engines.terms.minimum import minimum
from corridor.engines.terms.pay import Monthly, by_hour, hourly, monthly
from corridor.engines.terms.result import BETTER, CHANGED, SAME, UNKNOWN, WORSE, ClauseResult
from corridor.engines.terms.values import IN_KIND

_GOVERNING = {
    "basic_wage": ("minimum_wage.basic", "minimum_wage.hour", "minimum_wage.care"),
    "allowance_food": ("minimum_wage.food",),
    "allowance_housing": ("minimum_wage.housing",),
    "hours_week": ("hours",),
    "rest_days_week": ("hours",),
    "overtime_rate": ("overtime.premium",),
    "annual_leave_days": ("annual_leave",),
    "probation_months": ("probation",),
    "ticket_out": ("recruit_fee",),
    "deductions": ("recruit_fee",),
    "dispute_forum": ("dispute",),
    "language": ("contract.language",),
    "passport_clause": ("passport",),
}
"""Clause to the law ids (after the jurisdiction's prefix) that govern it, where packs have them."""


@dataclass(frozen=True, slots=True)
class Law:
    """The destination's law as it stands on one day, for the offered contract's key."""

    book: LawBook
    contract: Contract
    on: date

    @property
    def place(self) -> str:
        return self.contract.corridor.partition("-")[2]

    def in_kind(self, clause: str, currency: str) -> tuple[Money | None, tuple[str, ...]]:
        """What the law counts for food or housing in kind, per month, and its id."""
        value_id = f"{self.place}.minimum_wage.{clause.removeprefix('allowance_')}"
        value = known(self.book, value_id, self.on, self.contract.key)
        amount = money(value, currency)
        return amount, (value_id,) if amount is not None else ()

    def governing(self, clause: str) -> tuple[str, ...]:
        """Ids of the law values that govern a clause on this day."""
        ids = (f"{self.place}.{tail}" for tail in _GOVERNING.get(clause, ()))
        return tuple(i for i in ids if ask(self.book, i, self.on, self.contract.key) is not None)

    def home_languages(self) -> frozenset[str]:
        """Languages of the worker's own country."""
        origin = self.contract.corridor.partition("-")[0]
        return frozenset(self.book.jurisdiction(origin).languages)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two contracts, the months that remain, and the law."""

    offered: Contract
    presented: Contract
    months: int | None
    law: Law

    def one(self, clause: Clause) -> Any:
        return self.offered.get(clause.name)

    def other(self, clause: Clause) -> Any:
        return self.presented.get(clause.name)

    @property
    def same_currency(self) -> bool:
        return self.offered.currency == self.presented.currency

    def row(
        self, clause: Clause, verdict: str, why: Sentence | None = None, **more: Any
    ) -> ClauseResult:
        """The row of ``clause`` with both values as they are printed."""
        shown = (self.offered.shown.get(clause.name), self.presented.shown.get(clause.name))
        return ClauseResult(clause.name, verdict, *shown, why=why, **more)

    def valued(
        self,
        clause: Clause,
        verdict: str,
        amount: Monthly,
        why: Sentence | None = None,
        **more: Any,
    ) -> ClauseResult:
        """The row with its money per month and over the remaining months."""
        currency = self.offered.currency or ""
        term = None if self.months is None else Money(amount.rounded(self.months), currency)
        return self.row(
            clause,
            verdict,
            why,
            per_month=Money(amount.rounded(), currency),
            over_term=term,
            **more,
        )

    def monthly_wage(self, contract: Contract) -> Monthly | None:
        """The basic wage per month by the contract's own period and hours."""
        amount = contract.get("basic_wage")
        if amount is None:
            return None
        return monthly(
            amount,
            contract.pay_period,
            contract.get("hours_week"),
            contract.get("rest_days_week"),
        )


def silent(clause: Clause, pair: Pair) -> ClauseResult:
    """One of the two says nothing: unknown, with the money at stake shown apart."""
    if pair.one(clause) is None and pair.other(clause) is None:
        return pair.row(clause, UNKNOWN, sentence(N_("Neither contract says anything on this.")))
    if pair.one(clause) is None:
        return pair.row(clause, UNKNOWN, sentence(N_("The offer said nothing on this.")))
    return pair.row(
        clause,
        UNKNOWN,
        sentence(N_("It was promised, and the presented contract is silent.")),
        at_stake=_promised(clause, pair),
    )


def _promised(clause: Clause, pair: Pair) -> Money | None:
    amount: Monthly | None = None
    currency = pair.offered.currency or ""
    if clause.kind is Kind.WAGE:
        amount = pair.monthly_wage(pair.offered)
    elif clause.kind is Kind.ALLOWANCE:
        value = pair.one(clause)
        cash = pair.law.in_kind(clause.name, currency)[0] if value == IN_KIND else value
        amount = Monthly(cash.minor, 1) if isinstance(cash, Money) else None
    if amount is None or amount.num == 0 or pair.months is None:
        return None
    return Money(amount.rounded(pair.months), currency)


def currency(clause: Clause, pair: Pair) -> ClauseResult:
    """Another currency is worse: nothing shows that it is worth as much."""
    if pair.same_currency:
        return pair.row(clause, SAME)
    why = sentence(N_("Nothing shows that amounts in the other currency are worth as much."))
    return pair.row(clause, WORSE, why)


def wage(clause: Clause, pair: Pair) -> ClauseResult:
    """The basic wage, per month whatever it is counted by."""
    if not pair.same_currency:
        return _not_converted(clause, pair, _promised(clause, pair))
    one, other = _comparable_wages(pair)
    if one is None or other is None:
        return _without_hours(clause, pair)
    explain = _hour_values(pair)
    lost = one - other
    if lost.num > 0:
        return pair.valued(clause, WORSE, lost, _under_minimum(pair, other), explain=explain)
    if pair.offered.pay_period != pair.presented.pay_period:
        why = sentence(N_("The wage is counted by another period."))
        return pair.row(clause, CHANGED, why, explain=explain)
    if lost.num < 0:
        return pair.valued(clause, BETTER, Monthly(-lost.num, lost.den), explain=explain)
    return pair.row(clause, SAME)


def _without_hours(clause: Clause, pair: Pair) -> ClauseResult:
    """A wage by the hour or day whose month is not known: one period still tells which is lower."""
    one, other = pair.one(clause), pair.other(clause)
    if pair.offered.pay_period == pair.presented.pay_period:
        verdict = SAME if one == other else WORSE if other < one else BETTER
        return pair.row(clause, verdict)
    why = sentence(
        N_("A wage by the hour or day without weekly hours or rest days is not comparable.")
    )
    return pair.row(clause, UNKNOWN, why)


def _under_minimum(pair: Pair, presented: Monthly) -> Sentence | None:
    """Says when the presented wage is below the law's basic wage per month."""
    currency, law = pair.offered.currency or "", pair.law
    least = minimum(law.book, law.place, law.on, currency, pair.presented.key).month
    if not least or presented.num >= least * presented.den:
        return None
    return sentence(
        N_("It is below the minimum wage of {amount} a month."), amount=Money(least, currency)
    )


def _comparable_wages(pair: Pair) -> tuple[Monthly | None, Monthly | None]:
    """Both wages per month; two hourly wages are valued on the same hours.

    A lower hourly wage is valued on the offered hours, a higher one on the fewer of the two, so
    that it and the loss of hours (``number``) together are exactly the change of income.
    """
    offered, presented = pair.offered, pair.presented
    if offered.pay_period != presented.pay_period or offered.pay_period != "hour":
        return pair.monthly_wage(offered), pair.monthly_wage(presented)
    hours, later = offered.get("hours_week"), presented.get("hours_week")
    one, other = offered.get("basic_wage"), presented.get("basic_wage")
    if hours is not None and later is not None and other > one:
        hours = min(hours, later)
    if one == other and hours is None:
        return Monthly(0, 1), Monthly(0, 1)
    return monthly(one, "hour", hours), monthly(other, "hour", hours)


def _hour_values(pair: Pair) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, contract in (("offered", pair.offered), ("presented", pair.presented)):
        wage_, hours = contract.get("basic_wage"), contract.get("hours_week")
        rest = contract.get("rest_days_week")
        rate = None if wage_ is None else hourly(wage_, contract.pay_period, hours, rest)
        if rate is not None and wage_ is not None:
            found[f"hour_{name}"] = Money(rate, wage_.currency).text()
    return found


def _not_converted(clause: Clause, pair: Pair, at_stake: Money | None) -> ClauseResult:
    why = sentence(
        N_("{offered} and {presented} are not converted."),
        offered=pair.offered.currency or "?",
        presented=pair.presented.currency or "?",
    )
    return pair.row(clause, UNKNOWN, why, at_stake=at_stake)


def allowance(clause: Clause, pair: Pair) -> ClauseResult:
    """Food and housing: an amount per month, or in kind, valued by law where law has a value.

    Nothing is nothing in any currency; two amounts in different currencies are not compared.
    """
    one, other = cash(pair.one(clause)), cash(pair.other(clause))
    if one == other and (one == 0 or one == IN_KIND or pair.same_currency):
        return pair.row(clause, SAME)
    if IN_KIND in (one, other):
        return _in_kind(clause, pair, one, other)
    if one and other and not pair.same_currency:
        return _not_converted(clause, pair, _promised(clause, pair))
    if not one and not pair.same_currency:
        return pair.row(clause, BETTER)
    lost = int(one) - int(other)
    return pair.valued(clause, WORSE if lost > 0 else BETTER, Monthly(abs(lost), 1))


def cash(value: Any) -> int | str:
    """Minor units, or ``in_kind``."""
    return value.minor if isinstance(value, Money) else IN_KIND if value == IN_KIND else 0


def _in_kind(clause: Clause, pair: Pair, one: int | str, other: int | str) -> ClauseResult:
    legal, law = pair.law.in_kind(clause.name, pair.offered.currency or "")
    given = other if one == IN_KIND else one
    paid = int(given) if given == 0 or pair.same_currency else None
    if paid is None or legal is None:
        return _unvalued(clause, pair, one, paid)
    lost = legal.minor - paid if one == IN_KIND else paid - legal.minor
    explain = {"in_kind_by_law": legal.text()}
    if lost > 0:
        why = sentence(N_("What was given in kind is valued at the law's amount."))
        return pair.valued(clause, WORSE, Monthly(lost, 1), why, law=law, explain=explain)
    if one == 0:
        return pair.valued(clause, BETTER, Monthly(-lost, 1), law=law, explain=explain)
    why = sentence(N_("Kind and money were exchanged without the worker's agreement."))
    return pair.row(clause, CHANGED, why, law=law, explain=explain)


def _unvalued(clause: Clause, pair: Pair, one: int | str, paid: int | None) -> ClauseResult:
    if one == IN_KIND:
        why = sentence(N_("It was promised in kind; no law gives its value in this money."))
        return pair.row(clause, WORSE, why)
    if paid == 0:
        return pair.row(clause, BETTER)
    why = sentence(N_("Money was exchanged for kind; no law gives its value in this money."))
    return pair.row(clause, CHANGED, why)


def number(clause: Clause, pair: Pair) -> ClauseResult:
    """A figure that may not rise, or may not fall."""
    one, other = pair.one(clause), pair.other(clause)
    if one == other:
        return pair.row(clause, SAME)
    higher_is_worse = clause.kind is Kind.HIGHER_WORSE
    if clause.name == "hours_week":
        return _hours(clause, pair, one, other)
    return pair.row(clause, WORSE if (other > one) == higher_is_worse else BETTER)


def _hours(clause: Clause, pair: Pair, one: int, other: int) -> ClauseResult:
    """More hours are worse. Fewer hours at an hourly wage take income away: worse, in money."""
    explain = _hour_values(pair)
    if other > one:
        why = sentence(N_("More hours are worked; what the wage is worth by the hour is shown."))
        return pair.row(clause, WORSE, why, explain=explain)
    wages = (pair.offered.get("basic_wage"), pair.presented.get("basic_wage"))
    both_hourly = pair.offered.pay_period == pair.presented.pay_period == "hour"
    if not both_hourly:
        return pair.row(clause, BETTER, explain=explain)
    why = sentence(N_("Paid by the hour, fewer hours are less income."))
    if wages[0] is None or wages[1] is None or not pair.same_currency:
        return pair.row(clause, WORSE, why)
    lost = by_hour(min(wages), one - other)
    return pair.valued(clause, WORSE, lost, why, explain=explain)


def months(clause: Clause, pair: Pair) -> ClauseResult:
    """A shorter term is worse, a longer one binds without consent: changed."""
    one, other = pair.one(clause), pair.other(clause)
    if one == other:
        return pair.row(clause, SAME)
    if other > one:
        return pair.row(
            clause, CHANGED, sentence(N_("The worker would be bound for longer than agreed."))
        )
    wage_ = pair.monthly_wage(pair.presented)
    cut = min(one - other, pair.months or 0)
    stake = None
    if wage_ is not None and pair.same_currency and cut:
        stake = Money(wage_.rounded(cut), pair.offered.currency or "")
    why = sentence(N_("Months that were promised are cut."))
    return pair.row(clause, WORSE, why, at_stake=stake)
