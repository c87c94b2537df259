"""What a published figure says about itself: a definition with labels in several languages.

A text is either one English sentence or a mapping of language codes to texts, English among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.cube import Cube, read

TEXTS = ("title", "definition", "rule", "absent", "note")
"""What stands in words: who or what it counts, how, and who is absent from it."""
NEEDED = ("title", "definition", "rule", "unit")
PLAIN = ("unit", "version", "standard", "quality", "currency")
LABELS = ("dimensions", "codes", "measures")
KNOWN = (*TEXTS, *PLAIN, *LABELS, "headline", "options", "population")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 2000
MOST_CELLS = 100_000


def checked_name(indicator: str) -> str:
    """The indicator's name in addresses: small letters, digits and hyphens."""
    if not _NAME.fullmatch(indicator) or len(indicator) > 60:
        raise BadInput(
            "observatory.indicator",
            sentence(N_("“{found}” cannot be an indicator's name."), found=indicator),
            remedy=sentence(N_("Use small letters, digits and hyphens, such as workers-abroad.")),
            found=indicator,
        ).at(field="indicator")
    return indicator


def cells_of(table: str) -> Cube:
    """The cells of a table in work as CSV; it has some, and no more than can be worked on."""
    cube = read(table.encode())
    if not 0 < cube.frame.height <= MOST_CELLS:
        raise BadInput(
            "observatory.cells",
            sentence(N_("A table has from 1 to {most} cells."), most=MOST_CELLS),
            remedy=sentence(N_("Release large tables in parts.")),
            found=cube.frame.height,
        ).at(field="table")
    return cube


def checked(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition, when it says everything a reader needs. Every fault is raised at once."""
    faults: list[Problem] = [
        _fault(name, N_("The definition does not say its {name}."), N_("Write it in one sentence."))
        for name in NEEDED
        if not definition.get(name)
    ]
    faults += [
        _fault(name, N_("A definition has no “{name}”."), N_("Leave it out, or see the guide."))
        for name in sorted(set(definition) - set(KNOWN))
    ]
    faults += [_fault(name, _TEXT, _WRITE) for name in TEXTS if not _text(definition.get(name, ""))]
    faults += [
        _fault(name, N_("“{name}” is not one line of text."), N_("Write one line."))
        for name in PLAIN
        if not _line(definition.get(name, ""))
    ]
    faults += [_fault(name, _TABLE, _LABELLED) for name in LABELS if not _labels(definition, name)]
    if not _people(definition.get("population", {})):
        faults.append(_fault("population", _WHOM, _SAID))
    raise_all(faults)
    return dict(definition)


_TEXT = N_("“{name}” is neither a text nor texts by language with English among them.")
_WRITE = N_("Write one text, or one for each language code: en, ar, ne, fr.")
_WHOM = N_("“{name}” does not say by characteristics who is counted.")
_SAID = N_("Write each with a text, a list of texts or a range, such as age: {{from: 15, to: 64}}.")
_TABLE = N_("“{name}” is not a list of codes with their words.")
_LABELLED = N_("Write each code with its words, such as QAT: Qatar.")


def said(text: Any, language: str) -> str:
    """A text of a definition in a language; English where it is not written in that one."""
    if isinstance(text, Mapping):
        return str(text.get(language) or text.get("en") or "")
    return str(text or "")


def spoken_in(text: Any, language: str) -> str:
    """The language of what ``said`` answers: that one where it is written, else English."""
    return language if isinstance(text, Mapping) and text.get(language) else "en"


def _fault(name: str, message: str, remedy: str) -> BadInput:
    words: Sentence = sentence(message, name=name)
    place = Place(field=f"definition.{name}")
    return BadInput("observatory.definition", words, remedy=sentence(remedy), place=place)


def _text(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("en"), str)
        and all(
            _line(one) and re.fullmatch(r"[a-z]{2,3}", str(code)) for code, one in value.items()
        )
    )


def _people(value: Any) -> bool:
    """Characteristics that are a text, a list of texts, or a range of numbers."""
    return isinstance(value, Mapping) and all(
        _line(name) and (_line(one) or _codes(one) or _range(one)) for name, one in value.items()
    )


def _codes(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_line(one) for one in value)


def _range(value: Any) -> bool:
    if not isinstance(value, Mapping) or not value or set(value) - {"from", "to"}:
        return False
    return all(type(one) in {int, float} for one in value.values())


def _line(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _labels(definition: Mapping[str, Any], name: str) -> bool:
    found = definition.get(name, {})
    if not isinstance(found, Mapping):
        return False
    if name == "codes":  # by dimension, then by code
        return all(
            isinstance(one, Mapping) and all(_text(words) for words in one.values())
            for one in found.values()
        )
    return all(_text(words) for words in found.values())
