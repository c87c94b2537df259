"""What a wage file changes, and what cannot be compared, as the employer's pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.employment.queries.difference import Change, Difference
from corridor.cycle.employment.queries.employer import Preview
from corridor.doors.web.components.models import Column, Queue, Row, Status
from corridor.doors.web.employer.views.shared import at
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.words import Text

SHOWN = 25
KINDS: dict[str, Status] = {
    "added": Status("better", N_("New in the file")),
    "removed": Status("changed", N_("No longer in the file")),
    "changed": Status("changed", N_("Another amount")),
}
_PARTS = Status("same", N_("Same sum, other parts"))
_COLUMNS = (
    Column("worker", N_("Worker"), sortable=False),
    Column("line", N_("Line"), sortable=False, number=True),
    Column("was", N_("Before"), sortable=False, number=True),
    Column("now", N_("Now"), sortable=False, number=True),
    Column("what", N_("What changed"), sortable=False),
)


@dataclass(frozen=True)
class Changed:
    """A difference as a sentence and a table; ``more`` lines are not shown."""

    before: int
    says: Sentence
    totals: tuple[Money, Money]
    queue: Queue | None
    more: int


def changed(found: Difference | None) -> Changed | None:
    """The difference, None where there is no version before."""
    if found is None:
        return None
    rows = [_row(one) for one in found.changes[:SHOWN]]
    return Changed(
        before=found.before,
        says=_says(found),
        totals=(found.total_before, found.total_after),
        queue=Queue(N_("Line by line"), _COLUMNS, rows) if rows else None,
        more=max(len(found.changes) - SHOWN, 0),
    )


def _says(found: Difference) -> Sentence:
    if not found.changes:
        return sentence(N_("Every line says the same as in version {before}."), before=found.before)
    return sentence(
        N_("Against version {before}: {added} new, {removed} gone, {changed} changed, {same} the"
           " same."),
        before=found.before,
        added=found.number("added"),
        removed=found.number("removed"),
        changed=found.number("changed"),
        same=found.unchanged,
    )  # fmt: skip


def _row(one: Change) -> Row:
    name: Text = one.worker or N_("Nobody with a contract on record here")
    return Row(
        (name, one.line, _money(one.was), _money(one.now), _what(one)),
        url=at("contract", one.contract) if one.contract else "",
    )


def _money(amount: Money | None) -> Any:
    return N_("not in the file") if amount is None else amount


def _what(one: Change) -> Status:
    return _PARTS if one.kind == "changed" and one.same else KINDS[one.kind]


def foreign(found: Preview) -> tuple[Sentence, ...]:
    """Lines in another currency than their contracts: nothing is converted, nobody is judged."""
    return tuple(
        sentence(
            N_("The file pays in {file}, and the contracts of {workers} name {contract}. Amounts"
               " are not converted: these months stay unknown until a file gives them in"
               " {contract}."),
            file=found.draft.total.currency,
            workers=counted(number, "workers"),
            contract=code,
        )
        for code, number in sorted(found.foreign.items())
    )  # fmt: skip
