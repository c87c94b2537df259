"""What an indicator is, once its specification has been read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corridor.core.text import Sentence

Unit = Literal[
    "person", "contract", "clearance", "departure", "arrival", "complaint", "injury", "service",
    "corridor", "state", "money", "various",
]  # fmt: skip
UNITS: tuple[Unit, ...] = (
    "person", "contract", "clearance", "departure", "arrival", "complaint", "injury", "service",
    "corridor", "state", "money", "various",
)  # fmt: skip
SOURCES = ("survey", "register", "published", "coded")
ESTIMATORS = (
    "count", "total", "mean", "proportion", "ratio", "quantile",
    "gap_mean", "gap_median", "gap_weighted", "oaxaca_explained", "oaxaca_unexplained",
    "imported",
)  # fmt: skip
GAPS = tuple(name for name in ESTIMATORS if name.startswith(("gap", "oaxaca")))
LANGUAGES = ("en", "ar", "ne", "fr")


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the languages its author wrote; in any other it is translated from English."""

    texts: Mapping[str, str]

    @property
    def en(self) -> str:
        """The English text, which every label has."""
        return self.texts["en"]

    def say(self, language: str = "en", translate: Callable[[str], str] = str) -> str:
        """The text in ``language``; ``translate`` is gettext for the languages not written here."""
        return self.texts.get(language) or Sentence(self.en).say(translate)

    def __str__(self) -> str:
        """The English text."""
        return self.en


@dataclass(frozen=True, slots=True)
class Standard:
    """The resolution, guideline or method a definition follows, and where to read it."""

    name: str
    version: str
    document: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something the standard leaves to the country. ``choices`` empty: a whole number in range."""

    id: str
    title: Label
    default: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    def allows(self, value: str) -> bool:
        """Whether somebody may choose this."""
        if self.choices:
            return value in self.choices
        return value.isascii() and value.isdigit() and self.least <= int(value) <= self.most

    @property
    def allowed(self) -> str:
        """What may be chosen, in words."""
        return ", ".join(self.choices) if self.choices else f"{self.least} … {self.most}"


@dataclass(frozen=True, slots=True)
class Variable:
    """A standard variable: what a country's own question is translated into.

    ``kind`` is ``code``, ``integer`` or ``number``. ``codes`` lists the codes; ``list`` names an
    international list instead. ``same`` maps what questionnaires often write to our codes.
    """

    id: str
    title: Label
    kind: str
    codes: Mapping[str, Label] = field(default_factory=dict)
    list: str = ""
    same: Mapping[str, str] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    derived: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a figure is about: a condition over standard variables."""

    id: str
    version: str
    title: Label
    standard: Standard
    when: Any
    counting: Label
    absent: Label


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure's definition. ``measure`` is how cubes and releases call it.

    ``numerator`` and ``denominator`` are values over standard variables (see ``values``); ``at``
    the points of a quantile; ``scale`` what one is multiplied with (100: per cent). ``finest`` is
    the smallest area it may be shown for, where that is limited.
    """

    id: str
    version: str
    title: Label
    theme: str
    unit: Unit
    standard: Standard
    estimator: str
    sources: tuple[str, ...]
    population: str
    numerator: Any
    denominator: Any
    at: tuple[float, ...]
    scale: int
    period: Label
    breakdowns: tuple[str, ...]
    options: tuple[str, ...]
    counting: Label
    absent: Label
    finest: str = ""
    always: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Register:
    """An administrative register as a source: what one row is, and who is not in it."""

    id: str
    version: str
    title: Label
    unit: Unit
    date: str
    counting: Label
    absent: Label
    not_: tuple[str, ...]
    dimensions: tuple[str, ...]
    person: str
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def measure(self) -> str:
        """``register.id@version``."""
        return f"register.{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every definition of one folder, by id."""

    variables: Mapping[str, Variable]
    options: Mapping[str, Option]
    populations: Mapping[str, Population]
    indicators: Mapping[str, Indicator]
    registers: Mapping[str, Register]
    sources: Mapping[str, str]

    def condition(self, population: str) -> Any:
        """The condition of a population, for whoever walks through one that names another."""
        return self.populations[population].when
