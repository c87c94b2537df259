"""Reads ``values`` files: parameters, their dated values, and what no file may leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.codes.currencies import minor_digits
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.law.kinds import KINDS, Table, Value, example, read_simple
from corridor.engines.law.model import (
    BANDS,
    KEY_COLUMNS,
    STATUSES,
    SWITCHES,
    Cite,
    Column,
    Dated,
    Parameter,
)
from corridor.engines.law.schema import Reader
from corridor.engines.law.sources import read_cites, read_conflicts, read_sources
from corridor.engines.law.spans import check_spans
from corridor.engines.specs.tree import Block, Rows, Text

_FILE = ("kind", "recorded_at", "sources", "values", "pack")
_PARAMETER = (
    "id",
    "title",
    "plain",
    "type",
    "currency",
    "per",
    "unit",
    "columns",
    "keys",
    "default",
    "personal",
    "appeal",
    "dated",
    "rationale",
    "names",
)
_DATED = (
    "key",
    "from",
    "seen",
    "to",
    "value",
    "missing",
    "status",
    "switch",
    "plain",
    "unverified",
    "cites",
    "conflicts",
    "recorded_at",
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What every dated value of one parameter must look like, and what it may cite."""

    kind: str
    currency: str | None
    columns: tuple[Column, ...]
    keys: Mapping[str, tuple[str, ...]]
    sources: dict[str, Cite]
    recorded: date


PERS = ("hour", "day", "week", "month", "year", "once")


def read_values(reader: Reader, root: Block) -> list[Parameter]:
    """Every parameter of one file; mistakes go to the reader."""
    reader.only(root, _FILE)
    recorded = reader.date(root, "recorded_at")
    if recorded is None:
        reader.lacking(root, "recorded_at")
        recorded = date(1, 1, 1)
    sources = read_sources(reader, root)
    return [
        _parameter(reader, block, sources, recorded)
        for block in reader.blocks(root, "values", required=True)
    ]


def _parameter(reader: Reader, block: Block, sources: dict[str, Cite], recorded: date) -> Parameter:
    reader.only(block, _PARAMETER)
    kind = reader.choice(block, "type", KINDS)
    currency = _currency(reader, block)
    if kind == "money" and currency is None:
        reader.lacking(block, "currency")
    columns = _columns(reader, block, currency) if kind in ("record", "table") else ()
    keys = _keys(reader, block)
    shape = _Shape(kind, currency, columns, keys, sources, recorded)
    dated = tuple(
        _dated(reader, node, shape) for node in reader.blocks(block, "dated", required=True)
    )
    keyed = {"sex", "age_band"} & {name for item in dated for name in item.key}
    parameter = Parameter(
        id=reader.text(block, "id"),
        title=reader.text(block, "title"),
        plain=reader.text(block, "plain"),
        kind=kind,
        currency=currency,
        per=reader.choice(block, "per", PERS) if "per" in block else None,
        unit=reader.maybe(block, "unit"),
        columns=columns,
        keys=keys,
        default=_key(reader, block, keys, "default"),
        dated=dated,
        file=reader.file,
        line=block.line,
        personal=reader.flag(block, "personal", False) or bool(keyed),
        appeal=reader.maybe(block, "appeal"),
        policy=any(cite.tier == "policy" for item in dated for cite in item.cites),
        rationale=reader.text(block, "rationale", ""),
        names=reader.words(block, "names"),
    )
    _personal(reader, block, parameter)
    check_spans(reader, parameter)
    return parameter


def _personal(reader: Reader, block: Block, parameter: Parameter) -> None:
    """A limit by sex or age is shown in public with its appeal, so the pack must name one."""
    if parameter.personal and not parameter.appeal:
        reader.refuse(
            "law.appeal",
            sentence(N_("A rule that depends on sex or age must say where to appeal.")),
            block,
            "appeal",
            remedy=sentence(N_("Add the field “appeal” with one plain sentence.")),
        )


def _currency(reader: Reader, block: Block) -> str | None:
    found = reader.maybe(block, "currency")
    if found is None:
        return None
    try:
        minor_digits(found)
    except BadInput as problem:
        reader.problems.append(
            problem.at(file=reader.file, line=block["currency"].line, field="currency")
        )
        return None
    return found


def _columns(reader: Reader, block: Block, currency: str | None) -> tuple[Column, ...]:
    found = []
    for name, node in reader.block(block, "columns").items():
        spec = node if isinstance(node, Block) else Block({"type": node})
        if not isinstance(node, Block):
            spec.line = block.line
        reader.only(spec, ("type", "unit", "currency", "optional"))
        kind = reader.choice(spec, "type", tuple(k for k in KINDS if k not in ("record", "table")))
        own = _currency(reader, spec) or currency
        if kind == "money" and own is None:
            reader.lacking(spec, "currency")
        found.append(
            Column(
                name, kind, reader.maybe(spec, "unit"), own, reader.flag(spec, "optional", False)
            )
        )
    if not found:
        reader.lacking(block, "columns")
    return tuple(found)


