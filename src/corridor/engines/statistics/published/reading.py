"""A published table from YAML statements or from a CSV file with one row a variable.

Formats: docs/algorithms/disclosure.md, "Auditing what is published". Every fault is told at once,
with its line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from corridor.core.encoding import in_utf8
from corridor.core.problems import BadInput, NotFound, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.specs import tree
from corridor.engines.statistics.disclosure.asking import Asked
from corridor.engines.statistics.published.printed import Printed, exactly, printed
from corridor.engines.statistics.published.table import (
    MEAN_OF_RATIOS,
    MONEY,
    NUMBERS,
    OTHER,
    RATIO_OF_MEANS,
    SHARE,
    Adding,
    Estimate,
    Part,
    Published,
    Ratio,
)

LARGEST = 8_000_000
MOST = 20
"""Rows of one fault that are named one by one; the rest are counted."""

KINDS = (MONEY, SHARE, OTHER)
ADDING = ("value", "total", "N", "n")
"""Columns of a CSV whose parts sum to their whole."""

_FIELDS = ("table", "figures", "units", "sums", "parts", "estimates", "ratios", "percentages")


def read(path: Path) -> Published:
    """The table of a ``.csv``, ``.yaml`` or ``.yml`` file. Raises ``Problems`` or ``NotFound``."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotFound(
            "published.file",
            sentence(N_("The file {name} cannot be opened."), name=path.name),
            remedy=sentence(N_("Check its name and that you may read it.")),
            found=error.strerror,
        ) from None
    if len(content) > LARGEST or path.suffix.lower() not in {".csv", ".yaml", ".yml"}:
        raise BadInput(
            "published.kind",
            sentence(N_("A table of statements is a YAML or CSV file of at most 8 MB.")),
            remedy=sentence(N_("Give a file whose name ends in .yaml or .csv.")),
        )
    in_utf8(content, path.name, "published.encoding")
    return from_csv(content) if path.suffix.lower() == ".csv" else from_tree(tree.read(path))


def from_tree(given: Any) -> Published:
    """The table of a mapping whose numbers are texts. Raises ``Problems``."""
    problems: list[Problem] = []
    top = Asked(given, "", problems)
    top.known(_FIELDS)
    figures = _figures(top)
    table = Published(
        title=top.text("table", ""),
        sums=tuple(_adding(one, figures) for one in _mappings(top, "sums", ("whole", "parts"))),
        parts=tuple(
            Part(*(_figure(one, name, figures) for name in ("part", "whole", "percent")))
            for one in _mappings(top, "parts", ("part", "whole", "percent"))
        ),
        estimates=tuple(
            _estimate(one) for one in _mappings(top, "estimates", ("variable", "kind", *NUMBERS))
        ),
        ratios=tuple(
            _ratio(one, figures)
            for one in _mappings(
                top, "ratios", ("value", "numerator", "denominator", "kind", "low", "high")
            )
        ),
        percentages=tuple(
            _named(top, "percentages", str(one), figures)
            for one in top.rows("percentages", needed=False)
        ),
    )
    raise_all(problems)
    return table


def _mappings(top: Asked, name: str, fields: Sequence[str]) -> list[Asked]:
    found = []
    for place, row in enumerate(top.rows(name, needed=False)):
        one = Asked(row, f"{name}[{place}]", top.problems)
        one.known(fields)
        found.append(one)
    return found


def _figures(top: Asked) -> dict[str, Printed]:
    asked, units = top.part("figures", needed=False), top.part("units", needed=False)
    found = {}
    for name in asked.given:
        unit = Decimal(units.number(name, least=1)) if name in units.given else None
        found[str(name)] = _number(asked, str(name), str(name), unit)
    return found


def _number(asked: Asked, field: str, name: str, unit: Decimal | None = None) -> Printed:
    text = str(asked.given.get(field, ""))
    found = printed(name, text, unit)
    if found is None:
        asked.refuse(
            "number",
            sentence(N_("A number is expected here, as it is printed.")),
            N_("Write its digits as they stand in the table, with a point before the decimals."),
            field,
            found=text,
        )
    return found or exactly(name, 0)


def _figure(asked: Asked, field: str, figures: Mapping[str, Printed]) -> Printed:
    """A figure by its name, or printed on the spot."""
    text = asked.text(field)
    return _named(asked, field, text, figures) if text else exactly(field, 0)


def _named(asked: Asked, field: str, text: str, figures: Mapping[str, Printed]) -> Printed:
    if text in figures:
        return figures[text]
    found = printed(f"{asked.where}.{field}", text)
    if found is not None:
        whole = field == "whole" and found.value == found.value.to_integral_value()
        return exactly(text, int(found.value)) if whole else found
    asked.member(field, text, figures, N_("“{found}” is none of the figures."))
    return exactly(text, 0)


def _adding(asked: Asked, figures: Mapping[str, Printed]) -> Adding:
    whole = _figure(asked, "whole", figures)
    parts = [_named(asked, "parts", str(one), figures) for one in asked.rows("parts")]
    return Adding(whole, tuple(parts))


def _estimate(asked: Asked) -> Estimate:
    name = asked.text("variable")
    numbers = {one: _number(asked, one, f"{name}.{one}") for one in NUMBERS if one in asked.given}
    return Estimate(name, numbers, asked.choice("kind", KINDS, OTHER))


def _ratio(asked: Asked, figures: Mapping[str, Printed]) -> Ratio:
    above, below = asked.text("numerator", ""), asked.text("denominator", "")
    value = _figure(asked, "value", figures)
    if value.name.endswith(".value") and above and below:
        value = replace(value, name=f"{above} / {below}")
    return Ratio(
        value,
        above,
        below,
        asked.choice("kind", (MEAN_OF_RATIOS, RATIO_OF_MEANS), ""),
        _figure(asked, "low", figures) if "low" in asked.given else None,
        _figure(asked, "high", figures) if "high" in asked.given else None,
    )


