"""One worker's month as JSON, read with every fault at once.

The shape is the schema ``wage-month-question``; docs/reference/commands.md shows it. What a
question leaves out is unknown, never none, except where this file says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from corridor.core.periods import Period, month
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.law.model import REGIMES
from corridor.engines.terms.clauses import PAY_PERIODS
from corridor.engines.wages.checks.accounts import written
from corridor.engines.wages.month_fields import (
    Fields,
    allowance,
    amount,
    between,
    claim,
    currency_code,
    hundredths,
    on_day,
    one_of,
    text,
    truth,
    word_of,
)

ANSWERS = {
    **{"got_it": "full", "full": "full", "1": "full"},
    **{"less": "less", "2": "less"},
    **{"nothing": "nothing", "3": "nothing"},
}
"""What the worker may say, to the engine's word; 1, 2 and 3 are the keys of a telephone."""
_ANY = ""
"""Amounts are still read, and their faults said, where the currency is not known."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What reached the worker, when, and into which account; ``basic`` of it is the basic wage."""

    amount: int
    on: date | None
    account: str | None
    currency: str
    basic: int | None


@dataclass(frozen=True, slots=True)
class Deduction:
    """What was taken off. ``lawful`` None: claimed and not proven."""

    amount: int
    reason: str | None
    lawful: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The worker's own word; private to her."""

    said: str
    amount: int | None
    handed_back: int | None
    food_given: bool | None
    housing_given: bool | None
    tell_nobody: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One worker's month: everything that was said about it, amounts in minor units.

    ``terms`` and ``hours`` hold columns of the engine's frames. ``deductions`` None: nobody
    knows; empty: none was claimed. A payment of nothing is none. ``due`` is set where the
    contract says no more than a sum.
    """

    place: str
    month: Period
    currency: str
    due: int | None
    terms: Mapping[str, Any]
    due_day: int | None
    registered: bool
    payments: tuple[Payment, ...]
    deductions: tuple[Deduction, ...] | None
    hours: Mapping[str, int]
    bank: Mapping[str, int]
    answer: Answer | None
    size: int | None
    excluded: str | None
    absence: str | None
    duty: bool | None
    on: date | None


def read(data: Any, book: Any) -> Question:
    """The question in a JSON value. Raises ``Problems`` with everything that is wrong with it."""
    problems: list[Problem] = []
    top = Fields.of(data, "", problems)
    top.must("law")
    top.must("month")
    top.must("contract")
    place = top.take("law", lambda value: _place(value, book), "")
    period = top.take("month", month)
    contract = top.part("contract")
    default = book.jurisdiction(place).currency if place else _ANY
    if contract.data.get("currency") is not None:
        default = _ANY  # what a wrong code means is not guessed
    currency = contract.take("currency", currency_code, default)
    found = Question(
        place=place,
        month=period,
        currency=currency,
        due=contract.take("due", amount(currency)),
        terms=_terms(contract, currency, _streams(place, book)),
        due_day=contract.take("due_day", between(1, 31)),
        registered=contract.take("registered", truth, default=True),
        payments=_payments(top, currency),
        deductions=_deductions(top, currency),
        hours=_hours(top.part("hours"), currency),
        bank=_bank(top.part("bank"), currency),
        answer=top.take("answer", lambda value: _answer(value, currency, problems)),
        size=top.take("establishment_size", between(1, 10_000_000)),
        excluded=top.take("excluded", claim),
        absence=top.take("absence_report", claim),
        duty=top.take("filing_duty", truth),
        on=top.take("on", on_day),
    )
    contract.close()
    top.close()
    _together(found, contract, problems)
    raise_all(problems)
    return replace(found, payments=tuple(one for one in found.payments if one.amount))


def _together(found: Question, contract: Fields, problems: list[Problem]) -> None:
    """What only several fields together make wrong."""
    silent = contract.data.get("due") is None and contract.data.get("basic") is None
    if contract.data and silent:
        contract.must("due")
    start, end = found.terms.get("start"), found.terms.get("end")
    period: Period | None = found.month  # a month that could not be read is among the problems
    if start and end and end < start:
        problems.append(_dates("contract.end", end, start))
    for one in found.payments:
        if one.on and found.on and one.on > found.on:
            problems.append(_dates("on", found.on, one.on))
    if period and ((start and start >= period.end) or (end and end < period.start)):
        problems.append(
            BadInput(
                "month.outside",
                sentence(N_("The contract has no day in this month.")),
                remedy=sentence(N_("Check the month and the days of the contract.")),
                found=f"{period.start:%Y-%m}",
            ).at(field="month")
        )


def _dates(name: str, found: date, least: date) -> Problem:
    return BadInput(
        "month.dates",
        sentence(
            N_("{found} lies before {least}."), found=found.isoformat(), least=least.isoformat()
        ),
        remedy=sentence(N_("Check both dates.")),
        expected=f">= {least.isoformat()}",
        found=found.isoformat(),
    ).at(field=name)


def _place(value: Any, book: Any) -> str:
    return str(book.jurisdiction(str(value).strip().upper()).id)


@lru_cache(maxsize=64)
def _streams(place: str, book: Any) -> tuple[str, ...]:
    """The streams of workers that a state's law tells apart; none where it has no such key."""
    found: dict[str, None] = {}
    for one in book.parameters() if place else ():
        if one.id.startswith(f"{place}."):
            found |= dict.fromkeys(one.keys.get("stream", ()))
    return tuple(found)


