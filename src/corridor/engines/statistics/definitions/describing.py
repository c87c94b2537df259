"""A definition as a reader meets it beside a figure: every text with all its languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corridor.core.codes import isco, isic
from corridor.engines.statistics import areas
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.definitions import conditions, digests
from corridor.engines.statistics.definitions.model import (
    Catalogue,
    Indicator,
    Label,
    Register,
    Variable,
)
from corridor.engines.statistics.definitions.population import UNKNOWN

Texts = dict[str, str]
_WHOLE: Texts = {"en": "All", "ar": "المجموع", "ne": "जम्मा", "fr": "Ensemble"}
_NOT_SAID: Texts = {"en": "Not known", "ar": "غير معروف", "ne": "थाहा नभएको", "fr": "Non connu"}


def texts(label: Label) -> Texts:
    """The label's texts by language."""
    return dict(label.texts)


def indicator(
    known: Catalogue, one: Indicator, cube: Cube | None = None, options: Mapping[str, str] = {}
) -> dict[str, Any]:
    """Title, whom it counts, counting rule, who is absent, unit, standard; with a ``cube``, the
    words for its dimensions and codes. Texts are mappings of language to text.
    """
    people = known.populations.get(one.population)
    standard = one.standard
    return {
        "title": texts(one.title),
        "definition": texts(people.counting if people else one.counting),
        "rule": texts(one.counting),
        "absent": texts(one.absent),
        "unit": one.unit,
        "version": one.version,
        "standard": f"{standard.name} ({standard.version}). {standard.document}",
        "options": {known.options[name].title.en: value for name, value in options.items()},
        "population": whom(known, one, options),
        **_words(known, cube),
        "measures": {name: texts(one.title) for name in _measures(one, cube)},
    }


def table(
    known: Catalogue, cube: Cube, headline: str, options: Mapping[str, str] = {}
) -> dict[str, Any]:
    """A cube of several measures, as the public inputs give: the definition of its ``headline``
    (an indicator's id), and the title of every measure whose indicator is known.
    """
    found = indicator(known, known.indicators[headline], cube, options)
    titles = {}
    for name in cube.codes("measure"):
        one = known.indicators.get(name.partition("@")[0])
        if one is not None:
            titles[name] = texts(one.title)
    return found | {"measures": found["measures"] | titles}


def register(known: Catalogue, one: Register, cube: Cube | None = None) -> dict[str, Any]:
    """The same for a register."""
    return {
        "title": texts(one.title),
        "definition": texts(one.counting),
        "rule": texts(one.counting),
        "absent": texts(one.absent),
        "unit": one.unit,
        "version": one.version,
        "population": {"of": f"register.{one.id}"},
        **_words(known, cube),
    }


def whom(known: Catalogue, one: Indicator, options: Mapping[str, str] = {}) -> dict[str, Any]:
    """Whom a figure counts, by characteristics: two figures about the same people can be
    subtracted from each other, whatever they say about them. Nothing where it counts no people.
    """
    if not one.population:
        return {}
    picked = digests.chosen(known, one, dict(options))
    found: dict[str, Any] = {}
    asked = set(conditions.options(known.condition(one.population), known.condition))
    for name, option in _floors(known, known.condition(one.population)):
        found[name] = {"from": int(picked[option])}
        asked.discard(option)
    others = [f"{name}={picked[name]}" for name in sorted(asked) if name in picked]
    return {"of": "; ".join([one.population, *others]), **found}


def _floors(known: Catalogue, node: Any) -> Iterator[tuple[str, str]]:
    """The characteristics that must reach an option's number, with that option."""
    parts = node.get("all", [node]) if isinstance(node, dict) else []
    for part in parts:
        for name, value in part.items():
            if name == "in":
                yield from _floors(known, known.condition(str(value)))
            elif isinstance(value, dict) and set(value) == {"at_least"}:
                option = str(value["at_least"])
                if option.startswith("$"):
                    yield name, option[1:]


def _measures(one: Indicator, cube: Cube | None) -> Iterable[str]:
    if cube is None:
        return [one.measure]
    lead = f"{one.id}.p"  # the points of a quantile are measures of their own
    names = ((name, name.partition("@")[0]) for name in cube.codes("measure"))
    return [name for name, id_ in names if id_ == one.id or (one.at and id_.startswith(lead))]


def _words(known: Catalogue, cube: Cube | None) -> dict[str, Any]:
    if cube is None:
        return {"dimensions": {}, "codes": {}}
    named = {name: known.variables[name] for name in cube.dimensions if name in known.variables}
    return {
        "dimensions": {name: texts(one.title) for name, one in named.items()},
        "codes": {
            name: {code: word(one, code) for code in cube.codes(name)}
            for name, one in named.items()
        },
    }


def word(variable: Variable, code: str) -> Texts:
    """What a code means, by language; the code itself where nobody has a word for it."""
    if code in (TOTAL, UNKNOWN):
        return dict(_WHOLE if code == TOTAL else _NOT_SAID)
    if code in variable.codes:
        return texts(variable.codes[code])
    if variable.list == "country":
        return {"en": areas.name(code)}
    if variable.list == "isco" and code in isco.ISCO:
        return {"en": isco.ISCO[code]}
    if variable.list == "isic" and code in isic.DIVISIONS:
        return {"en": isic.title(code)}
    return {"en": code}