def from_csv(content: bytes) -> Published:
    """One row a variable: columns ``variable``, ``part_of``, ``kind``, ``value`` and ``NUMBERS``.

    The rows that name a row as ``part_of`` are its parts: their value, total, N and n sum to its
    own, and their percent is their share of it. Raises ``Problems`` with lines.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(
            "published.csv",
            sentence(N_("The table is not a CSV file in UTF-8.")),
            remedy=sentence(N_("Save it as CSV, with UTF-8 as its encoding.")),
        ) from None
    head, body = [one.strip() for one in (rows or [[]])[0]], rows[1:]
    heading = _heading(head)
    if "variable" not in head:  # another kind of table: its rows would all be told the same
        raise_all(heading[:MOST])
    problems: list[Problem] = []
    lines: dict[str, dict[str, str]] = {}
    for line, row in enumerate(body, 2):
        cells = {name: cell.strip() for name, cell in zip(head, row, strict=False) if cell.strip()}
        if not cells:
            continue
        name = cells.get("variable", "")
        problems += _row(name, cells, lines, line, long=len(row) > len(head))
        lines[name] = cells
    problems += _wholes(lines)
    raise_all([*heading[:MOST], *_grouped(problems)])
    return _table(lines)


def _grouped(problems: Sequence[Problem]) -> list[Problem]:
    """Of faults that say the same the first ones, and the number of the others."""
    alike: dict[tuple[str, str | None], list[Problem]] = {}
    for one in problems:
        alike.setdefault((one.message.template, one.place.field), []).append(one)
    found: list[Problem] = []
    for same in alike.values():
        found += same[:MOST]
        if len(same) > MOST:
            words = N_("The same holds for {count} more rows.")
            found.append(_after(same[MOST - 1], _bad(words, count=len(same) - MOST)))
    return found


def _after(last: Problem, more: Problem) -> Problem:
    """Told where the last one of its kind is told, so that it is read beside it."""
    return more.at(line=last.place.line, field=last.place.field)


def _heading(head: Sequence[str]) -> list[Problem]:
    known = ("variable", "part_of", "kind", "value", *NUMBERS)
    problems: list[Problem] = []
    if "variable" not in head:
        problems.append(_bad(N_("The table has no column “variable”."), line=1))
    for name in head:
        if name not in known:
            words = N_("The column “{name}” is not known; known are: {kinds}.")
            problems.append(_bad(words, line=1, name=name, kinds=", ".join(known)))
        elif head.count(name) > 1:
            problems.append(_bad(N_("Two columns are called “{name}”."), line=1, name=name))
    return problems


def _row(
    name: str, cells: Mapping[str, str], lines: Mapping[str, Any], line: int, *, long: bool
) -> list[Problem]:
    problems: list[Problem] = []
    if not name:
        problems.append(_bad(N_("The row has no variable."), line=line))
    if long:
        problems.append(_bad(N_("The row has more cells than the first line."), line=line))
    if name and name in lines:
        words = N_("The variable “{name}” stands there twice.")
        problems.append(_bad(words, line=line, name=name))
    if cells.get("kind", "") not in KINDS:
        words = N_("The kind “{name}” is not known; known are: {kinds}.")
        kinds = ", ".join(one for one in KINDS if one)
        problems.append(_bad(words, line=line, name=cells["kind"], kinds=kinds))
    for field in ("value", *NUMBERS):
        if field in cells and printed(field, cells[field]) is None:
            words = N_("“{name}” is no number.")
            problems.append(_bad(words, line=line, name=cells[field]).at(field=field))
    return problems


def _wholes(lines: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    return [
        _bad(
            N_("“{name}” is part of “{whole}”, which is no row of the table."),
            name=name,
            whole=row["part_of"],
        )
        for name, row in lines.items()
        if row.get("part_of", name) not in lines
    ]


def _bad(words: str, line: int | None = None, **params: Any) -> Problem:
    return BadInput(
        "published.table",
        sentence(words, **params),
        remedy=sentence(N_("See docs/algorithms/disclosure.md for the columns.")),
        place=Place(line=line),
    )


def _table(lines: Mapping[str, Mapping[str, str]]) -> Published:
    found = {
        name: {
            field: one
            for field in ("value", *NUMBERS)
            if field in row and (one := printed(f"{name}.{field}", row[field])) is not None
        }
        for name, row in lines.items()
    }
    estimates = [Estimate(name, found[name], row.get("kind", OTHER)) for name, row in lines.items()]
    groups: dict[str, list[str]] = {}
    for name, row in lines.items():
        if "part_of" in row:
            groups.setdefault(row["part_of"], []).append(name)
    sums = [
        Adding(found[whole][field], tuple(found[part][field] for part in parts))
        for whole, parts in groups.items()
        for field in ADDING
        if field in found[whole] and all(field in found[part] for part in parts)
    ]
    shares = [
        Part(found[part]["value"], found[whole]["value"], found[part]["percent"])
        for whole, parts in groups.items()
        for part in parts
        if "value" in found[whole] and {"value", "percent"} <= found[part].keys()
    ]
    hundred = [
        Adding(exactly("100 %", 100), tuple(found[part]["percent"] for part in parts))
        for parts in groups.values()
        if all("percent" in found[part] for part in parts)
    ]
    return Published(sums=(*sums, *hundred), parts=tuple(shares), estimates=tuple(estimates))
