"""A handed-in register beside what is on record: every line, and what would come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from corridor.core.codes.short import tail_of, tidy
from corridor.core.problems import Problem
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import Batch, BlankClosed, Clearance, Register
from corridor.cycle.departure.queries.batches import local_day, office_members
from corridor.cycle.departure.queries.lacking import lacking
from corridor.cycle.departure.registers.counts import Counts, counted
from corridor.cycle.departure.registers.judging import judge, plain_name
from corridor.cycle.departure.registers.known import Case, Judged, Known, Officer, Slip
from corridor.cycle.departure.registers.table import TABLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.exchange import queries as exchange
from corridor.platform.exchange.checking import check
from corridor.platform.people.models import Membership

Rows = Sequence[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class RegisterPage:
    """A register: cells that cannot be read, or every line with what is wrong with it."""

    register: Register
    file_name: str
    rows: int
    faults: list[Problem]
    lines: list[Judged]
    contracts: dict[str, Contract]
    names: dict[str, str]
    after: Counts

    @property
    def fitting(self) -> int:
        """Lines that would be put on record."""
        return sum(one.fits for one in self.lines)


def register_page(register: str, by: Actor) -> RegisterPage:
    """What a register would put on record today. Raises ``NotFound``."""
    row = rules.get(Register, register, by)
    staged = exchange.one(row.staged, by)
    checked = check(exchange.content_of(staged), TABLE, staged.file_name)
    lines = judged(row.batch, checked.rows, by) if not checked.errors else []
    ids = {one.case.id for one in lines if one.case is not None}
    found = rules.rows(Contract, by).filter(pk__in=ids).select_related("worker")
    return RegisterPage(
        register=row,
        file_name=staged.file_name,
        rows=checked.seen,
        faults=checked.problems,
        lines=lines,
        contracts={str(one.pk): one for one in found},
        names={one.person_id: one.person.name for one in office_members(row.batch)},
        after=_after(row.batch, lines),
    )


def _after(batch: Batch, lines: list[Judged]) -> Counts:
    """The counts once the fitting lines are on record."""
    known = [one.outcome for one in _closed(batch).values()]
    return counted(batch.size, [*known, *(one.outcome for one in lines if one.fits)])


def judged(batch: Batch, rows: Rows, by: Actor) -> list[Judged]:
    """Every line of a register against what is on record now."""
    cases = _cases([str(values["contract"]) for _, values in rows if values.get("contract")], by)
    known = Known(
        batch=batch.code,
        size=batch.size,
        corridor=batch.corridor,
        first=batch.valid_from,
        last=batch.valid_to,
        today=local_day(batch.corridor),
        closed=_closed(batch),
        cases=lambda text: cases.get(tail_of(text) or tidy(text), ()),
        officers=[_officer(one) for one in office_members(batch)],
    )
    return judge(rows, known)


def _closed(batch: Batch) -> dict[int, Slip]:
    found = BlankClosed.objects.filter(blank__batch=batch)
    rows = found.values_list("blank__serial", "outcome", "clearance__contract_id")
    return {serial: Slip(outcome, contract or "") for serial, outcome, contract in rows}


def _cases(numbers: list[str], by: Actor) -> dict[str, list[Case]]:
    """The contracts that these numbers name, by whole number and by the tail of the short one."""
    tails = {tail for tail in map(tail_of, numbers) if tail}
    wanted = Q(pk__in={tidy(one) for one in numbers}) | Q(tail__in=tails)
    contracts = list(rules.rows(Contract, by).filter(wanted).select_related("worker"))
    clearances = Clearance.objects.filter(contract__in=[one.pk for one in contracts])
    newest = {one.contract_id: one for one in clearances.order_by("id")}
    found: dict[str, list[Case]] = {}
    for one in lacking(contracts):
        case = _case(one.contract, newest.get(str(one.contract.pk)), one.what)
        found.setdefault(str(one.contract.pk), []).append(case)
        found.setdefault(str(one.contract.tail), []).append(case)
    return found


def _case(contract: Contract, clearance: Clearance | None, lacks: Any) -> Case:
    worker = contract.worker
    return Case(
        id=str(contract.pk),
        family=worker.family_name or worker.given_name,
        corridor=contract.corridor,
        state=contract.state,
        clearance=clearance.state if clearance is not None else "",
        decided_on=clearance.decided_on if clearance is not None else None,
        barred=frozenset(clearance.barred if clearance is not None else ()),
        lacks=lacks,
    )


def _officer(one: Membership) -> Officer:
    account = getattr(one.person, "account", None)
    names = {plain_name(one.person.name), *([account.username.casefold()] if account else [])}
    return Officer(one.person_id, frozenset(names), one.starts, one.ends)
