"""Verdicts on rows of worker and employer: what is still owed, and what is wrong on a day.

The second half of ``check``, which a nation's run uses too. The rule in prose is
docs/algorithms/wages.md.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw

from corridor.engines import exact
from corridor.engines.days import day_number
from corridor.engines.verdicts import BREACH, NOT_APPLICABLE, OK, UNKNOWN
from corridor.engines.wages.checks import rates

WAITS = ("missing", "short", "below_minimum", "below_contract")
"""What cannot be wrong before the last lawful day of payment is over."""


def judged(rows: Any, on: date) -> Any:
    """Rows of worker and employer with what is due and still owed, and the verdicts on a day."""
    for step in (_debt(), _proven(), _gaps(), _debt_parts(), _verdicts()):
        rows = rows.with_columns(*step)
    return rows.with_columns(*_waiting(on))


def as_seen(answer: Any, on: date) -> Any:
    """The answer of ``check`` for a day after all others, as it looks on a day before (native).

    Before the last lawful day of payment is over, what is wanting can still come: it is not
    wrong yet. What is still owed of a wage that came in part is said all the same; of one that
    did not come at all nothing is owed yet.
    """
    rows: Any = nw.from_native(answer)
    return nw.to_native(rows.with_columns(*_waiting(on)))


def waiting(answer: Any, on: date) -> Any:
    """The rows of an answer that ``as_seen`` changes: not in order, and not due yet (native)."""
    rows: Any = nw.from_native(answer)
    wrong = [nw.col(name) > OK for name in WAITS] + [nw.col("deemed_paid") == 0]
    return nw.to_native(rows.filter(_early(on), nw.any_horizontal(*wrong, ignore_nulls=True)))


def _debt() -> list[nw.Expr]:
    """What is due (contract or law, the higher), whether the currencies agree, and what came.

    A sum of nothing is no payment: ``__none`` are rows without a line, or with lines of 0.00.
    """
    contract, floor = nw.col("contract_minor"), nw.col("floor_minor")
    higher = nw.when(floor > contract).then(floor).otherwise(contract)
    due = nw.when(contract.is_null()).then(nw.lit(None, dtype=nw.Int64)).otherwise(higher)
    foreign = (
        (nw.col("__currency") != nw.col("currency"))
        | (nw.col("__currency_too") != nw.col("currency"))
        | (nw.col("__other_currency") != nw.col("currency"))
    )
    line = nw.col("__has_row")
    received = nw.when(line).then(nw.col("paid_minor")).otherwise(nw.lit(0))
    return [
        due.cast(nw.Int64).alias("due_minor"),
        foreign.fill_null(value=False).alias("__foreign"),
        received.cast(nw.Int64).alias("__received"),
        (~line | (received == 0)).fill_null(value=False).alias("__none"),
    ]


def _proven() -> list[nw.Expr]:
    """Deductions that count as lawful: no more than the law's share; the rest is a claim."""
    given, share = nw.col("lawful_minor").fill_null(0), nw.col("__share")
    most = exact.div_down(nw.col("due_minor") * share, rates.PERMILLE)
    over = _pick(given > most, given - most, 0)
    forbidden = nw.col("forbidden_minor").fill_null(0)
    claimed = nw.col("deductions_minor").fill_null(0) - given - forbidden
    return [
        (given - over).cast(nw.Int64).alias("lawful_minor"),
        (_pick(claimed > 0, claimed, 0) + over).cast(nw.Int64).alias("__claim"),
    ]


def _gaps() -> list[nw.Expr]:
    """What is left of the due, with and without lawful deductions, and whether that is known."""
    due, lawful, received = nw.col("due_minor"), nw.col("lawful_minor"), nw.col("__received")
    silent = ~nw.col("__has_row") & ~nw.col("__file_seen")
    unclear = nw.col("__foreign") | silent | due.is_null() | received.is_null()
    return [
        (due - received).alias("__gap"),
        (due - received - lawful).alias("__rest"),
        unclear.fill_null(value=True).alias("__unclear"),
    ]


def _debt_parts() -> list[nw.Expr]:
    """Still owed, the part of it that an unproven deduction claims, and the authority's view."""
    rest, claim, unclear = nw.col("__rest"), nw.col("__claim"), nw.col("__unclear")
    nothing = nw.lit(None, dtype=nw.Int64)
    part = nw.when(claim < rest).then(claim).otherwise(rest)
    falls = nw.col("__received") * nw.col("__den") < nw.col("due_minor") * nw.col("__num")
    # a gap that a deduction may explain is open: one claimed and not proven, or none reported
    open_ = (rest <= claim) | nw.col("deductions_minor").is_null()
    # without a threshold on record, a gap that is wholly lawful may still be too large for one
    lawful = _pick(nw.col("__num").is_null(), nothing, 1)
    covered = _pick(rest <= 0, lawful, _pick(open_, nothing, 0))
    deemed = _pick(nw.col("__gap") <= 0, 1, _pick(falls.fill_null(value=False), 0, covered))
    found = {"still_owed_minor": rest, "unproven_minor": part}
    return [
        *[
            _pick(unclear, nothing, _pick(rest > 0, amount, 0)).cast(nw.Int64).alias(name)
            for name, amount in found.items()
        ],
        _pick(unclear, nothing, deemed).cast(nw.Int8).alias("deemed_paid"),
    ]


