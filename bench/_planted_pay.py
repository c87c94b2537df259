"""Three months of wages in the generated nation: honest ones, and those with something planted.

Every function takes and answers columns of the contracts that have days in the month.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from bench._planted import (
    LATE,
    LATEST,
    NONE,
    ONE_OF,
    SHORT,
    SUBSTITUTED,
    Columns,
    Shape,
    bounds,
    choose,
)

SUBSTITUTIONS = {
    "hidden by allowances": 0.35, "lower in all": 0.25, "second paper": 0.2,
    "longer hours": 0.1, "on no record": 0.1,
}  # fmt: skip
SHORTS = {
    "less, unexplained": 0.4, "less basic for a month": 0.2, "unproven deduction": 0.25,
    "forbidden deduction": 0.1, "cash handed back": 0.05,
}  # fmt: skip
LATES = {
    "late": 0.65, "second part late": 0.15, "never came": 0.1, "no day in the file": 0.05,
    "dated back": 0.05,
}  # fmt: skip


def substitutions(shape: Shape, rows: Columns, firms: Columns, draw: Any) -> Columns:
    """Who is held to other terms than the registered ones, and by what share of the basic wage."""
    count = rows["firm"].size
    honest = firms["phantom"][rows["firm"]] == ""
    hit = honest & (draw.random(count) < SUBSTITUTED / ONE_OF) & shape.planted
    kind = np.where(hit, choose(draw, count, SUBSTITUTIONS), "")
    share = 0.6 + 0.35 * draw.random(count)
    return {"kind": kind, "cut": (rows["basic"] * share).astype(np.int64)}


def month(
    shape: Shape, name: str, rows: Columns, firms: Columns, swapped: Columns, draw: Any
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments of a month by row of ``rows``, and the truth about each contract in it."""
    first, after = bounds(name)
    end = np.where(rows["end"] == NONE, after, rows["end"])
    active = (rows["start"] < after) & (end > first) & (firms["phantom"][rows["firm"]] == "")
    at = np.flatnonzero(active)
    days = np.minimum(end[at], after) - np.maximum(rows["start"][at], first)
    length = after - first

    def part(amount: np.ndarray) -> np.ndarray:
        return np.asarray((2 * np.maximum(amount, 0) * days + length) // (2 * length))

    basic = part(rows["basic"][at])
    due = basic + part(rows["food"][at]) + part(rows["housing"][at])
    pay = _honest(due, basic, rows["firm"][at], draw)
    gap, why = _swapped(pay, swapped["kind"][at], basic - part(swapped["cut"][at]))
    gap, why = _short(shape, pay, due, gap, why, draw)
    timing = _days(shape, name, firms["country"][rows["firm"][at]], rows["firm"][at], draw)
    truth = pl.DataFrame(
        {"row": at, "month": name, "gap_minor": gap, "short": why.astype("U25"),
         "late": timing["late"]}
    )  # fmt: skip
    lines = pl.DataFrame({"row": at} | pay | timing).filter(pl.col("late") != "never came")
    twice = lines.filter(pl.col("late") == "second part late")
    begun = twice.with_columns(
        *[(pl.col(n) // 3).alias(n) for n in _MONEY], paid_day=pl.col("early")
    )
    rest = twice.with_columns(*[(pl.col(n) - pl.col(n) // 3).alias(n) for n in _MONEY])
    whole = lines.filter(pl.col("late") != "second part late")
    paid = pl.concat([whole, begun, rest]).sort("row").drop("late", "early")
    return paid.with_columns(pl.lit(name).alias("month")), truth


_MONEY = (
    *("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor", "forbidden_minor"),
)


def _honest(due: np.ndarray, basic: np.ndarray, firm: np.ndarray, draw: Any) -> Columns:
    """What is paid where nothing is wrong: deductions, unpaid leave, bonuses."""
    luck, count = draw.random(due.size), due.size
    taken = (due * (0.02 + 0.13 * draw.random(count))).astype(np.int64)
    taken = np.where(luck < 0.08, taken, 0)  # 4 % an advance, 3 % leave, 1 % not proven yet
    bonus = np.where(luck > 0.97, draw.integers(1, 500, count) * 100, 0)
    silent = firm % 20 == 3  # files without a column for the basic wage
    return {
        "paid_minor": due - taken + bonus,
        "basic_paid_minor": np.where(silent, NONE, basic),
        "deductions_minor": taken,
        "lawful_minor": np.where(luck < 0.07, taken, 0),
        "forbidden_minor": np.zeros(count, dtype=np.int64),
    }


def _swapped(pay: Columns, kind: np.ndarray, less: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Months under other terms than the registered ones; what is missing, and why."""
    told = np.isin(kind, ["hidden by allowances", "lower in all"])
    known = pay["basic_paid_minor"] != NONE
    pay["basic_paid_minor"] = np.where(
        told & known, pay["basic_paid_minor"] - less, pay["basic_paid_minor"]
    )
    pay["basic_paid_minor"] = np.where(kind == "second paper", NONE, pay["basic_paid_minor"])
    open_ = np.isin(kind, ["lower in all", "second paper"])
    gap = np.where(open_ | (kind == "on no record"), less, 0)
    pay["paid_minor"] = pay["paid_minor"] - np.where(open_, less, 0)
    why = np.where(open_ & (less > 0), "substituted", "").astype("U25")
    why[(kind == "on no record") & (less > 0)] = "substituted, on no record"
    return gap, why


def _short(
    shape: Shape, pay: Columns, due: np.ndarray, gap: np.ndarray, why: np.ndarray, draw: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Unlawful gaps of every size, from one unit of money to most of the wage."""
    count = due.size
    hit = (why == "") & (draw.random(count) < SHORT / ONE_OF) & shape.planted
    kind = np.where(hit, choose(draw, count, SHORTS), "")
    size = np.clip(due * np.exp(draw.normal(-2.3, 1.0, count)), 100, 0.9 * due)
    size = np.where(hit, np.minimum(size.astype(np.int64), np.maximum(pay["paid_minor"], 0)), 0)
    # a bonus in the same month makes up for a part of it
    bonus = np.maximum(pay["paid_minor"] - due, 0)
    size = np.where(hit, np.minimum(size + bonus, np.maximum(pay["paid_minor"], 0)), 0)
    hit, size = hit & (size > bonus), np.where(size > bonus, size, 0)
    kind = np.where(hit, kind, "")
    seen = kind != "cash handed back"
    pay["paid_minor"] = pay["paid_minor"] - np.where(seen, size, 0)
    fewer = (kind == "less basic for a month") & (pay["basic_paid_minor"] != NONE)
    pay["basic_paid_minor"] = pay["basic_paid_minor"] - np.where(
        fewer, np.minimum(size, pay["basic_paid_minor"]), 0
    )
    for name, column in (("unproven", "lawful"), ("forbidden", "forbidden")):
        mine = np.where(kind == f"{name} deduction", size, 0)
        pay["deductions_minor"] = pay["deductions_minor"] + mine
        if column == "forbidden":
            pay["forbidden_minor"] = pay["forbidden_minor"] + mine
    return np.where(hit, size - bonus, gap), np.where(hit, kind, why)


def _days(shape: Shape, name: str, country: np.ndarray, firm: np.ndarray, draw: Any) -> Columns:
    """When wages came: on the last lawful day or before it, or late."""
    count, after = country.size, bounds(name)[1]
    last = after + np.where(country == "QAT", LATEST["QAT"], LATEST["ARE"])
    weekday = (last + 3) % 7  # Monday is 0
    due = np.where(weekday >= 4, last - (weekday - 3), last)  # before a weekend: on Thursday
    early = due - (firm * 7919 % 9) * (draw.random(count) < 0.9)
    hit = (draw.random(count) < LATE / ONE_OF) & shape.planted
    kind = np.where(hit, choose(draw, count, LATES), "")
    behind = 1 + np.minimum(draw.geometric(0.12, count), 60) - 1
    shown = np.isin(kind, ["late", "second part late"])
    paid = np.where(shown, last + behind, early)
    paid = np.where(kind == "no day in the file", NONE, paid)
    return {"paid_day": paid, "early": early, "late": kind.astype("U20")}
