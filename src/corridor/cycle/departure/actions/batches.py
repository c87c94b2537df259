"""Pre-issued passes: one officer prepares a batch, another one has its slips signed."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.core.problems import BadInput, Conflict, NotPermitted, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.departure.actions.shared import officer
from corridor.cycle.departure.models import Batch, Blank
from corridor.cycle.departure.queries.batches import (
    batches,
    corridors_from,
    limits,
    local_day,
    unaccounted,
)
from corridor.cycle.departure.registers.words import BATCH_WORDS
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import tokens
from corridor.platform.journal import actions as journal

_WORDS = 500


@act("departure.prepare_batch", roles=(Role.ORIGIN_OFFICER,))
def prepare_batch(
    *, by: Actor, corridor: str, size: int, valid_from: date, valid_to: date, reason: str
) -> Batch:
    """Ask for pre-issued passes for days when the server is down; another officer confirms.

    Raises ``BadInput`` beyond what the policy allows, ``Conflict`` while too many batches have
    slips that are not accounted for.
    """
    person = officer(by)
    _own_corridor(corridor, by)
    day = local_day(corridor)
    raise_all(_problems(size, valid_from, valid_to, reason, day))
    _accounted_for(corridor, by, day)
    row = Batch.objects.create(
        organisation_id=by.organisation or "",
        corridor=corridor,
        size=size,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip()[:_WORDS],
        prepared_by=person,
        prepared_on=day,
    )
    body = {"corridor": corridor, "size": size, "reason": row.reason}
    journal.record("departure.prepare_batch", subject=row, by=by, body=body)
    return row


def _own_corridor(corridor: str, by: Actor) -> None:
    known = [number for number, _ in corridors_from(by.country)]
    if corridor not in known or not by.organisation:
        raise BadInput(
            "batches.no_corridor",
            sentence(N_("This office clears nobody for that corridor.")),
            remedy=sentence(N_("Choose a corridor that begins in your country.")),
            expected=known,
            found=corridor,
        ).at(field="corridor")


def _problems(size: int, first: date, last: date, reason: str, day: date) -> list[Problem]:
    """Everything that is wrong with what was asked for."""
    allowed, found = limits(day), []
    if not 1 <= size <= allowed.most:
        says = sentence(N_("A batch has between 1 and {most} passes."), most=allowed.most)
        found.append(_bad("size", says, N_("Ask for as many as your busiest days need.")))
    if first < day:
        says = sentence(N_("The first day has passed."))
        found.append(_bad("valid_from", says, N_("Begin today or later.")))
    if not first <= last < first + timedelta(days=allowed.days):
        says = sentence(N_("The passes are valid for 1 to {days} days."), days=allowed.days)
        found.append(_bad("valid_to", says, N_("Choose another last day.")))
    if not reason.strip():
        says = sentence(N_("Nobody has said what the batch is for."))
        found.append(_bad("reason", says, N_("Write one sentence for your colleague.")))
    return found


def _bad(field: str, says: Sentence, remedy: str) -> Problem:
    return BadInput(f"batches.{field}", says, remedy=sentence(remedy)).at(field=field)


def _accounted_for(corridor: str, by: Actor, day: date) -> None:
    """Slips that nobody has accounted for keep an office from getting more of them."""
    waiting, allowed = unaccounted(batches(by), corridor), limits(day).open_batches
    if len(waiting) >= allowed:
        raise Conflict(
            "batches.open",
            sentence(
                N_("{count} batches of this corridor have passes that are not accounted for."),
                count=len(waiting),
            ),
            remedy=sentence(
                N_("Hand in their registers first; report as lost what cannot be found.")
            ),
            expected=allowed,
            found=len(waiting),
        )


@act("departure.confirm_batch", roles=(Role.ORIGIN_OFFICER,))
def confirm_batch(*, by: Actor, batch: str) -> Batch:
    """The second officer has the slips signed, each with its number and the count of all."""
    row, person = _prepared(batch, by), officer(by)
    if person == row.prepared_by:
        raise NotPermitted(
            "batches.two_officers",
            sentence(N_("You prepared this batch yourself, so another officer must confirm it.")),
            remedy=sentence(N_("Ask a colleague of this office.")),
        )
    if row.valid_to < local_day(row.corridor):
        raise Conflict(
            "batches.past",
            sentence(N_("The last day of this batch has passed.")),
            remedy=sentence(N_("Decline it, and prepare another one.")),
        )
    _decided(row, Batch.State.ISSUED, person)
    Blank.objects.bulk_create([_signed(row, serial) for serial in range(1, row.size + 1)])
    body = {"size": row.size}
    journal.record("departure.confirm_batch", subject=row, by=by, body=body)
    return row


@act("departure.decline_batch", roles=(Role.ORIGIN_OFFICER,))
def decline_batch(*, by: Actor, batch: str) -> Batch:
    """No slips are made: a second officer declines, or whoever prepared thinks again."""
    row = _prepared(batch, by)
    _decided(row, Batch.State.DECLINED, officer(by))
    journal.record("departure.decline_batch", subject=row, by=by)
    return row


@act("departure.print_batch", roles=(Role.ORIGIN_OFFICER,))
def print_batch(*, by: Actor, batch: str) -> Batch:
    """Note that the slips were printed, and how often: a copy is the same slip once more."""
    row = rules.get(Batch, batch, by, lock=True)
    officer(by)
    if row.state != Batch.State.ISSUED:
        raise Conflict(
            "batches.no_slips",
            sentence(N_("This batch has no slips: no second officer has confirmed it.")),
            remedy=sentence(N_("Ask a colleague of this office.")),
        )
    row.printed += 1
    row.save(update_fields=["printed"])
    journal.record("departure.print_batch", subject=row, by=by, body={"printed": row.printed})
    return row


def _prepared(batch: str, by: Actor) -> Batch:
    """A batch that waits for its second officer, locked."""
    row = rules.get(Batch, batch, by, lock=True)
    if row.state != Batch.State.PREPARED:
        raise Conflict(
            "batches.state",
            sentence(N_("This batch stands at “{state}”."), state=Sentence(BATCH_WORDS[row.state])),
            remedy=sentence(N_("Open it again: somebody may have acted meanwhile.")),
            found=row.state,
        )
    return row


def _decided(row: Batch, state: Batch.State, person: str) -> None:
    row.state, row.decided_by, row.decided_on = state, person, local_day(row.corridor)
    row.save(update_fields=["state", "decided_by", "decided_on"])


def _signed(row: Batch, serial: int) -> Blank:
    """One slip: which of how many, of which batch and corridor, on which days."""
    token = tokens.issue(
        "blank",
        {
            "batch": row.code,
            "serial": serial,
            "count": row.size,
            "corridor": row.corridor,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat(),
        },
    )
    return Blank(
        batch=row, serial=serial, text=token.text, short_code=token.short_code, kid=token.kid
    )