def _keys(reader: Reader, block: Block) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    keys = reader.block(block, "keys")
    for name in keys:
        if name not in KEY_COLUMNS:
            reader.wrong(keys[name], name, " | ".join(KEY_COLUMNS))
            continue
        found[name] = reader.words(keys, name)
    return found


def _dated(reader: Reader, block: Block, shape: _Shape) -> Dated:
    reader.only(block, _DATED)
    missing = reader.maybe(block, "missing")
    if missing is not None and "value" in block:
        reader.wrong(block["value"], "value", N_("either a value or why it is missing"))
    cites = read_cites(reader, block, shape.sources)
    if not cites and not reader.rows(block, "cites"):
        _uncited(reader, block)
    return Dated(
        key=_key(reader, block, shape.keys),
        start=None if str(block.get("from")) == "unknown" else _start(reader, block),
        seen=reader.rough(block, "seen"),
        end=reader.rough(block, "to"),
        value=None if missing is not None else _value(reader, block, shape),
        missing=missing,
        status=reader.choice(block, "status", STATUSES),
        switch=reader.choice(block, "switch", SWITCHES, "date"),
        plain=reader.text(block, "plain", ""),
        unverified=reader.maybe(block, "unverified"),
        cites=cites,
        conflicts=read_conflicts(reader, block),
        recorded_at=reader.date(block, "recorded_at") or shape.recorded,
        line=block.line,
    )


def _start(reader: Reader, block: Block) -> Any:
    if "from" not in block:
        reader.lacking(block, "from")
    return reader.rough(block, "from")


def _uncited(reader: Reader, block: Block) -> None:
    reader.refuse(
        "law.uncited",
        sentence(N_("This value names no source.")),
        block,
        "cites",
        remedy=sentence(N_("Law has a source or does not ship: cite one, or take the value out.")),
        expected="cites",
    )


def _key(
    reader: Reader, block: Block, keys: Mapping[str, tuple[str, ...]], field: str = "key"
) -> dict[str, str]:
    found: dict[str, str] = {}
    given = reader.block(block, field)
    for name in given:
        choice = reader.text(given, name)
        if name not in keys or choice not in keys[name]:
            reader.wrong(given[name], name, " | ".join(keys.get(name, tuple(keys))) or "keys")
            continue
        if name in BANDS and band(choice) is None:
            reader.wrong(given[name], name, "0-34, 35-")
            continue
        found[name] = choice
    return found


def band(text: str) -> tuple[int, int | None] | None:
    """``0-34`` as (0, 34); ``35-`` as (35, None); None when it is no band."""
    low, dash, high = text.partition("-")
    if not dash or not low.isascii() or not low.isdigit() or (high and not high.isdigit()):
        return None
    return int(low), int(high) if high else None


def _value(reader: Reader, block: Block, shape: _Shape) -> Value | None:
    node = block.get("value")
    names = tuple(column.name for column in shape.columns)
    if node is None:
        reader.lacking(block, "value")
    elif shape.kind == "record":
        if isinstance(node, Block):
            return Table(names, (_row(reader, node, shape.columns),), single=True)
        reader.wrong(node, "value", N_("one named field for each column"))
    elif shape.kind == "table":
        if isinstance(node, Rows) and all(isinstance(item, Block) for item in node):
            return Table(names, tuple(_row(reader, item, shape.columns) for item in node))
        reader.wrong(node, "value", N_("a list of rows"))
    else:
        scalar: Value | None = _scalar(reader, node, "value", shape.kind, shape.currency)
        return scalar
    return None


def _row(reader: Reader, node: Block, columns: tuple[Column, ...]) -> dict[str, Any]:
    reader.only(node, [column.name for column in columns])
    row: dict[str, Any] = {}
    for column in columns:
        if column.name in node:
            cell = node[column.name]
            row[column.name] = _scalar(reader, cell, column.name, column.kind, column.currency)
        elif column.optional:
            row[column.name] = None
        else:
            reader.lacking(node, column.name)
    return row


def _scalar(reader: Reader, node: Any, field: str, kind: str, currency: str | None) -> Any:
    try:
        if isinstance(node, Text):
            return read_simple(kind, str(node), currency)
        reader.wrong(node, field, example(kind))
    except (ValueError, BadInput):
        # A money value of an unknown currency was refused with its currency.
        if kind != "money" or currency is not None:
            reader.wrong(node, field, example(kind))
    return None
