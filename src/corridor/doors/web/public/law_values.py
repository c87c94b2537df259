"""Values of law as readers see them: amounts, figures with units, tables with named columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import RoughDate
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.shared import figures
from corridor.doors.web.shared.vocabulary import COLUMNS, KEY_COLUMNS, KEY_VALUES, PERS, SIDES
from corridor.doors.web.words import Text
from corridor.engines.eos import REASONS
from corridor.engines.law import Parameter, Ratio, Table, Value
from corridor.engines.law.model import Column

YES, NO = N_("Yes"), N_("No")
NOTHING = "–"
_BANDS = {"age_band", "service_months", "contract_months", "establishment_size"}
_BASES = {"basic": N_("the basic wage"), "wage": N_("the wage with allowances")}
_REASONS = {**REASONS, "left_without_notice": N_("The worker left without notice")}
_DAYS = {"calendar": N_("every day"), "working": N_("working days")}
_CODES: dict[str, Callable[[str], Text]] = {
    "base": lambda code: _BASES.get(code, code),
    "cap_base": lambda code: _BASES.get(code, code),
    "reason": lambda code: _REASONS.get(code, code),
    "counted": lambda code: _DAYS.get(code, code),
    "occupation": figures.occupation,
    "language": figures.language_name,
    "frequency": lambda code: PERS.get(code, code),
}
# A row of a ladder counts days after the due date; elsewhere a day is a limit of hours.
_HEADS = {"day": N_("Days late")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value ready to place: one cell, or a table (``heads`` empty for a record's pairs)."""

    text: Any = None
    heads: Sequence[Text] = ()
    rows: Sequence[Sequence[Any]] = ()
    record: bool = False

    @property
    def simple(self) -> bool:
        """Whether it is one cell."""
        return not self.rows

    @property
    def labelled(self) -> list[list[tuple[Text, Any]]]:
        """The rows of a table, each cell with its head: on a phone it stands beside the cell."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def shown(parameter: Parameter, value: Value | None) -> Shown:
    """A value of ``parameter``, in words. An absent value is shown as unknown."""
    if not isinstance(value, Table):
        return Shown(cell(value, parameter.kind, parameter.unit, parameter.id.rpartition(".")[2]))
    columns = [column for column in parameter.columns if column.name in value.columns]
    if value.single:
        pairs = [
            (_named(one.name), cell(value.row.get(one.name), one.kind, one.unit, one.name))
            for one in columns
            if value.row.get(one.name) is not None or not one.optional
        ]
        return Shown(rows=pairs, record=True)
    used = [one for one in columns if any(row.get(one.name) is not None for row in value.rows)]
    return Shown(
        heads=[_HEADS.get(one.name, _named(one.name)) for one in used],
        rows=[[_row_cell(row.get(one.name), one) for one in used] for row in value.rows],
    )


def _row_cell(value: Any, column: Column) -> Any:
    """A cell of a table; a row that leaves an optional column out has nothing to say in it."""
    if value is None and column.optional:
        return NOTHING
    return cell(value, column.kind, column.unit, column.name)


def cell(value: Any, kind: str, unit: str | None, name: str = "") -> Any:
    """One value: Money stays Money, the rest becomes text in the reader's language."""
    match value:
        case None:
            return None
        case bool():
            return YES if value else NO
        case Money():
            return value
        case Ratio():
            return value.percent() if kind == "ratio" else _measure(value, unit)
        case int():
            return figures.counted(value, unit or "")
        case _:
            return _text(str(value), kind, name)


def _measure(value: Ratio, unit: str | None) -> Text:
    if unit == "celsius":
        return sentence(N_("{degrees} degrees Celsius"), degrees=value.text())
    return f"{value.text()} {unit or ''}".strip()


def _text(value: str, kind: str, name: str) -> Any:
    if kind == "month_day":
        return figures.month_day(value)
    if kind == "date":
        return RoughDate(value)
    if name == "side":
        return SIDES.get(value, value)
    if kind == "code" and name in _CODES:
        return _CODES[name](value)
    return value


def _named(column: str) -> Text:
    return COLUMNS.get(column, column)


def key_words(key: Mapping[str, str]) -> list[tuple[Text, Text]]:
    """What a dated value depends on, in words."""
    return [
        (
            KEY_COLUMNS.get(column, column),
            figures.band(value) if column in _BANDS else KEY_VALUES.get(value, value),
        )
        for column, value in sorted(key.items())
    ]


def keys_of(parameter: Parameter) -> list[Mapping[str, str]]:
    """Every key the parameter has values for, in the order of the pack."""
    seen: dict[tuple[tuple[str, str], ...], Mapping[str, str]] = {}
    for dated in parameter.dated:
        seen.setdefault(tuple(sorted(dated.key.items())), dated.key)
    return list(seen.values())


def since(start: RoughDate | None, seen: RoughDate | None, recorded: date) -> Sentence:
    """Since when a value holds, as surely as its source says it."""
    if start is not None:
        return sentence(N_("From {day}"), day=start)
    if seen is not None:
        return sentence(N_("Seen in force on {day}; its first day is not known"), day=seen)
    return sentence(N_("In force on {day}; its first day is not known"), day=recorded)
