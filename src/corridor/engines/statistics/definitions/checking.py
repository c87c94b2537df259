"""What can only be judged when every definition is known by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.text import N_, sentence
from corridor.engines.specs.tree import Block, Rows
from corridor.engines.statistics.definitions import conditions, values
from corridor.engines.statistics.definitions.model import (
    GAPS,
    SOURCES,
    Indicator,
    Option,
    Population,
    Register,
    Standard,
    Variable,
)
from corridor.engines.statistics.definitions.reading import Reader


@dataclass(slots=True)
class Draft:
    """What has been read so far; what conditions may speak of."""

    standards: dict[str, Standard] = field(default_factory=dict)
    options: dict[str, Option] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    populations: dict[str, Population] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    population_ids: frozenset[str] = frozenset()


def _circles(files: list[tuple[Reader, Block]], draft: Draft) -> None:
    """Refuse populations and derived variables that are defined by themselves."""
    steps: dict[str, set[str]] = {}
    for name, one in draft.populations.items():
        steps[f"in {name}"] = {f"in {other}" for other in _words(one.when, "in")}
    for name, variable in draft.variables.items():
        derived = variable.derived or {}
        asked = {str(derived["of"])} if "of" in derived else set()
        for case in derived.get("cases", ()):
            asked |= set(conditions.variables(case.get("when", {}), lambda _: {}))
        steps[name] = asked
    for reader, root in files:
        for part, lead in (("populations", "in "), ("variables", "")):
            for block in _blocks(root, part):
                name = lead + str(block.get("id", ""))
                if name in _reached(name, steps):
                    said = N_("“{found}” is defined by itself.")
                    shown = str(block["id"])
                    reader.refuse(
                        "definition.circle", sentence(said, found=shown), block["id"], "id"
                    )


def _words(node: Any, wanted: str) -> Iterator[str]:
    """Every text that stands under a name, at any depth."""
    if isinstance(node, dict):
        for name, part in node.items():
            if name == wanted:
                yield str(part)
            yield from _words(part, wanted)
    elif isinstance(node, list):
        for part in node:
            yield from _words(part, wanted)


def _reached(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(steps.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += steps.get(one, ())
    return found


def checked(files: list[tuple[Reader, Block]], draft: Draft) -> None:
    """Note everything that one definition says wrongly of another."""
    for reader, root in files:
        for block in _blocks(root, "variables"):
            _derived(reader, block, draft)
        for block in _blocks(root, "populations"):
            conditions.check(reader, block.get("when"), draft)
        for block in _blocks(root, "indicators"):
            _figure(reader, block, draft)
    if not any(reader.problems for reader, _ in files):
        _circles(files, draft)


def _blocks(root: Block, part: str) -> list[Block]:
    rows = root.get(part)
    return [one for one in rows if isinstance(one, Block)] if isinstance(rows, Rows) else []


def _derived(reader: Reader, block: Block, draft: Draft) -> None:
    derived = block.get("derived")
    if derived is None:
        return
    if not isinstance(derived, Block) or set(derived) not in (
        {"cases"}, {"of", "bands"}, {"of", "digits"},
    ):  # fmt: skip
        reader.wrong(derived, "derived", "cases | of + bands | of + digits")
        return
    for case in derived.get("cases", ()):
        reader.only(case, ("code", "when"))
        conditions.check(reader, case.get("when"), draft)
    if "of" in derived and str(derived["of"]) not in draft.variables:
        reader.wrong(derived["of"], "of", ", ".join(draft.variables))


def _figure(reader: Reader, block: Block, draft: Draft) -> None:
    estimator = str(block.get("estimator", ""))
    imported = estimator == "imported"
    population = str(block.get("population", ""))
    if not imported and population not in draft.population_ids:
        reader.wrong(
            block.get("population", block), "population", ", ".join(sorted(draft.population_ids))
        )
    for name in ("numerator", "denominator"):
        needed = not imported and (name == "numerator" or estimator in ("ratio", *GAPS))
        if name in block:
            values.check(reader, block[name], draft, name)
        elif needed:
            reader.lacking(block, name)
    if estimator == "quantile" and "at" not in block:
        reader.lacking(block, "at")
    for name, known in (
        ("sources", SOURCES),
        ("breakdowns", draft.variables),
        ("options", draft.options),
        ("always", draft.indicators),
    ):
        for one in reader.rows(block, name):
            if str(one) not in known:
                reader.wrong(one, name, ", ".join(known))
