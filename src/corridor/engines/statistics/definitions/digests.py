"""What a figure depends on: its options, its variables, and one digest of all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corridor.core import canonical
from corridor.core.problems import BadInput, NotFound, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics.definitions import conditions, values
from corridor.engines.statistics.definitions.model import Catalogue, Indicator


def indicator(known: Catalogue, id_: str) -> Indicator:
    """The indicator by id, or by id and version. Raises ``NotFound``."""
    name, _, version = id_.partition("@")
    one = known.indicators.get(name)
    if one is not None and version in {"", one.version}:
        return one
    said = N_("There is no indicator “{found}”.")
    if one is not None:
        said = N_("The indicator {found} is not of this version; here it is {version}.")
    raise NotFound(
        "definition.indicator",
        sentence(said, found=id_, version=one.version if one else ""),
        remedy=sentence(N_("See the list with {command}."), command="corridor stats indicators"),
        found=id_,
    )


def variables(
    known: Catalogue,
    one: Indicator,
    by: tuple[str, ...] = (),
    picked: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Every standard variable the figure needs, those of derived variables included, sorted.

    With options ``picked``, only what these leave to be asked.
    """
    asked: set[str] = set()
    waiting = [*_asked(known, one, picked), *by]
    while waiting:
        name = waiting.pop()
        if name in asked:
            continue
        asked.add(name)
        waiting += _behind(known, name, picked)
    return tuple(sorted(asked))


def _asked(known: Catalogue, one: Indicator, picked: Mapping[str, str] | None) -> Iterator[str]:
    inner = known.condition
    if one.population:
        yield from conditions.variables(inner(one.population), inner, picked)
    yield from values.variables(one.numerator, inner, picked)
    yield from values.variables(one.denominator, inner, picked)


def _behind(known: Catalogue, name: str, picked: Mapping[str, str] | None) -> Iterator[str]:
    derived = known.variables[name].derived
    if derived is None:
        return
    if "of" in derived:
        yield str(derived["of"])
    for case in derived.get("cases", ()):
        yield from conditions.variables(case["when"], known.condition, picked)


def options(known: Catalogue, one: Indicator, by: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Every option that can change the figure, sorted."""
    nodes: list[Any] = [one.numerator, one.denominator]
    if one.population:
        nodes.append(known.condition(one.population))
    for name in variables(known, one, by):
        nodes.append(known.variables[name].derived)
    found = {name for node in nodes for name in conditions.options(node, known.condition)}
    return tuple(sorted(found | set(one.options)))


def chosen(known: Catalogue, one: Indicator, given: Mapping[str, str]) -> dict[str, str]:
    """Every option with what was chosen, or its default. Raises ``Problems`` for wrong ones."""
    allowed = options(known, one, one.breakdowns)
    problems: list[Problem] = []
    for name, value in given.items():
        if name not in allowed:
            problems.append(_option(N_("The indicator {id} has no option “{found}”."), one.id, name,
                                    ", ".join(allowed)))  # fmt: skip
        elif not known.options[name].allows(value):
            said = N_("“{found}” cannot be chosen for the option of {id}.")
            problems.append(_option(said, one.id, value, known.options[name].allowed, name))
    raise_all(problems)
    return {name: given.get(name, known.options[name].default) for name in allowed}


def _option(said: str, id_: str, found: str, kinds: str, field: str = "") -> BadInput:
    return BadInput(
        "definition.option",
        sentence(said, id=id_, found=found),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=kinds or "-"),
        place=Place(field=field or found),
        found=found,
    )


def digest(known: Catalogue, one: Indicator, choices: Mapping[str, str]) -> str:
    """SHA-256 of everything that decides the figure but the data."""
    parts = {one.id: known.sources[one.id]}
    if one.population:
        parts[one.population] = known.sources[one.population]
        parts |= {name: known.sources[name] for name in _named(known.condition(one.population))}
    parts |= {name: known.sources[name] for name in variables(known, one, one.breakdowns)}
    return canonical.digest({"parts": parts, "options": dict(choices)})


def _named(node: Any) -> Iterator[str]:
    """The populations a condition names."""
    if isinstance(node, dict):
        for name, part in node.items():
            if name == "in":
                yield str(part)
            yield from _named(part)
    elif isinstance(node, list):
        for part in node:
            yield from _named(part)