def _terms(contract: Fields, currency: str, streams: tuple[str, ...]) -> dict[str, Any]:
    """The contract as columns of the engine; ``start`` and ``end`` as days of the calendar."""
    money, kind = amount(currency), allowance(currency)
    applied = contract.part("applied")
    found = {
        "regime": contract.take("regime", one_of(REGIMES), "general"),
        "sector": contract.take("sector", text),
        "job": contract.take("job", text),
        "stream": contract.take("stream", word_of(streams) if streams else text),
        "origin": contract.take("origin", text),
        "pay_period": contract.take("pay_period", one_of(PAY_PERIODS), "month"),
        "basic_minor": contract.take("basic", money),
        "food_minor": contract.take("food", kind),
        "housing_minor": contract.take("housing", kind),
        "hours_week": contract.take("hours_week", hundredths),
        "referral_minor": contract.take("referral", money),
        "account": written(contract.take("account", text)),
        "food_provided": contract.take("food_provided", truth),
        "housing_provided": contract.take("housing_provided", truth),
        "start": contract.take("start", on_day),
        "end": contract.take("end", on_day),
    }
    for name in ("basic", "food", "housing"):
        column = f"applied_{name}_minor"
        found[column] = applied.take(name, money if name == "basic" else kind)
    found["applied_hours_week"] = applied.take("hours_week", hundredths)
    applied.close()
    return found


def _payments(top: Fields, currency: str) -> tuple[Payment, ...]:
    found = []
    for one in top.items("payments") or []:
        own = one.take(
            "currency", currency_code, currency if one.data.get("currency") is None else _ANY
        )
        one.must("amount")
        found.append(
            Payment(
                amount=one.take("amount", amount(own), 0),
                on=one.take("date", on_day),
                account=written(one.take("account", text)),
                currency=own,
                basic=one.take("basic", amount(own)),
            )
        )
        one.close()
    return tuple(found)


def _deductions(top: Fields, currency: str) -> tuple[Deduction, ...] | None:
    items = top.items("deductions")
    if items is None:
        return None
    found = []
    for one in items:
        one.must("amount")
        found.append(
            Deduction(
                amount=one.take("amount", amount(currency), 0),
                reason=one.take("reason", text),
                lawful=one.take("lawful", truth),
            )
        )
        one.close()
    return tuple(found)


def _hours(hours: Fields, currency: str) -> dict[str, int]:
    """Hours in hundredths. Where one kind of overtime is said, the others were none."""
    names = {
        "worked": "hours",
        "overtime_day": "overtime_day",
        "overtime_night": "overtime_night",
        "rest_day": "overtime_rest",
        "paid": "paid_hours",
    }
    said = {column: hours.take(name, hundredths) for name, column in names.items()}
    said["overtime_minor"] = hours.take("overtime_paid", amount(currency))
    hours.close()
    kinds = ("overtime_day", "overtime_night", "overtime_rest")
    if any(said[name] is not None for name in kinds):
        said |= {name: said[name] or 0 for name in kinds}
    return {name: value for name, value in said.items() if value is not None}


def _bank(bank: Fields, currency: str) -> dict[str, int]:
    said = {
        "returned_minor": bank.take("returned", amount(currency)),
        "round_withdrawals": bank.take("round_withdrawals", between(0, 1200)),
    }
    bank.close()
    return {name: value for name, value in said.items() if value is not None}


def _answer(value: Any, currency: str, problems: list[Problem]) -> Answer:
    """A word or a key of the telephone, alone or with what more she says."""
    given = value if isinstance(value, Mapping) else {"said": value}
    one = Fields.of(given, "answer", problems)
    one.must("said")
    found = Answer(
        said=one.take("said", _said, ""),
        amount=one.take("amount", amount(currency)),
        handed_back=one.take("handed_back", amount(currency)),
        food_given=one.take("food_given", truth),
        housing_given=one.take("housing_given", truth),
        tell_nobody=one.take("tell_nobody", truth, default=False),
    )
    one.close()
    return found


def _said(value: Any) -> str:
    words = ANSWERS.get(str(value).strip().lower()) if not isinstance(value, bool) else None
    if words is None:
        raise BadInput(
            "month.choice",
            sentence(N_("“{found}” is not one of the possible answers."), found=str(value)[:40]),
            remedy=sentence(N_("Write one of: {choices}."), choices=", ".join(ANSWERS)),
            expected=sorted(ANSWERS),
            found=str(value)[:40],
        )
    return words
