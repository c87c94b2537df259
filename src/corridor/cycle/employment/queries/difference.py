"""What a wage file changes against the version before it, and what it holds, line by line.

From files alone; this module must not know that answers exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corridor.core.money import Money
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.lines import Line
from corridor.cycle.employment.models import WageFileUpload, WageLine
from corridor.cycle.employment.queries.employer import Preview
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

Kind = Literal["added", "removed", "changed"]
_AT_ONCE, _NAMES = 2000, 900


@dataclass(frozen=True)
class Change:
    """One person's line that differs. ``worker`` empty: no contract is on record here.

    ``was`` or ``now`` None: not in that file. ``same``: the sum stayed, only its parts changed.
    """

    kind: Kind
    worker: str
    contract: str | None
    line: int
    was: Money | None
    now: Money | None

    @property
    def same(self) -> bool:
        """Whether as much reaches her as before."""
        return self.was == self.now

    @property
    def by(self) -> Money:
        """How much more reaches her, or less."""
        code = (self.now or self.was or Money(0, "XXX")).currency
        return Money(
            (self.now.minor if self.now else 0) - (self.was.minor if self.was else 0), code
        )


@dataclass(frozen=True)
class Difference:
    """A file against the one before it. ``unchanged`` counts the lines that say the same."""

    before: int
    changes: tuple[Change, ...]
    unchanged: int
    total_before: Money
    total_after: Money

    def number(self, kind: Kind) -> int:
        """How many lines were added, removed or changed."""
        return sum(one.kind == kind for one in self.changes)


def difference(upload: str, by: Actor) -> Difference | None:
    """What a file on record changes against the version before it; None for the first one."""
    row = rules.get(WageFileUpload, upload, by)
    before = _before(row, by)
    if before is None:
        return None
    return _compared(before, _stored(before, by), _stored(row, by), row.currency, by)


def preview_difference(found: Preview, by: Actor) -> Difference | None:
    """What a looked-at file would change against the one on record; None where there is none."""
    before, draft = found.before, found.draft
    if before is None:
        return None
    now = _by_person(map(_drafted, draft.lines))
    return _compared(before, _stored(before, by), now, draft.total.currency, by)


def lines(upload: WageFileUpload, by: Actor) -> Iterator[WageLine]:
    """The lines of a file on record in their order, each with its worker where there is one."""
    rows = rules.rows(WageLine, by).filter(upload=upload)
    return rows.select_related("contract__worker").order_by("line").iterator(_AT_ONCE)


def _before(row: WageFileUpload, by: Actor) -> WageFileUpload | None:
    rows = rules.rows(WageFileUpload, by).filter(
        employer=row.employer_id, month=row.month, version__lt=row.version, version__gt=0
    )
    return rows.order_by("-version").first()


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, stored or drafted, as both are compared."""

    index: str
    contract: str | None
    line: int
    amounts: Mapping[str, Any]


_AMOUNTS: Mapping[str, tuple[str, str]] = {
    "paid": ("net_minor", "net"),
    "basic": ("basic_minor", "basic"),
    "other": ("allowances_minor", "allowances"),
    "overtime": ("overtime_minor", "overtime"),
    "deductions": ("deductions_minor", "deductions"),
    "leave_days_unpaid": ("unpaid_days", "unpaid_days"),
    "deduction_reason": ("deduction_reason", "reason"),
}
"""What is compared, by its name in the engine: the field of a stored line, and of a drafted one."""


def _stored(upload: WageFileUpload, by: Actor) -> dict[str, _Row]:
    fields = [stored for stored, _drafted in _AMOUNTS.values()]
    rows = rules.rows(WageLine, by).filter(upload=upload).order_by("line")
    found = rows.values_list("worker_index", "contract_id", "line", *fields).iterator(_AT_ONCE)
    return _by_person(
        _Row(index, contract, line, dict(zip(_AMOUNTS, amounts, strict=True)))
        for index, contract, line, *amounts in found
    )


def _drafted(line: Line) -> _Row:
    amounts = {ours: getattr(line, theirs) for ours, (_stored, theirs) in _AMOUNTS.items()}
    contract = str(line.contract.pk) if line.contract is not None else None
    return _Row(line.index, contract, line.line, amounts)


def _by_person(rows: Iterable[_Row]) -> dict[str, _Row]:
    """Lines by whom they pay: a contract on record, else the number they name."""
    return {row.contract or row.index: row for row in rows}


def _compared(
    upload: WageFileUpload,
    was: Mapping[str, _Row],
    now: Mapping[str, _Row],
    currency: str,
    by: Actor,
) -> Difference:
    from corridor.engines import wagefiles

    if upload.currency != currency:  # a hundred of one money are not a hundred of another
        was = {f"{upload.currency} {key}": row for key, row in was.items()}
    found = wagefiles.compare(_frame(was), _frame(now))
    groups: tuple[tuple[Kind, Any], ...] = (
        ("added", found.added),
        ("removed", found.removed),
        ("changed", found.changed),
    )
    listed = [(kind, one) for kind, some in groups for one in some]
    rows = [now.get(one.worker) or was[one.worker] for _kind, one in listed]
    names = _names([row.contract for row in rows if row.contract], by)
    codes = (upload.currency, currency)
    return Difference(
        before=upload.version,
        changes=tuple(
            _change(kind, one, row, names.get(row.contract or "", ""), codes)
            for (kind, one), row in zip(listed, rows, strict=True)
        ),
        unchanged=found.unchanged,
        total_before=Money(found.total_before, upload.currency),
        total_after=Money(found.total_after, currency),
    )


def _names(contracts: list[str], by: Actor) -> dict[str, str]:
    """The workers' names by contract, some hundreds in one look-up."""
    found: dict[str, str] = {}
    for start in range(0, len(contracts), _NAMES):
        part = contracts[start : start + _NAMES]
        rows = rules.rows(Contract, by).filter(pk__in=part).select_related("worker")
        found |= {str(row.pk): row.worker.name for row in rows}
    return found


def _change(kind: Kind, one: Any, row: _Row, worker: str, codes: tuple[str, str]) -> Change:
    was, now = one.paid_before, one.paid_after
    return Change(
        kind=kind,
        worker=worker,
        contract=row.contract,
        line=row.line,
        was=None if was is None else Money(was, codes[0]),
        now=None if now is None else Money(now, codes[1]),
    )


def _frame(rows: Mapping[str, _Row]) -> Any:
    import polars as pl

    schema: dict[str, Any] = {"worker_id": pl.String, "line": pl.Int64}
    schema |= dict.fromkeys(_AMOUNTS, pl.Int64) | {"deduction_reason": pl.String}
    listed = [{"worker_id": key, "line": row.line, **row.amounts} for key, row in rows.items()]
    return pl.DataFrame(listed, schema=schema)
