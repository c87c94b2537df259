"""One month alone, a file's frame and a national run say the same of the same payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from corridor.core.periods import month
from corridor.engines import law
from corridor.engines.days import day_number
from corridor.engines.verdicts import CHECKS, NOT_APPLICABLE
from corridor.engines.wages import check, contracts_frame, payments_frame
from corridor.engines.wages.bulk import LINE_COLUMNS, Nation
from corridor.engines.wages.bulk import nation as national
from corridor.engines.wages.month import months_of
from corridor.engines.wages.month_input import Question, read

AUGUST = month("2026-08")
DUE = 300_000
SAME = ("due_minor", "still_owed_minor", "unproven_minor", "lawful_minor", "deemed_paid", *CHECKS)
DAYS = (date(2026, 8, 30), date(2026, 11, 21))
"""A day on which a wage of August can still be paid in time, and one on which none can."""


def cases() -> list[tuple[int, int, int, int]]:
    """Paid, and deductions that are lawful (cap: half), claimed and forbidden, in minor units."""
    paid = (0, 139_999, 140_000, 150_000, 250_000, DUE)
    return [
        (p, *taken)
        for p, *taken in product(paid, (0, 150_000, 160_000), (0, 50_000), (0, 10_000))
        if p + sum(taken) <= DUE
    ]


def question(paid: int, lawful: int, claimed: int, forbidden: int, on: date) -> Question:
    kinds = ((lawful, True), (claimed, None), (forbidden, False))
    off = [
        {"amount": f"{amount // 100}.{amount % 100:02}", "reason": "loan"}
        | ({} if proven is None else {"lawful": proven})
        for amount, proven in kinds
        if amount
    ]
    given: dict[str, Any] = {
        "law": "SAU",
        "month": "2026-08",
        "on": on.isoformat(),
        "contract": {"basic": "3000.00", "currency": "SAR", "food": "0.00", "housing": "0.00"},
        "payments": [{"date": "2026-08-28", "amount": f"{paid // 100}.{paid % 100:02}"}],
        "deductions": off,
    }
    return read(given, law.book())


def test_a_month_alone_a_file_and_a_nation_agree() -> None:
    book, every = law.book(), cases()
    assert len(every) > 30
    for on in DAYS:
        alone = months_of([question(*case, on) for case in every], book, on)
        start = day_number(date(2025, 1, 1))
        terms = {"destination": "SAU", "regime": "general", "currency": "SAR", "basic_minor": DUE}
        terms |= {"food_minor": 0, "housing_minor": 0, "pay_period": "month", "start_day": start}
        contracts = contracts_frame(
            terms | {"contract_id": f"C{n}", "worker_id": f"W{n:03}", "employer_id": "E"}
            for n in range(len(every))
        )
        payments = payments_frame(
            {
                **{"worker_id": f"W{n:03}", "employer_id": "E", "currency": "SAR"},
                **{"paid_minor": paid, "deductions_minor": lawful + claimed + forbidden},
                **{"lawful_minor": lawful, "forbidden_minor": forbidden, "hours": None},
                "paid_day": day_number(date(2026, 8, 28)),
            }
            for n, (paid, lawful, claimed, forbidden) in enumerate(every)
        )
        rows = check(contracts, payments, AUGUST, book, on, complete=True).sort("worker_id")
        for case, one, row in zip(every, alone, rows.iter_rows(named=True), strict=True):
            mine = {name: one.figures[name] for name in SAME}
            if case[0] == 0 and on == DAYS[0]:  # alone, what is not due yet is said all the same
                mine["still_owed_minor"] = row["still_owed_minor"]
                assert row["missing"] == NOT_APPLICABLE
            mine["below_contract"] = row["below_contract"]  # a month alone asks for basic wages
            assert mine == {name: row[name] for name in SAME}, (on, case)
        lines = payments.with_columns(month=pl.lit("2026-08")).select(*LINE_COLUMNS)
        nation = Nation(contracts.lazy(), lines.lazy(), [AUGUST], book, on, complete=True)
        (answer,) = national.months(nation)
        found = rows.join(answer.findings, on="worker_id", how="semi").select(
            answer.findings.columns
        )
        assert answer.findings.sort("worker_id").equals(found)
        wrong = rows.filter(pl.any_horizontal(pl.col(CHECKS) > 0))
        assert answer.findings.height == wrong.height > 0
        assert list(national.months(replace(nation, lines=lines.head(0).lazy())))
