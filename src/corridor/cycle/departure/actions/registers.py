"""The server is back: one officer hands in the filled register, another one puts it on record."""

from __future__ import annotations

from base64 import b64decode
from datetime import date

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure.actions.passes import issue
from corridor.cycle.departure.actions.shared import note, officer, tell
from corridor.cycle.departure.models import Batch, BlankClosed, Clearance, Register
from corridor.cycle.departure.queries.batches import local_day
from corridor.cycle.departure.queries.registers import Rows, judged
from corridor.cycle.departure.registers.known import Judged
from corridor.cycle.departure.registers.table import TABLE
from corridor.cycle.departure.registers.words import REGISTER_WORDS
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.exchange import actions as exchange
from corridor.platform.exchange.checking import check
from corridor.platform.exchange.models import Import
from corridor.platform.journal import actions as journal

_LARGEST = 5 * 1024 * 1024
_OPEN = (Clearance.State.REQUESTED, Clearance.State.CHECKED)


@act("departure.hand_in_register", roles=(Role.ORIGIN_OFFICER,))
def hand_in_register(*, by: Actor, batch: str, file: str, name: str = "register") -> Register:
    """Keep the filled register (CSV or XLSX, in base64) and read it; nothing is on record yet.

    It takes the place of one that still waited. With cells that cannot be read it stays as
    refused, with every one of them named.
    """
    row = rules.get(Batch, batch, by, lock=True)
    person, content = officer(by), _bytes(file)
    if row.state != Batch.State.ISSUED:
        raise Conflict(
            "batches.no_slips",
            sentence(N_("This batch has no slips: no second officer has confirmed it.")),
            remedy=sentence(N_("Ask a colleague of this office.")),
        )
    checked = check(content, TABLE, name)
    for before in row.registers.filter(state__in=("waiting", "refused")):
        _forget(before, by)
    staged = exchange.hold(by=by, kind=TABLE.name, file_name=name, content=content, checked=checked)
    register = Register.objects.create(
        batch=row,
        staged=staged.pk,
        state=Register.State.REFUSED if checked.errors else Register.State.WAITING,
        handed_in_by=person,
        handed_in_on=local_day(row.corridor),
    )
    body = {"rows": checked.seen, "errors": checked.errors}
    journal.record("departure.hand_in_register", subject=register, by=by, body=body)
    return register


def _bytes(file: str) -> bytes:
    try:
        content = b64decode(file, validate=True)
    except ValueError:
        content = b""
    if not 0 < len(content) <= _LARGEST:
        raise BadInput(
            "batches.file",
            sentence(
                N_("The register did not arrive, or is larger than {limit} megabytes."), limit=5
            ),
            remedy=sentence(N_("Send the form that belongs to this batch, as CSV or XLSX.")),
        ).at(field="file")
    return content


@act("departure.withdraw_register", roles=(Role.ORIGIN_OFFICER,))
def withdraw_register(*, by: Actor, filled: str) -> Register:
    """A register that is not on record is forgotten, with its file."""
    row = rules.get(Register, filled, by, lock=True)
    officer(by)
    if row.state not in {Register.State.WAITING, Register.State.REFUSED}:
        raise _stands_at(row)
    _forget(row, by)
    return row


def _forget(row: Register, by: Actor) -> None:
    staged = rules.rows(Import, SYSTEM).filter(pk=row.staged).first()
    if staged is not None:
        exchange.discard(by=SYSTEM, row=staged)  # whose doing it is stands in the entry below
    row.state = Register.State.WITHDRAWN
    row.save(update_fields=["state"])
    journal.record("departure.withdraw_register", subject=row, by=by)


