"""The hand-written tables of what everybody may see and do, read strictly."""

from __future__ import annotations

import csv
from pathlib import Path

from corridor.platform.access.actor import Role

HERE = Path(__file__).resolve().parent
ROLES = tuple(role for role in Role if role is not Role.SYSTEM)


def _read(name: str) -> list[dict[str, str]]:
    """The rows of a table. Every row has every column."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for at, row in enumerate(rows, 2):
        assert None not in [*row, *row.values()], f"{name}.csv, line {at}: {row}"
    return rows


def _roles(text: str) -> tuple[Role, ...]:
    """``*`` is every role, ``-`` none."""
    if text in {"*", "-"}:
        return ROLES if text == "*" else ()
    return tuple(Role(name) for name in text.split())


def rows() -> dict[tuple[str, Role], dict[str, str]]:
    """Model and role to the cells by relation. What is not in the table is seen by nobody."""
    found: dict[tuple[str, Role], dict[str, str]] = {}
    for line in _read("expected"):
        for role in _roles(line["roles"]):
            assert (line["model"], role) not in found, f"twice: {line['model']} {role}"
            cells = {name: line[name] for name in ("own", "same", "other", "bare")}
            found[line["model"], role] = cells | {"blank": line["bare"]}
    return found


def models() -> set[str]:
    """The models that the table of rows classifies."""
    return {line["model"] for line in _read("expected")}


def fields() -> dict[tuple[str, Role], frozenset[str]]:
    """Model and role to the exact fields that may be read."""
    found: dict[tuple[str, Role], frozenset[str]] = {}
    for line in _read("expected_fields"):
        for role in _roles(line["roles"]):
            assert (line["model"], role) not in found, f"twice: {line['model']} {role}"
            found[line["model"], role] = frozenset(line["fields"].split())
    return found


def field_models() -> set[str]:
    """The models that the table of fields classifies."""
    return {line["model"] for line in _read("expected_fields")}


def acts() -> dict[str, frozenset[Role]]:
    """Act to the roles that may take it."""
    return {line["act"]: frozenset(_roles(line["roles"])) for line in _read("expected_acts")}


def routes() -> dict[str, dict[str, str]]:
    """Address pattern to its line: roles, own, unrelated, elsewhere, stranger."""
    return {line["route"]: line for line in _read("expected_routes")}