def _verdicts() -> list[nw.Expr]:
    """The verdicts once the last lawful day is over, and the days that count."""
    unclear, none = nw.col("__unclear"), nw.col("__none")
    owed = nw.col("still_owed_minor")
    short = _pick(owed == 0, OK, _pick(owed > nw.col("unproven_minor"), BREACH, UNKNOWN))
    basic = nw.col("basic_paid_minor")
    contract = _pick(basic < nw.col("__basic"), BREACH, OK)
    contract = _pick(basic.is_null(), _pick(owed == 0, OK, UNKNOWN), contract)
    paid_checks = {"short": short, "below_minimum": _below_minimum(), "below_contract": contract}
    taken = _pick(unclear & nw.col("__has_row"), UNKNOWN, _deduction())
    return [
        _pick(none, _missing(), OK).cast(nw.Int8).alias("missing"),
        _pick(none, NOT_APPLICABLE, _late()).cast(nw.Int8).alias("late"),
        *[
            _pick(none, NOT_APPLICABLE, _pick(unclear, UNKNOWN, verdict)).cast(nw.Int8).alias(name)
            for name, verdict in paid_checks.items()
        ],
        taken.cast(nw.Int8).alias("deduction"),
        nw.col("__due").alias("due_day"),
        nw.col("__latest").alias("latest_day"),
    ]


def _missing() -> nw.Expr:
    """No payment: where nothing was left to pay in money, none is missing."""
    known = (nw.col("__has_row") | nw.col("__file_seen")) & ~nw.col("__latest").is_null()
    return _pick(nw.col("__rest") <= 0, NOT_APPLICABLE, _pick(known, BREACH, UNKNOWN))


def _late() -> nw.Expr:
    """By the due date nothing is late, whatever grace there is."""
    paid_day, latest = nw.col("paid_day"), nw.col("__latest")
    doubt = paid_day.is_null() | latest.is_null()
    late = _pick(doubt, UNKNOWN, _pick(paid_day > latest, BREACH, OK))
    return _pick(paid_day <= nw.col("__due"), OK, late)


def _below_minimum() -> nw.Expr:
    """A deduction that is only claimed may explain what is wanting: that is not known."""
    gross = nw.col("__received") + nw.col("lawful_minor")
    floor, high = nw.col("floor_minor"), nw.col("__high")
    below = gross + nw.col("__claim") < floor
    doubt = (gross < floor) | high.is_null() | (gross < high)
    verdict = _pick(below, BREACH, _pick(doubt, UNKNOWN, OK))
    verdict = _pick(floor.is_null(), UNKNOWN, verdict)
    return _pick(nw.col("__minimum"), verdict, NOT_APPLICABLE)


def _deduction() -> nw.Expr:
    """Where nothing was paid, deductions that nobody reports are no question."""
    taken, owed = nw.col("deductions_minor"), nw.col("still_owed_minor")
    forbidden = nw.col("forbidden_minor").fill_null(0) > 0
    none = nw.col("__none")
    silent = _pick(none, NOT_APPLICABLE, _pick(owed == 0, OK, UNKNOWN))
    proof = _pick(taken > nw.col("lawful_minor"), UNKNOWN, _pick(none, NOT_APPLICABLE, OK))
    return _pick(forbidden, BREACH, _pick(taken.is_null(), silent, proof))


def _early(on: date) -> nw.Expr:
    """Where nobody knows the last lawful day, the day before the due date is that day."""
    latest, due_day = nw.col("latest_day"), nw.col("due_day")
    last = nw.when(latest.is_null()).then(due_day - 1).otherwise(latest)
    return (nw.lit(day_number(on)) <= last).fill_null(value=False)


def _waiting(on: date) -> list[nw.Expr]:
    """What ``as_seen`` says, as expressions on rows that were judged as if all were over."""
    early, nothing = _early(on), nw.lit(None, dtype=nw.Int64)
    deemed, owed = nw.col("deemed_paid"), nw.col("still_owed_minor")
    return [
        *[
            _pick(early & (nw.col(name) > OK), NOT_APPLICABLE, nw.col(name))
            .cast(nw.Int8)
            .alias(name)
            for name in WAITS
        ],
        _pick(early & (deemed == 0), nothing, deemed).cast(nw.Int8).alias("deemed_paid"),
        _pick(early & (nw.col("missing") > OK), nothing, owed)
        .cast(nw.Int64)
        .alias("still_owed_minor"),
    ]


def _pick(condition: nw.Expr, then: int | nw.Expr, otherwise: int | nw.Expr) -> nw.Expr:
    yes = nw.lit(then) if isinstance(then, int) else then
    no = nw.lit(otherwise) if isinstance(otherwise, int) else otherwise
    return nw.when(condition).then(yes).otherwise(no)
