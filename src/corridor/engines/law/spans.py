"""No gaps, no overlaps: every stretch of time of a value is stated or declared missing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from corridor.core.text import N_, sentence
from corridor.engines.law.model import Dated, Parameter
from corridor.engines.law.schema import Reader
from corridor.engines.specs.tree import Text


def partitions(parameter: Parameter) -> dict[tuple[tuple[str, str], ...], list[Dated]]:
    """The dated values by key, each in order of time."""
    found: dict[tuple[tuple[str, str], ...], list[Dated]] = {}
    for dated in parameter.dated:
        found.setdefault(tuple(sorted(dated.key.items())), []).append(dated)
    for rows in found.values():
        rows.sort(key=lambda dated: (dated.starts, dated.line))
    return found


def switch_between(earlier: Dated, later: Dated) -> tuple[date, date] | None:
    """First and last possible day on which ``later`` takes over, or None when they do not meet.

    Both dates may be rough; only days that both allow remain possible.
    """
    ends = earlier.ends
    if ends is None:
        return None
    low, high = max(ends[0], later.starts[0]), min(ends[1], later.starts[1])
    return (low, high) if low <= high else None


def check_spans(reader: Reader, parameter: Parameter) -> None:
    """Refuse spans that end before they start, overlap, or leave an undeclared hole."""
    for dated in parameter.dated:
        ends = dated.ends
        if ends is not None and dated.start is not None and ends[1] <= dated.starts[0]:
            _refuse(reader, dated, "law.backwards", N_("This value ends before it starts."))
    for rows in partitions(parameter).values():
        for earlier, later in pairwise(rows):
            if switch_between(earlier, later) is not None:
                continue
            ends = earlier.ends
            if ends is None or ends[1] > later.starts[1]:
                _refuse(
                    reader,
                    later,
                    "law.overlap",
                    N_("This value of {id} overlaps the one before it."),
                    parameter.id,
                )
            else:
                _refuse(
                    reader,
                    later,
                    "law.gap",
                    N_("There is a hole of time before this value of {id}."),
                    parameter.id,
                )


def _refuse(reader: Reader, dated: Dated, code: str, template: str, id_: str = "") -> None:
    node = Text("", dated.line)
    reader.refuse(
        code,
        sentence(template, id=id_) if id_ else sentence(template),
        node,
        "from",
        remedy=sentence(
            N_("Make the dates meet; state a hole as a value with the field “missing”.")
        ),
    )
