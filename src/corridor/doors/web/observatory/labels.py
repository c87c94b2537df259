"""Codes in words: from the release's own definition, else from the classifications themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import gettext

from corridor.core.codes import isco, isic
from corridor.core.codes.countries import COUNTRIES
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.words import Text, reader, say
from corridor.engines.statistics.cube import TOTAL
from corridor.governance.observatory.definitions import said, spoken_in

LANGUAGES: dict[str, str] = {"en": "English", "ar": "العربية", "ne": "नेपाली", "fr": "Français"}
"""The languages in which a release may carry its labels."""

COLUMNS: dict[str, str] = {
    "sex": N_("Sex"),
    "age": N_("Age"),
    "origin": N_("Country of origin"),
    "destination": N_("Country of work"),
    "dest": N_("Country of work"),
    "sender": N_("Money sent from"),
    "receiver": N_("Money sent to"),
    "occupation": N_("Occupation"),
    "industry": N_("Industry"),
    "education": N_("Education"),
    "status": N_("State"),
    "corridor": N_("Corridor"),
    "time": N_("Period"),
    "measure": N_("Indicator"),
    "counted_by": N_("Counted by"),
}
CODES: dict[tuple[str, str], str] = {
    ("sex", "F"): N_("Women"),
    ("sex", "M"): N_("Men"),
    ("sex", TOTAL): N_("Women and men"),
    ("counted_by", "origin"): N_("Country of origin"),
    ("counted_by", "destination"): N_("Country of work"),
}
UNITS: dict[str, str] = {
    "person": N_("persons"),
    "contract": N_("contracts"),
    "clearance": N_("clearances, which are neither persons nor stocks"),
    "departure": N_("departures"),
    "arrival": N_("arrivals"),
    "percent": N_("percent"),
    "money": N_("money"),
    "various": N_("as each country counts: each figure says what"),
}
COUNTRY = (
    "origin",
    "destination",
    "dest",
    "sender",
    "receiver",
    "country",
    "citizenship",
    "birth_country",
)
_AGE = re.compile(r"Y(\d+)T(\d+)")
_OLDER = re.compile(r"Y_?GE(\d+)")


@dataclass(frozen=True, slots=True)
class Written:
    """A text, the language it is written in, and the direction of that: ltr or rtl."""

    text: str
    lang: str
    dir: str


class Labels:
    """The words of one release in one language (the reader's, unless another was asked for)."""

    def __init__(self, definition: Mapping[str, Any], language: str = "") -> None:
        self.definition = definition
        self.language = language or reader().code

    def text(self, name: str) -> str:
        """A text of the definition: title, definition, rule, absent, note."""
        return said(self.definition.get(name), self.language)

    def written(self, name: str) -> Written:
        """That text with its language: English where it has none in this one."""
        code = spoken_in(self.definition.get(name), self.language)
        return Written(self.text(name), code, Locale.parse(code).text_direction)

    @property
    def unit(self) -> Text:
        """What one of it is."""
        unit = str(self.definition.get("unit", ""))
        return UNITS.get(unit, unit)

    def column(self, name: str) -> str:
        """The name of a dimension."""
        own = said(self.definition.get("dimensions", {}).get(name), self.language)
        return own or say(COLUMNS.get(name, name.replace("_", " ").capitalize()))

    def code(self, column: str, code: str) -> str:
        """A code of a dimension in words."""
        own = self.definition.get("codes", {}).get(column, {}).get(code)
        if column == "measure":
            own = own or self.definition.get("measures", {}).get(code)
            return said(own, self.language) or self._measure(code)
        if isinstance(own, Mapping) and self.language not in own:
            standard = self._standard(column, code)
            return standard if standard != code else said(own, self.language)
        return said(own, self.language) or self._standard(column, code)

    def _measure(self, code: str) -> str:
        """The indicator's own title where it names no measures; else the code of another one."""
        return code if self.definition.get("measures") else self.text("title")

    def _standard(self, column: str, code: str) -> str:
        if (column, code) in CODES:
            return say(CODES[column, code])
        if code == TOTAL:
            return gettext("All")
        if column == "time":
            return period(code)
        if column == "age":
            return age(code)
        if column in COUNTRY:
            return self._country(code)
        return self._classified(column, code)

    def _country(self, code: str) -> str:
        known = COUNTRIES.get(code)
        names = Locale.parse(self.language).territories
        return str(names.get(known.alpha2, known.name)) if known else code

    def _classified(self, column: str, code: str) -> str:
        if column in {"occupation", "isco"} and code in isco.ISCO:
            return say(isco.ISCO[code])
        if column in {"industry", "isic"} and (code in isic.SECTIONS or code in isic.DIVISIONS):
            return say(isic.title(code))
        return code.replace("_", " ")


def period(code: str) -> str:
    """``2026-Q3`` and ``2026-09`` in words; a year as it stands."""
    if "-Q" in code:
        year, _, quarter = code.partition("-Q")
        return say(sentence(N_("quarter {quarter} of {year}"), quarter=quarter, year=year))
    return month_words(code) if re.fullmatch(r"\d{4}-\d{2}", code) else code


def age(code: str) -> str:
    """``Y15T24`` as 15–24, ``Y_GE65`` as 65 and more."""
    between = _AGE.fullmatch(code)
    if between:
        return f"{between[1]}–{between[2]}"
    older = _OLDER.fullmatch(code)
    if older:
        words: Sentence = sentence(N_("{age} and older"), age=older[1])
        return say(words)
    return code


def number(value: float | int) -> str:
    """A figure as the reader's language writes it, at most three decimals, fewer if large."""
    decimals = "" if value == int(value) else ".###" if abs(value) < 10 else ".#"
    written = format_decimal(
        Decimal(repr(value)),
        format=f"#,##0{decimals}",
        locale=Locale.parse(reader().code),
        numbering_system="latn",
    )
    return str(written)
