"""A question about one month as the rows that the frames of a nation have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import add_months
from corridor.engines import exact
from corridor.engines.days import EPOCH, day_number
from corridor.engines.terms.legal import LawBook, known, money
from corridor.engines.wages.checks.accounts import valid
from corridor.engines.wages.floors import Timing, timing
from corridor.engines.wages.ladder import stage
from corridor.engines.wages.month_fields import IN_KIND
from corridor.engines.wages.month_input import Deduction, Payment, Question

PARTIES = {"worker_id": "worker", "employer_id": "employer"}
SUM = "sum"
"""The pay period of a contract of which only the sum due is known: no hour can be priced."""
_FEES = ("recruitment", "recruitment_fee", "recruitment fee", "fee", "visa")


def contract_row(question: Question) -> dict[str, Any]:
    """The contract's row; where only a sum is known, its days make exactly that sum due."""
    terms = dict(question.terms)
    start, end = terms.pop("start"), terms.pop("end")
    first = day_number(question.month.start)
    after = day_number(question.month.end or question.month.start)
    row = terms | PARTIES | {"contract_id": "contract", "destination": question.place}
    row |= {
        "currency": question.currency,
        "start_day": first if start is None else day_number(start),
    }
    row["end_day"] = None if end is None else day_number(end + timedelta(days=1))
    if question.due is not None:
        days = min(row["end_day"] or after, after) - max(row["start_day"], first)
        whole = exact.div_half_up(question.due * (after - first), days)
        row |= {"pay_period": SUM, "basic_minor": whole}
    return row


def given_in_money(row: Mapping[str, Any], question: Question, book: LawBook) -> dict[str, Any]:
    """The row with food and housing in money, at the law's amount, where they were not given."""
    found = dict(row)
    for name in ("food", "housing"):
        if row[f"{name}_minor"] == IN_KIND and row[f"{name}_provided"] is False:
            value_id = f"{question.place}.minimum_wage.{name}"
            worth = known(book, value_id, question.month.start, {"regime": row["regime"]})
            cash = money(worth, question.currency)
            found[f"{name}_minor"] = IN_KIND if cash is None else cash.minor
    return found


def payment_rows(question: Question, book: LawBook) -> list[dict[str, Any]]:
    """Payments and deductions as rows of one wage, after one with hours and the bank's word."""
    base: dict[str, Any] = PARTIES | {"currency": question.currency, "paid_minor": 0}
    base |= dict.fromkeys(("deductions_minor", "lawful_minor", "forbidden_minor"), 0)
    base |= dict.fromkeys((*question.hours, *question.bank, "fee_minor"), 0)
    told = bool(question.payments) and all(one.basic is not None for one in question.payments)
    base["basic_paid_minor"] = 0 if told else None
    first = base | dict(question.hours) | dict(question.bank)
    rows = [first, *[base | _payment(one) for one in question.payments]]
    rows += [base | _deduction(one, question, book) for one in question.deductions or ()]
    if question.deductions is None:
        rows = [row | {"deductions_minor": None, "fee_minor": None} for row in rows]
    return rows


def _payment(one: Payment) -> dict[str, Any]:
    return {
        "paid_minor": one.amount,
        "basic_paid_minor": one.basic,
        "account": one.account,
        "account_valid": valid(one.account),
        "currency": one.currency,
    }


def _deduction(one: Deduction, question: Question, book: LawBook) -> dict[str, Any]:
    """A deduction; one for recruitment is forbidden where the law lets it cost nothing."""
    fee = (one.reason or "").strip().lower() in _FEES
    allowed = money(
        known(book, f"{question.place}.recruit_fee", question.month.start), question.currency
    )
    forbidden = one.lawful is False or (fee and allowed == Money(0, question.currency))
    lawful = one.lawful is True and not forbidden
    return {
        "deductions_minor": one.amount,
        "lawful_minor": one.amount if lawful else 0,
        "forbidden_minor": one.amount if forbidden else 0,
        "fee_minor": one.amount if fee else 0,
        "deduction_reason": None if lawful else one.reason,
    }


def paid_day(question: Question, due: int | None, lawful: int) -> int | None:
    """The day on which the wage was paid in full, else the day of the last payment.

    Null when a payment has no day, and while another currency may have paid the rest.
    """
    own = [one for one in question.payments if one.currency == question.currency]
    if not own or any(one.on is None for one in own):
        return None
    dated = sorted((one.on, one.amount) for one in own if one.on)
    total = lawful
    for on, amount in dated:
        total += amount
        if due is not None and total >= due:
            return day_number(on)
    return day_number(dated[-1][0]) if len(own) == len(question.payments) else None


def clock(question: Question, row: Mapping[str, Any], book: LawBook) -> Timing:
    """The due date and the last lawful day; a contract's own day moves both.

    A contract may name an earlier day than the law, and a later one where the law lets it or
    fixes none. A ladder that begins on the due date leaves no time of grace.
    """
    found = timing(book, row, question.month)
    key = {"regime": str(row["regime"])}
    due = EPOCH + timedelta(days=found.due_day)
    if found.latest_day is None:
        rungs = stage(book, question.place, due, 0, question.size, key).rungs
        if any(rung.days == 0 for rung in rungs):
            found = replace(found, latest_day=found.due_day)
    if question.due_day is None:
        return found
    after = question.month.end or question.month.start
    last = add_months(after, 1) - timedelta(days=1)
    own = day_number(min(after + timedelta(days=question.due_day - 1), last))
    rule = f"{question.place}.wps.due"
    fixed = known(book, f"{rule}.due_day", due, key) is not None
    free = known(book, f"{rule}.contract_day", due, key) is True
    if fixed and not free and own > found.due_day:
        return found
    moved = own - found.due_day
    latest = None if found.latest_day is None else found.latest_day + moved
    return replace(found, due_day=own, latest_day=latest)
