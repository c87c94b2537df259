"""Questions of one month as one frame: judged together, each with a worker of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from corridor.core.findings import Finding
from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.wages import month_rows
from corridor.engines.wages.check import check
from corridor.engines.wages.checks import contracts_frame, further, judge, payments_frame
from corridor.engines.wages.findings import findings
from corridor.engines.wages.month_input import Question

Row = dict[str, Any]


def name(number: int) -> str:
    """The worker of a question, and the employer: nobody shares either."""
    return f"q{number}"


def judged(questions: Sequence[Question], contracts: Sequence[Row], book: LawBook) -> list[Row]:
    """The row of ``check`` and ``judge`` for each question of one month and day.

    Food and housing that were promised in kind and not given are due in money; what they come to
    stays under ``in_kind``. Raises ``BadInput`` "exact.too_large".
    """
    found = _rows(questions, contracts, range(len(questions)), book)
    cash = [
        month_rows.given_in_money(row, question, book)
        for row, question in zip(contracts, questions, strict=True)
    ]
    changed = [at for at, row in enumerate(cash) if row != contracts[at]]
    again = _rows(questions, cash, changed, book) if changed else {}
    for at, row in again.items():
        kept = {f"in_kind{part}": found[at][f"in_kind{part}"] for part in ("", "_expected")}
        found[at] = row | kept | {"in_kind_owed_minor": None}
    return [found[at] for at in range(len(questions))]


def _rows(
    questions: Sequence[Question],
    contracts: Sequence[Row],
    numbers: Sequence[int],
    book: LawBook,
) -> dict[int, Row]:
    """Number of a question -> its judged row."""
    month = questions[0].month
    terms = [contracts[at] | _parties(at) for at in numbers]
    paid = [
        row | _parties(at) for at in numbers for row in month_rows.payment_rows(questions[at], book)
    ]
    frames = contracts_frame(terms), payments_frame(paid)
    # what is wrong once every day has passed; how far they have is each contract's own
    checked = check(*frames, month, book, date.max, complete=True)
    by_name = {name(at): at for at in numbers}
    rows = judge(checked, *frames, month, book).rows(named=True)
    return {by_name[row["worker_id"]]: row for row in rows}


def _parties(number: int) -> Row:
    return {"worker_id": name(number), "employer_id": name(number)}


def frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Judged rows as a frame again, after a month's own days have been put in."""
    return pl.DataFrame(list(rows), infer_schema_length=None, orient="row").with_columns(
        pl.col(column).cast(pl.Int64) for column in _integers(rows[0])
    )


def _integers(row: Mapping[str, Any]) -> list[str]:
    texts = ("worker_id", "employer_id", "destination", "currency")
    return [column for column in row if column not in texts]


def said(
    rows: pl.DataFrame, regimes: Mapping[str, str], month: Period, book: LawBook
) -> dict[str, list[Finding]]:
    """Findings of the core and the further checks by worker; the parties' names are left out."""
    found: dict[str, list[Finding]] = {}
    for regime in dict.fromkeys(regimes.values()):
        mine = [worker for worker, own in regimes.items() if own == regime]
        part = rows.filter(pl.col("worker_id").is_in(mine))
        listed = [*findings(part, month, book, regime), *further(part, month, book, regime)]
        for one in listed:
            kept = {k: v for k, v in one.explain.items() if k not in ("employer", "id")}
            found.setdefault(one.subject, []).append(replace(one, subject="worker", explain=kept))
    return found
