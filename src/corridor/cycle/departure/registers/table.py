"""The register of a batch as a table: which columns there are, and what a row must hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corridor.core.codes.short import tail_of
from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.platform.exchange.tables import Column, Table, on_day, one_of, text

CLEARED = "cleared"
WORDS = (CLEARED, "void", "unused", "lost")
FILLED = ("contract", "family_name", "cleared_on", "first_officer", "second_officer")

_SERIAL = re.compile(r"(?:(?P<batch>.+)-)?0*(?P<number>[1-9]\d{0,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Serial:
    """A slip's number as written: ``tail`` names the batch and is empty where it was left out."""

    tail: str
    number: int


def serial(cell: str) -> Serial:
    """A slip's number, such as ``7K3-9QD-2MXA-017`` or only ``17``."""
    found = _SERIAL.fullmatch(cell.strip())
    batch = found["batch"] if found else None
    tail = tail_of(batch) if batch else ""
    if found is None or tail is None:
        raise BadInput(
            "batches.serial",
            sentence(N_("“{found}” is not the number of a slip."), found=cell[:40]),
            remedy=sentence(N_("Copy it from the slip, such as 7K3-9QD-2MXA-017.")),
            found=cell[:40],
        )
    return Serial(tail, int(found["number"]))


def whole_row(values: Mapping[str, Any]) -> list[Problem]:
    """A cleared slip needs every cell; one on which nobody travels needs none of them."""
    given = [name for name in FILLED if values.get(name)]
    word = outcome_of(values)
    if word == CLEARED:
        missing = [name for name in FILLED if name not in given]
        return [_missing(name) for name in missing]
    if word and given:
        problem = BadInput(
            "batches.both",
            sentence(
                N_("The slip is “{word}”, and yet somebody’s details stand beside it."), word=word
            ),
            remedy=sentence(N_("Empty the other cells, or write “cleared”.")),
            found=word,
        )
        return [problem.at(field="outcome")]
    return []


def outcome_of(values: Mapping[str, Any]) -> str:
    """The word of a row: with details and no word “cleared”, of an empty row nothing."""
    filled = any(values.get(name) for name in FILLED)
    return str(values.get("outcome") or (CLEARED if filled else ""))


def _missing(name: str) -> Problem:
    problem = BadInput(
        "batches.cell",
        sentence(N_("The cell “{name}” of a cleared slip is empty."), name=name),
        remedy=sentence(N_("Copy it from the slip’s office half.")),
        expected=name,
    )
    return problem.at(field=name)


TABLE = Table(
    "departure.register",
    (
        Column("serial", serial, longest=40),
        Column("contract", text, required=False, longest=40),
        Column("family_name", text, required=False, longest=120),
        Column("cleared_on", on_day, required=False, longest=20),
        Column("first_officer", text, required=False, longest=250),
        Column("second_officer", text, required=False, longest=250),
        Column("outcome", one_of(*WORDS), required=False, longest=20),
    ),
    whole_row,
)
"""The filled-in register; the same columns stand in the form that an office prints or saves."""
