"""The kinds of value a law can state, each exact: no kind passes through a float."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import gcd
from typing import Any, TypeAlias

from corridor.core.money import Money
from corridor.core.periods import RoughDate
from corridor.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Ratio:
    """An exact ratio, in lowest terms: 25 % is Ratio(1, 4), 32.1 is Ratio(321, 10)."""

    num: int
    den: int

    def __post_init__(self) -> None:
        if self.den <= 0:
            raise ValueError("a ratio needs a positive denominator")
        common = gcd(self.num, self.den)
        object.__setattr__(self, "num", self.num // common)
        object.__setattr__(self, "den", self.den // common)

    @classmethod
    def parse(cls, text: str) -> Ratio:
        """Read ``25 %``, ``18.6 %``, ``2/3``, ``0.85`` or ``32.1``. Raises ``ValueError``."""
        match = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?(?:\s*(%)|/(\d+))?", text.strip(), re.ASCII)
        if match is None or (match[3] and match[5]):
            raise ValueError(text)
        part = match[3] or ""
        num = int(match[2] + part) * (-1 if match[1] else 1)
        den = 10 ** len(part) * (100 if match[4] else 1) * int(match[5] or 1)
        return cls(num, den)

    def text(self) -> str:
        """Exactly: a decimal where one ends (``0.25``), else a fraction (``2/3``)."""
        den, digits = self.den, 0
        while den % 10 == 0 or den % 5 == 0 or den % 2 == 0:
            den = den // 10 if den % 10 == 0 else den // 5 if den % 5 == 0 else den // 2
            digits += 1
        if den != 1:
            return f"{self.num}/{self.den}"
        scaled = abs(self.num) * 10**digits // self.den
        sign, figures = ("-" if self.num < 0 else ""), str(scaled).rjust(digits + 1, "0")
        whole = figures[: len(figures) - digits]
        return f"{sign}{whole}.{figures[len(figures) - digits :]}" if digits else f"{sign}{whole}"

    def percent(self) -> str:
        """As people write it: ``25 %``."""
        return f"{Ratio(self.num * 100, self.den).text()} %"

    def as_json(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with typed, named columns. ``single`` when the law states one row (a record)."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    single: bool = False

    @property
    def row(self) -> Mapping[str, Any]:
        """The one row of a record, or the first row of a table."""
        return self.rows[0]

    def as_json(self) -> Any:
        """A record as an object, a table as a list of objects; amounts and ratios as text."""
        rows = [{name: plain(value) for name, value in row.items()} for row in self.rows]
        return rows[0] if self.single else rows


Value: TypeAlias = Money | Ratio | Table | int | str


def plain(value: Any) -> Any:
    """A value as JSON carries it: money and ratios as exact text, tables as lists."""
    if isinstance(value, Money):
        return value.text()
    return value.as_json() if hasattr(value, "as_json") else value


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _time(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise ValueError(text)
    return text


def _month_day(text: str) -> str:
    if not re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    _ = RoughDate(f"2024-{text}").earliest
    return text


def _date(text: str) -> str:
    if not RoughDate(text).text:
        raise ValueError(text)
    return text


# kind -> (reader, how to write it)
SIMPLE: dict[str, tuple[Callable[[str], Any], str]] = {
    "integer": (_integer, "48"),
    "number": (Ratio.parse, "32.1"),
    "ratio": (Ratio.parse, "25 %"),
    "boolean": (_boolean, "yes / no"),
    "time": (_time, "22:00"),
    "month_day": (_month_day, "06-15"),
    "date": (_date, "2026-09-30"),
    "text": (str, "…"),
    "code": (str, "ar"),
}
KINDS = (*SIMPLE, "money", "record", "table")


def read_simple(kind: str, text: str, currency: str | None) -> Any:
    """One scalar of a kind. Raises ``ValueError`` (or a money ``Problem``) when it is not one."""
    if kind == "money":
        if currency is None:
            raise ValueError(text)
        return Money.parse(text, currency)
    try:
        return SIMPLE[kind][0](text)
    except (KeyError, TypeError) as wrong:
        raise ValueError(text) from wrong


def example(kind: str) -> str:
    """How a value of this kind is written."""
    return "1200.00" if kind == "money" else SIMPLE[kind][1]


__all__ = [
    "KINDS",
    "SIMPLE",
    "Problem",
    "Ratio",
    "Table",
    "Value",
    "example",
    "plain",
    "read_simple",
]
