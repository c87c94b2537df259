"""The YAML of a release: read with lines, refused with every fault at once.

The format is described in docs/algorithms/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.specs import tree
from corridor.engines.statistics.disclosure import code_lists
from corridor.engines.statistics.disclosure.asking import Asked
from corridor.engines.statistics.disclosure.graph import combinations
from corridor.engines.statistics.disclosure.model import (
    CELLS,
    METHODS,
    RECORDS,
    SUPPRESS,
    Dimension,
    Measure,
    N,
    Noise,
    Rules,
    Specification,
    Table,
)

_FIELDS = (
    *("specification", "time", "population", "source", "dimensions", "tables", "measures"),
    *("rules", "method", "noise", "cost", "keep", "hidden_cells"),
)


def read(path: Path) -> Specification:
    """A specification from its file. Raises ``BadInput`` or ``Problems`` with lines."""
    try:
        given = tree.read(path)
    except OSError:
        raise BadInput(
            "disclosure.file",
            sentence(N_("The file cannot be read.")),
            remedy=sentence(N_("Check its name and its rights.")),
        ).at(file=str(path)) from None
    try:
        return parse(given)
    except BadInput as problem:
        raise problem.at(file=str(path)) from None


def parse(given: Any) -> Specification:
    """A specification from a tree of mappings, lists and texts (numbers may be texts).

    Raises ``Problems`` with everything that is wrong in it.
    """
    problems: list[Problem] = []
    top = Asked(given, "", problems)
    top.known(_FIELDS)
    dimensions = code_lists.dimensions(top.part("dimensions"))
    rules = _rules(top.part("rules", needed=False))
    source = top.part("source", needed=False)
    source.known(("kind", "weight", "contributor", "record"))
    spec = Specification(
        id=top.text("specification"),
        time=top.text("time"),
        dimensions=dimensions,
        tables=tuple(_tables(top, dimensions, rules)),
        measures=tuple(_measures(top)),
        rules=rules,
        source=source.choice("kind", (RECORDS, CELLS), RECORDS),
        weight=source.text("weight", "") or None,
        contributor=source.text("contributor", "") or None,
        record=source.text("record", "") or None,
        population=_population(top.part("population", needed=False)),
        method=top.choice("method", METHODS, SUPPRESS),
        noise=_noise(top.part("noise", needed=False)),
        cost=top.choice("cost", ("value", "cells"), "value"),
        keep=tuple(_keep(top, dimensions)),
        hidden_cells=top.number("hidden_cells", 500, least=0),
    )
    _size(spec, problems)
    raise_all(problems)
    return spec


def _population(asked: Asked) -> dict[str, Any]:
    """Texts, lists of texts, and ranges of numbers."""
    for name, value in asked.given.items():
        if isinstance(value, Mapping):
            bounds = Asked(value, f"{asked.where}.{name}", asked.problems)
            bounds.known(("from", "to"))
            for end in ("from", "to"):
                if end in value and not _is_number(value[end]):
                    bounds.refuse(
                        "number",
                        sentence(N_("A number is expected here.")),
                        N_("Write it in plain digits."),
                        end,
                        found=str(value[end]),
                    )
    return dict(plain(asked.given))


def _is_number(value: Any) -> bool:
    try:
        return not isnan(float(value))
    except (TypeError, ValueError):
        return False


def plain(given: Any) -> Any:
    """The same without lines: plain mappings, lists and texts."""
    if isinstance(given, Mapping):
        return {str(name): plain(value) for name, value in given.items()}
    if isinstance(given, (list, tuple)):
        return [plain(value) for value in given]
    return str(given) if isinstance(given, str) else given


def _rules(asked: Asked) -> Rules:
    asked.known(
        (
            *("threshold", "dominance", "p", "range", "zeros", "insiders"),
            *("most_dimensions", "most_cells", "never"),
        )
    )
    dominance = asked.part("dominance", needed=False)
    dominance.known(("n", "k"))
    pair = None
    if dominance.given:
        pair = (dominance.number("n", least=1), dominance.share("k"))
    return Rules(
        threshold=asked.number("threshold", 3, least=1),
        dominance=pair,
        p=asked.share("p") if "p" in asked.given else None,
        range=asked.share("range", 20.0),
        zeros=asked.choice("zeros", ("publish", "withhold"), "publish"),
        insiders=asked.choice("insiders", ("true", "false"), "true") == "true",
        most_dimensions=asked.number("most_dimensions", 4, least=1),
        most_cells=asked.number("most_cells", 100_000, least=1),
        never=tuple(tuple(str(name) for name in row) for row in asked.rows("never", needed=False)),
    )


def _noise(asked: Asked) -> Noise:
    asked.known(("base", "most", "variance", "smallest", "further"))
    return Noise(
        base=asked.number("base", 5, least=2),
        most=asked.number("most", 4, least=1),
        variance=asked.decimal("variance", 2.0),
        smallest=asked.number("smallest", 2, least=0),
        further=asked.number("further", 0, least=0),
    )


def _tables(top: Asked, dimensions: Mapping[str, Dimension], rules: Rules) -> Sequence[Table]:
    found = []
    for place, row in enumerate(top.rows("tables")):
        where = f"tables[{place}]"
        body = {"by": row} if isinstance(row, list) else row
        asked = Asked(body, where, top.problems)
        asked.known(("by", "depth", "hidden"))
        by = tuple(str(name) for name in asked.rows("by"))
        for name in by:
            asked.member("by", name, dimensions, N_("“{found}” is not one of the dimensions."))
        depth = asked.part("depth", needed=False)
        levels = {str(name): depth.number(name, least=1) for name in depth.given}
        for name in levels:
            depth.member(name, name, by, N_("The table does not break down by “{found}”."))
        hidden = asked.choice("hidden", ("true", "false"), "false") == "true"
        table = Table(by, levels, hidden)
        if not hidden:
            _breakdown(asked, table, rules)
        if set(by) <= set(dimensions):
            found.append(table)
    return found


def _breakdown(asked: Asked, table: Table, rules: Rules) -> None:
    """Refuse a table that breaks down further than the rules of the release allow."""
    if len(table.by) > rules.most_dimensions:
        asked.refuse(
            "breakdown",
            sentence(
                N_("The table breaks down by {found} dimensions; the rules allow {most}."),
                found=len(table.by),
                most=rules.most_dimensions,
            ),
            N_("Take dimensions out of the table, or have the rules of the release changed."),
            "by",
        )
    for together in rules.never:
        if set(together) <= set(table.by):
            asked.refuse(
                "breakdown",
                sentence(
                    N_("The rules forbid a table by {names} together."), names=", ".join(together)
                ),
                N_("Take one of them out of the table."),
                "by",
            )


def _measures(top: Asked) -> Sequence[Measure]:
    found = []
    for place, row in enumerate(top.rows("measures")):
        asked = Asked(row, f"measures[{place}]", top.problems)
        asked.known(("id", "sum", "count"))
        found.append(Measure(asked.text("id"), asked.text("sum", "") or None))
    names = [one.id for one in found] + [N]
    for twice in {name for name in names if names.count(name) > 1}:
        top.refuse(
            "measures",
            sentence(N_("The measure “{name}” stands there twice."), name=twice),
            N_("Give each measure a name of its own."),
            "measures",
        )
    return found


def _keep(top: Asked, dimensions: Mapping[str, Dimension]) -> Sequence[Mapping[str, str]]:
    found = []
    for place, row in enumerate(top.rows("keep", needed=False)):
        asked = Asked(row, f"keep[{place}]", top.problems)
        for name, code in asked.given.items():
            if asked.member(name, name, dimensions, N_("“{found}” is not one of the dimensions.")):
                asked.member(
                    name, str(code), dimensions[name].codes, N_("“{found}” is no code of it.")
                )
        found.append({str(name): str(code) for name, code in asked.given.items()})
    return found


def _size(spec: Specification, problems: list[Problem]) -> None:
    """Refuse more cells than the rules allow, before any is made."""
    for place, table in enumerate(spec.tables):
        count = combinations(spec, table)
        if count > spec.rules.most_cells:
            Asked(table, f"tables[{place}]", problems).refuse(
                "cells",
                sentence(
                    N_("The table has {found} cells; the rules allow {most}."),
                    found=count,
                    most=spec.rules.most_cells,
                ),
                N_("Show groups instead of single codes (depth), or fewer dimensions."),
            )
