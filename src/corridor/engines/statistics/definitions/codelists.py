"""What an answer means in the codes of a standard variable, if it means anything."""

from __future__ import annotations

from corridor.core.codes.countries import COUNTRIES
from corridor.core.codes.isco import ISCO
from corridor.core.codes.isic import DIVISIONS
from corridor.engines.statistics import areas
from corridor.engines.statistics.definitions.model import Variable

_ALPHA2 = {entry.alpha2: code for code, entry in COUNTRIES.items()}


def meaning(variable: Variable, answer: str) -> str | None:
    """The standard code that an answer is, or is another spelling of; None for neither.

    Country codes of two letters or three digits become those of three letters; industries of up
    to four digits become their division.
    """
    answer = answer.strip()
    if variable.codes:
        return answer if answer in variable.codes else variable.same.get(answer.lower())
    if variable.list == "country":
        return areas.by_code(answer) or _ALPHA2.get(answer.upper()) or _digits(answer)
    if variable.list == "isco":
        return answer if answer in ISCO else None
    if variable.list == "isic":
        division = answer[:2]
        return division if answer.isdigit() and len(answer) <= 4 and division in DIVISIONS else None
    return answer or None


def _digits(answer: str) -> str | None:
    return areas.by_number(answer) if answer.isdigit() else None
