"""An offer held against the law: wages, hours, rest, overtime, who pays, what must be settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.engines.terms.clauses import PAYERS
from corridor.engines.terms.contract import Contract
from corridor.engines.terms.legal import LawBook, ask, known, money
from corridor.engines.terms.minimum import Minimum, minimum
from corridor.engines.terms.pay import Monthly, by_hour, monthly
from corridor.engines.terms.values import IN_KIND

_SCALE = 100  # hours and days carry two decimals
_RATE = 10_000  # an overtime rate carries four


def floor_check(
    terms: Contract, book: LawBook, on: date, *, subject: str = "offer"
) -> list[Finding]:
    """Every check of an offer against the law of ``on``, the fine ones included.

    Silence of the contract or of the law is ``unknown``. A matter that a mandatory list names
    and the offer leaves out is a breach. Where the law has no rule, there is no finding.
    ``owed`` is what the offer pays too little per month.
    """
    found: list[Finding] = []
    for check in (_wage, _referral, _hours, _rest, _overtime, _payers, _mandatory):
        found += check(terms, book, on, subject)
    return found


def _destination(terms: Contract) -> str:
    return terms.corridor.rpartition("-")[2]


def _verdict(holds: bool | None) -> Verdict:
    return {True: Verdict.OK, False: Verdict.BREACH, None: Verdict.UNKNOWN}[holds]


def _wage(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    currency = terms.currency or ""
    place = book.jurisdiction(_destination(terms))
    least = minimum(book, _destination(terms), on, place.currency, terms.key)
    if not least.exists:
        return
    asked, given = _asked(terms, least), _given(terms)
    foreign = currency != place.currency
    if least.month or least.month is None:
        basic = _monthly_basic(terms)
        floor = None if least.month is None else Monthly(least.month, 1)
        yield _money("minimum_wage", subject, floor, None if foreign else basic, currency, least)
        yield _money(
            "minimum_wage_with_allowances",
            subject,
            asked,
            None if foreign else given,
            currency,
            least,
        )
    if least.hour or least.hour is None:
        yield _hourly(terms, least, foreign, currency, subject)


def _monthly_basic(terms: Contract) -> Monthly | None:
    wage = terms.get("basic_wage")
    if wage is None:
        return None
    return monthly(wage, terms.pay_period, terms.get("hours_week"), terms.get("rest_days_week"))


def _asked(terms: Contract, least: Minimum) -> Monthly | None:
    """The law's minimum with food and housing, unless in kind; None while anything is unsaid."""
    total = least.month
    for name, amount in (("food", least.food), ("housing", least.housing)):
        value = terms.get(f"allowance_{name}")
        if amount == 0 or value == IN_KIND:
            continue
        total = None if None in (total, amount, value) else (total or 0) + (amount or 0)
    return None if total is None else Monthly(total, 1)


def _given(terms: Contract) -> Monthly | None:
    """Basic wage and allowances in money, per month."""
    basic = _monthly_basic(terms)
    if basic is None:
        return None
    cash = 0
    for name in ("allowance_food", "allowance_housing"):
        value = terms.get(name)
        cash += value.minor if isinstance(value, Money) else 0
    return Monthly(basic.num + cash * basic.den, basic.den)


def _hourly(terms: Contract, least: Minimum, foreign: bool, currency: str, subject: str) -> Finding:
    hours, wage = terms.get("hours_week"), terms.get("basic_wage")
    if terms.pay_period == "hour":
        floor = None if least.hour is None else Monthly(least.hour, 1)
        given = None if wage is None or foreign else Monthly(wage.minor, 1)
    else:
        unsaid = hours is None or least.hour is None
        floor = None if unsaid else by_hour(Money(least.hour or 0, currency), hours)
        given = None if foreign else _monthly_basic(terms)
    return _money("minimum_wage_hour", subject, floor, given, currency, least)


def _money(
    check: str,
    subject: str,
    floor: Monthly | None,
    given: Monthly | None,
    currency: str,
    least: Minimum,
) -> Finding:
    gap = None if floor is None or given is None else floor - given
    holds = None if gap is None else gap.num <= 0
    return Finding(
        subject,
        check,
        _verdict(holds),
        expected=None if floor is None else Money(floor.rounded(), currency),
        actual=None if given is None else Money(given.rounded(), currency),
        owed=Money(gap.rounded(), currency) if gap is not None and gap.num > 0 else None,
        law=least.law,
    )