@act("departure.commit_register", roles=(Role.ORIGIN_OFFICER,))
def commit_register(*, by: Actor, filled: str) -> Register:
    """Another officer puts the lines that fit on record; the others stay open.

    Cleared slips become clearances with both officers who signed them. Taken twice, nothing
    new happens.
    """
    row = rules.get(Register, filled, by, lock=True)
    person = officer(by)
    if row.state == Register.State.COMMITTED:
        return row
    if row.state != Register.State.WAITING:
        raise _stands_at(row)
    if person == row.handed_in_by:
        raise NotPermitted(
            "batches.two_officers",
            sentence(N_("You handed in this register yourself, so another officer must decide.")),
            remedy=sentence(N_("Ask a colleague of this office.")),
        )
    batch = Batch.objects.select_for_update().get(pk=row.batch_id)
    row.state, row.committed_by = Register.State.COMMITTED, person
    row.committed_on = local_day(batch.corridor)
    row.save(update_fields=["state", "committed_by", "committed_on"])

    def take(rows: Rows) -> dict[str, int]:
        return _put_on_record(row, batch, rows, by)

    counts = exchange.commit(by=by, staged=row.staged, table=TABLE, act=take)
    journal.record("departure.commit_register", subject=row, by=by, body=counts)
    return row


def _stands_at(row: Register) -> Conflict:
    return Conflict(
        "batches.state",
        sentence(
            N_("This register stands at “{state}”."), state=Sentence(REGISTER_WORDS[row.state])
        ),
        remedy=sentence(N_("Open the batch again: somebody may have acted meanwhile.")),
        found=row.state,
    )


def _put_on_record(register: Register, batch: Batch, rows: Rows, by: Actor) -> dict[str, int]:
    """The fitting lines, judged afresh while the cases are locked; how many of each kind."""
    ids = [one.case.id for one in judged(batch, rows, by) if one.fits and one.case is not None]
    locked = Contract.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    contracts = {str(one.pk): one for one in locked.select_related(None)}
    slips = {one.serial: one for one in batch.blanks.all()}
    lines = judged(batch, rows, by)
    counts = {"wrong": sum(bool(one.problems) for one in lines)}
    for line in (one for one in lines if one.fits):
        clearance = None
        if line.case is not None and line.on is not None:
            clearance = _clear(line, line.on, _among(contracts, line.case.id), batch, by)
        BlankClosed.objects.create(
            blank=slips[line.serial],
            register=register,
            outcome=line.outcome,
            on=line.on or local_day(batch.corridor),
            clearance=clearance,
            first_officer=line.first,
            second_officer=line.second,
        )
        counts[line.outcome] = counts.get(line.outcome, 0) + 1
    return counts


def _among(contracts: dict[str, Contract], number: str) -> Contract:
    """A locked contract. One that came to fit only meanwhile is looked at in another register."""
    if number not in contracts:
        raise NotFound(
            "batches.changed",
            sentence(N_("A case of this register has changed meanwhile.")),
            remedy=sentence(N_("Look at the register again, and put it on record once more.")),
        )
    return contracts[number]


def _clear(line: Judged, on: date, contract: Contract, batch: Batch, by: Actor) -> Clearance:
    """What two officers did on paper becomes the clearance it was, on its own day."""
    row = Clearance.objects.filter(contract=contract, state__in=_OPEN).order_by("-id").first()
    row = row or Clearance(contract=contract, requested_on=on)
    row.state, row.decided_on = Clearance.State.CLEARED, on
    row.first_officer, row.second_officer = line.first, line.second
    row.save()
    _steps(contract, line, on, batch, by)
    issue(row)
    slip = {"slip": batch.named(line.serial), "on": on.isoformat()}
    note("departure.commit_register", row, by, slip | {"first": line.first, "second": line.second})
    tell(row, "clearance_given")
    return row


def _steps(contract: Contract, line: Judged, on: date, batch: Batch, by: Actor) -> None:
    """The steps of the clearance, each under the name of the officer who took it."""
    procedure, standing = contract.procedure, done(contract)
    taken = [("clearance_requested", line.first), ("clearance_checked", line.first)]
    taken = [(step, person) for step, person in taken if step not in standing]
    if procedure.has("cleared") and procedure.needs_second("cleared"):
        taken.append(("cleared", line.first))
    for step, person in (*taken, ("cleared", line.second)):
        if procedure.has(step):
            corridors.take_on_paper(
                step,
                contract,
                person=person,
                organisation=batch.organisation_id,
                country=by.country or "",
                on=on,
            )
