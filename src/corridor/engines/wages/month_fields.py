"""The fields of a JSON object, taken one by one, and what may stand in them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.core.codes.currencies import minor_digits
from corridor.core.money import Money
from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence

IN_KIND = -1


@dataclass
class Fields:
    """The fields of one JSON object, taken one by one; what is left over is refused."""

    data: Mapping[str, Any]
    path: str
    problems: list[Problem]
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, data: Any, path: str, problems: list[Problem]) -> Fields:
        if not isinstance(data, Mapping):
            problems.append(wrong(path or "question", data, N_("an object")))
            data = {}
        return cls(data, path, problems)

    def name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, read: Callable[[Any], Any], default: Any = None) -> Any:
        """The field as ``read`` understands it; ``default`` where it is absent, null or wrong."""
        self.seen.add(key)
        value = self.data.get(key)
        if value is None:
            return default
        try:
            return read(value)
        except BadInput as problem:
            for single in problem.problems:
                self.problems.append(
                    single if single.place.field else single.at(field=self.name(key))
                )
        except (ValueError, TypeError):
            self.problems.append(wrong(self.name(key), value, None))
        return default

    def must(self, key: str) -> None:
        """Refuse an absent field."""
        if self.data.get(key) is None:
            self.problems.append(
                BadInput(
                    "month.missing",
                    sentence(N_("The field “{field}” is missing."), field=self.name(key)),
                    remedy=sentence(N_("See “corridor schema wage-month-question”.")),
                ).at(field=self.name(key))
            )

    def part(self, key: str) -> Fields:
        """An object inside this one, empty where it is absent."""
        self.seen.add(key)
        value = self.data.get(key)
        return Fields.of({} if value is None else value, self.name(key), self.problems)

    def items(self, key: str) -> list[Fields] | None:
        """The objects of a list; None where it is null, empty where it is absent."""
        self.seen.add(key)
        value = self.data.get(key, [])
        if value is None:
            return None
        if not isinstance(value, list):
            self.problems.append(wrong(self.name(key), value, N_("a list")))
            return []
        return [
            Fields.of(one, f"{self.name(key)}[{number}]", self.problems)
            for number, one in enumerate(value)
        ]

    def close(self) -> None:
        """Refuse what nobody asked for, with the nearest name that is known."""
        for key in self.data:
            if key not in self.seen:
                near = difflib.get_close_matches(key, self.seen, 1)
                hint = sentence(N_("Did you mean “{name}”?"), name=near[0]) if near else None
                remedy = hint or sentence(
                    N_("Leave it out, or use one of: {names}."), names=", ".join(sorted(self.seen))
                )
                self.problems.append(
                    BadInput(
                        "month.unknown",
                        sentence(N_("The field “{field}” is not known here."), field=key[:60]),
                        remedy=remedy,
                        expected=sorted(self.seen),
                        found=key,
                    ).at(field=self.name(key))
                )


def wrong(name: str, value: Any, expected: str | None) -> BadInput:
    """A field of the wrong kind."""
    problem = BadInput(
        "month.field",
        sentence(
            N_("“{found}” cannot stand in the field “{field}”."), found=str(value)[:60], field=name
        ),
        remedy=sentence(N_("See “corridor schema wage-month-question”.")),
        expected=expected,
        found=str(value)[:60],
    )
    problem.at(field=name)
    return problem


def currency_code(value: Any) -> str:
    """An ISO 4217 code."""
    code = str(value).strip().upper()
    minor_digits(code)
    return code


def amount(currency: str) -> Callable[[Any], int]:
    """A reader of amounts of that currency, in minor units; none may be negative.

    Of no currency (an empty one) only their form is looked at.
    """

    def read_amount(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise TypeError(value)
        money = Money.parse(str(value), currency) if currency else Money.some(str(value))
        if money.minor < 0:
            raise BadInput(
                "month.negative",
                sentence(N_("An amount cannot be less than nothing.")),
                remedy=sentence(N_("Write what was taken off under “deductions”.")),
                found=str(value),
            )
        return money.minor

    return read_amount


def between(low: int, high: int) -> Callable[[Any], int]:
    """A reader of whole numbers."""

    def read_whole(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise wrong_number(value, low, high)
        return value

    return read_whole


def wrong_number(value: Any, low: int, high: int) -> BadInput:
    """A whole number outside of what can be."""
    words = N_("“{found}” is not a whole number from {low} to {high}.")
    return BadInput(
        "month.number",
        sentence(words, found=str(value)[:40], low=low, high=high),
        remedy=sentence(N_("Correct the number, or leave the field out.")),
        expected=f"{low}-{high}",
        found=str(value)[:40],
    )


def truth(value: Any) -> bool:
    """True or false, nothing else."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def text(value: Any) -> str:
    """A text without the spaces around it."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value.strip()


def on_day(value: Any) -> date:
    """A date, year first."""
    return day(value)


def claim(value: Any) -> str | None:
    """Why a worker is outside the ladder: a word, or only that she is."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {said}" for name, said in value.items())[:200] or None
    if isinstance(value, bool):
        return "yes" if value else None
    return text(value) or None


def hundredths(value: Any) -> int:
    """Hours with at most two decimals, as hundredths."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(value)
    whole, _, part = str(value).strip().partition(".")
    if not (whole + part).isascii() or not (whole + part).isdigit() or len(part) > 2:
        raise BadInput(
            "month.hours",
            sentence(N_("“{found}” is not a number of hours."), found=str(value)[:40]),
            remedy=sentence(N_("Write hours with at most two decimals, such as 48.5.")),
            expected="48.5",
            found=str(value)[:40],
        )
    if len(whole) > 4:
        raise wrong_number(value, 0, 9999)
    return int(whole or "0") * 100 + int(part.ljust(2, "0") or "0")


def one_of(choices: tuple[str, ...]) -> Callable[[Any], str]:
    """A reader of words."""

    def read_choice(value: Any) -> str:
        if value not in choices:
            raise BadInput(
                "month.choice",
                sentence(
                    N_("“{found}” is not one of the possible answers."), found=str(value)[:40]
                ),
                remedy=sentence(N_("Write one of: {choices}."), choices=", ".join(choices)),
                expected=list(choices),
                found=str(value)[:40],
            )
        return str(value)

    return read_choice


def word_of(choices: tuple[str, ...]) -> Callable[[Any], str]:
    """A reader of words as the law writes them, in capitals or not where that is no doubt."""

    def read_word(value: Any) -> str:
        wanted = text(value)
        alike = [one for one in choices if one.casefold() == wanted.casefold()]
        exact = wanted in choices or len(alike) != 1
        return one_of(choices)(wanted if exact else alike[0])

    return read_word


def allowance(currency: str) -> Callable[[Any], int]:
    """An amount a month, ``in_kind`` or ``none``."""

    def read_allowance(value: Any) -> int:
        if value in ("in_kind", "none"):
            return IN_KIND if value == "in_kind" else 0
        return amount(currency)(value)

    return read_allowance