def _referral(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    """The wage below which the origin lets nobody go."""
    origin, _, destination = terms.corridor.partition("-")
    value_id = f"{origin}.referral_wage.{destination}"
    currency = terms.currency or ""
    for one in (f"{value_id}.basic", value_id):
        answer = ask(book, one, on, terms.key)
        if answer is None or not isinstance(answer.value, Money | None):
            continue
        floor = money(answer.value, currency) if answer.state == "known" else None
        basic = _monthly_basic(terms)
        holds = None if floor is None or basic is None else basic.num >= floor.minor * basic.den
        actual = None if basic is None else Money(basic.rounded(), currency)
        yield Finding(
            subject, "referral_wage", _verdict(holds), answer.value, actual, law=(value_id,)
        )
        return


def _hours(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    value_id = f"{_destination(terms)}.hours"
    if ask(book, value_id, on, terms.key) is None:
        return
    most, hours = known(book, f"{value_id}.week", on, terms.key), terms.get("hours_week")
    holds = None if most is None or hours is None else hours <= most * _SCALE
    shown = terms.shown.get("hours_week")
    yield Finding(subject, "hours_week", _verdict(holds), most, shown, law=(value_id,))


def _rest(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    """A weekly rest of 24 hours is one day."""
    value_id = f"{_destination(terms)}.hours"
    rest, days = known(book, f"{value_id}.weekly_rest", on, terms.key), terms.get("rest_days_week")
    if rest is None:
        return
    holds = None if days is None else days * 24 >= rest * _SCALE
    shown = terms.shown.get("rest_days_week")
    yield Finding(subject, "rest_days_week", _verdict(holds), rest, shown, law=(value_id,))


def _overtime(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    place, rate = _destination(terms), terms.get("overtime_rate")
    for tail in ("overtime.premium.day", "hours.overtime_premium"):
        premium: Any = known(book, f"{place}.{tail}", on, terms.key)
        if premium is None:
            continue
        least = premium.num + premium.den
        holds = None if rate is None else rate * premium.den >= least * _RATE
        shown = terms.shown.get("overtime_rate")
        law = (f"{place}.{tail.rpartition('.')[0]}",)
        yield Finding(
            subject, "overtime_rate", _verdict(holds), str(premium.text()), shown, law=law
        )


def _payers(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    """Costs that the corridor's law puts on the employer and the offer on the worker."""
    charges = getattr(book.corridor(terms.corridor), "pays", ())
    for charge in charges:
        if charge.payer == "employer" and charge.what.casefold().startswith("ticket"):
            payer = terms.get("ticket_out")
            holds = None if payer is None else PAYERS[payer] == PAYERS["employer"]
            law = (charge.amount,) if charge.amount else ()
            yield Finding(subject, "ticket_out", _verdict(holds), "employer", payer, law=law)
    fee_id = f"{_destination(terms)}.recruit_fee"
    free = known(book, fee_id, on, terms.key)
    taken = terms.get("deductions")
    if isinstance(free, Money) and free.minor == 0:
        holds = True if taken == () else None  # what a deduction is for cannot be seen here
        shown = terms.shown.get("deductions")
        yield Finding(subject, "deductions", _verdict(holds), "none", shown, law=(fee_id,))


def _mandatory(terms: Contract, book: LawBook, on: date, subject: str) -> Iterator[Finding]:
    """The matters that a jurisdiction of the corridor says every contract must settle."""
    asked = (*terms.corridor.split("-"), *getattr(book.corridor(terms.corridor), "mandatory", ()))
    ids = book.ids()
    for place in dict.fromkeys(asked):
        listed = book.mandatory(place)
        for item in listed.items if listed is not None else ():
            silent = [n for n in item.clauses if n != "pay_period" and terms.get(n) is None]
            holds = None if not item.clauses else not silent
            yield Finding(
                subject,
                f"mandatory.{item.id}",
                _verdict(holds),
                expected=", ".join(item.clauses) or item.plain,
                actual=", ".join(silent) or None,
                law=tuple(i for i in (f"{place}.contract.min", f"{place}.contract") if i in ids),
                explain={"matter": item.plain, "place": place},
            )
