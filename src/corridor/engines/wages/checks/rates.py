"""What the law of a month asks beyond the wage itself, once per distinct kind of contract.

Every value is taken on the first and on the last day of the month; where the two differ, or the
law is in doubt, it is null: unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.core.periods import Period
from corridor.engines import exact
from corridor.engines.terms.legal import LawBook, ask, money

KEYS = ("destination", "regime", "sector", "job", "stream", "currency", "origin")
PERMILLE = 1000
"""Premiums and caps are thousandths, so that their products stay small."""

PREMIUMS: dict[str, tuple[str, ...]] = {
    "day": ("overtime.premium.day", "hours.overtime_premium"),
    "night": ("overtime.premium.night", "hours.night_premium"),
    "rest": ("overtime.premium.rest_day", "hours.rest_day_premium"),
}
LIMITS: dict[str, tuple[str, ...]] = {
    "week": ("hours.week",),
    "overtime_day": ("hours.overtime_day",),
    "guarantee": ("hours.guaranteed.hours",),
    "guarantee_weeks": ("hours.guaranteed.weeks",),
}
CAPS = ("wages.deduction_cap", "wps.alerts.deductions")
REASONS = ("wages.deductions", "wps.deduction_codes")
FEES = ("recruit_fee",)
REFERRAL = "referral_wage"
_WORD = 4

_TYPES: dict[str, Any] = dict.fromkeys(KEYS, pl.String) | dict.fromkeys(
    (
        *(f"__premium_{name}" for name in PREMIUMS),
        *(f"__limit_{name}" for name in LIMITS),
        *("__cap", "__referral", "__fee"),
    ),
    pl.Int64,
)
_FLAGS = ("__has_cap", "__has_guarantee", "__has_referral")


def table(book: LawBook, rows: list[dict[str, Any]], month: Period) -> pl.DataFrame:
    """One row per distinct key of ``KEYS`` with everything the further checks ask of the law."""
    types = _TYPES | dict.fromkeys(_FLAGS, pl.Boolean)
    return pl.DataFrame([_row(book, row, month) for row in rows], schema=types, orient="row")


def _row(book: LawBook, row: Mapping[str, Any], month: Period) -> dict[str, Any]:
    place, currency = row["destination"] or "", row["currency"] or ""
    key = {name: row[name] for name in ("regime", "sector", "job", "stream") if row[name]}
    asked = Question(book, place, key, month)
    found: dict[str, Any] = {name: row[name] for name in KEYS}
    for name, tails in PREMIUMS.items():
        found[f"__premium_{name}"] = thousandths(asked.first(*tails))
    for name, tails in LIMITS.items():
        found[f"__limit_{name}"] = _whole(asked.first(*tails))
    referral = _referral(book, row, key, month)
    fee = money(asked.first(*FEES), currency)
    return found | {
        "__cap": thousandths(asked.first(*CAPS)),
        "__referral": None if referral is None else referral.minor,
        "__fee": None if fee is None else fee.minor,
        "__has_cap": asked.exists(*CAPS),
        "__has_guarantee": asked.exists(*LIMITS["guarantee"]),
        "__has_referral": row["origin"] is None or bool(referral_ids(book, row)),
    }


class Question:
    """The law of one place and kind of work, asked for a whole month."""

    def __init__(self, book: LawBook, place: str, key: Mapping[str, str], month: Period) -> None:
        self.book, self.place, self.key = book, place, key
        self.days = (month.start, (month.end or month.start) - timedelta(days=1))

    def first(self, *tails: str) -> Any:
        """The value of the first id that the pack has; None when it is in doubt or changes."""
        for tail in tails:
            answers = [self._on(tail, day) for day in self.days]
            if all(answer is None for answer in answers):
                continue
            values = [
                answer.value if answer is not None and answer.state == "known" else None
                for answer in answers
            ]
            return values[0] if values[0] == values[1] else None
        return None

    def exists(self, *tails: str) -> bool:
        """Whether the pack has any of the ids, be its value known or missing."""
        ids = [f"{self.place}.{tail}" for tail in tails]
        known = set(self.book.ids())
        return any(id_ in known or id_.rpartition(".")[0] in known for id_ in ids)

    def ids(self, *tails: str) -> tuple[str, ...]:
        """The ids that answered, for a finding."""
        found = (tail for tail in tails if self._on(tail, self.days[1]) is not None)
        return tuple(f"{self.place}.{tail}" for tail in found)

    def _on(self, tail: str, day: date) -> Any:
        return ask(self.book, f"{self.place}.{tail}", day, self.key)


def thousandths(value: Any) -> int | None:
    """An exact ratio in thousandths; None when it is none or needs finer steps."""
    num, den = getattr(value, "num", None), getattr(value, "den", None)
    if not isinstance(num, int) or not isinstance(den, int):
        return None
    found = exact.div_down(num * PERMILLE, den)
    return found if found * den == num * PERMILLE else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def referral_ids(book: LawBook, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the origin's referral wage for the destination, the job's own before the general."""
    root = f"{row['origin']}.{REFERRAL}"
    house = ["household"] if row["regime"] == "domestic" else []
    tails = [f"{row['destination']}.{row['job']}", str(row["destination"]), *house]
    known = set(book.ids())
    return tuple(f"{root}.{tail}" for tail in tails if f"{root}.{tail}" in known)


def _referral(book: LawBook, row: Mapping[str, Any], key: Mapping[str, str], month: Period) -> Any:
    for id_ in referral_ids(book, row):
        answer = ask(book, id_, month.start, key)
        if answer is not None and answer.state == "known":
            basic = getattr(answer.value, "row", {}).get("basic", answer.value)
            return money(basic, row["currency"] or "")
    return None


def listed(
    book: LawBook, place: str, key: Mapping[str, str], month: Period, word: str
) -> int | None:
    """Whether the law lists the reason: 1 yes, 0 no, None where the pack has no list.

    A reason is a code of the list, its meaning, or words of that meaning and no others. One
    that a form leaves empty is none, whatever the list.
    """
    said = word.strip().lower()
    if not said:
        return 0
    rows = getattr(Question(book, place, key, month).first(*REASONS), "rows", None)
    if rows is None:
        return None
    return int(any(said == str(row["code"]).lower() or _means(said, row) for row in rows))


def _means(said: str, row: Mapping[str, Any]) -> bool:
    meaning = str(row.get("meaning", "")).lower()
    words = _words(said)
    return said == meaning or (bool(words) and words <= _words(meaning))


def _words(text: str) -> set[str]:
    """Words of four letters and more, without a plural's s."""
    found = "".join(letter if letter.isalpha() else " " for letter in text).split()
    return {word.rstrip("s") for word in found if len(word.rstrip("s")) >= _WORD}
