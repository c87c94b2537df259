"""Declaring what a table must look like: its columns, and how a cell becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, Sentence, sentence

Parser = Callable[[str], Any]

# Signs that turn the writing around or cannot be seen, and may make a cell read as another.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the heading, whether a cell may be empty, how it is read.

    ``aliases`` are other headings it goes by; ``longest`` bounds a cell's characters.
    """

    name: str
    parse: Parser
    required: bool = True
    aliases: tuple[str, ...] = ()
    longest: int = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, and a check over a whole row once its cells are read."""

    name: str
    columns: tuple[Column, ...]
    check: Callable[[Mapping[str, Any]], list[Problem]] | None = None


def _wrong(code: str, template: str, remedy: Sentence, found: str) -> BadInput:
    shown = found if len(found) <= 40 else found[:40] + "…"
    return BadInput(f"exchange.{code}", sentence(template, found=shown), remedy=remedy, found=shown)


def text(cell: str) -> str:
    """Any text without signs that cannot be seen."""
    if _HIDDEN.search(cell) or _CONTROL.search(cell):
        raise _wrong(
            "hidden",
            N_("The cell holds signs that cannot be seen or turn the writing around."),
            sentence(N_("Type the text afresh.")),
            ascii(cell),
        )
    return cell


def whole(cell: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"-?[0-9]{1,15}", cell):
        raise _wrong(
            "whole",
            N_("“{found}” is not a whole number."),
            sentence(N_("Write digits only.")),
            cell,
        )
    return int(cell)


def on_day(cell: str) -> date:
    """A day as YYYY-MM-DD."""
    return day(cell)


def one_of(*allowed: str) -> Parser:
    """One of the given words, whatever their capitals."""
    known = {word.casefold(): word for word in allowed}

    def parse(cell: str) -> str:
        found = known.get(cell.casefold())
        if found is None:
            raise _wrong(
                "one_of",
                N_("“{found}” is not one of the words allowed here."),
                sentence(N_("Choose one of: {kinds}."), kinds=", ".join(allowed)),
                cell,
            )
        return found

    return parse


def money(currency: str) -> Parser:
    """An amount in ``currency`` as a plain decimal number."""

    def parse(cell: str) -> Money:
        return Money.parse(cell, currency)

    return parse
