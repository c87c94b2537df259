"""Pre-issued passes through the acts themselves: a batch, its register, and both put on record."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.support.departure import Offices

from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Batch, Register
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.exchange.exports import as_csv
from corridor.platform.people import actions as people
from corridor.platform.people.models import Account

HEADING = (
    "serial",
    "contract",
    "family_name",
    "cleared_on",
    "first_officer",
    "second_officer",
    "outcome",
)


def prepared(desk: Offices, size: int = 4, corridor: str = "NPL-QAT", **given: Any) -> Batch:
    """A batch that waits for its second officer, valid from today for ten days."""
    first = queries.local_day(corridor)
    return actions.prepare_batch(
        by=desk.first,
        **{
            "corridor": corridor,
            "size": size,
            "valid_from": first,
            "valid_to": first + timedelta(days=9),
            "reason": "Works on the line on Friday.",
            **given,
        },
    )


def issued(desk: Offices, size: int = 4, corridor: str = "NPL-QAT") -> Batch:
    """A batch with its signed slips."""
    return actions.confirm_batch(by=desk.second, batch=prepared(desk, size, corridor).id)


def sign_in_name(by: Actor) -> str:
    """The name an officer signs in with, as it would be written on paper."""
    found = Account.objects.filter(person_id=by.person).first()
    if found is None:
        name = f"o-{(by.person or '')[-8:].lower()}"
        found = people.open_account(by=SYSTEM, person=by.person or "", username=name)
    return found.username


def cleared_line(
    batch: Batch,
    number: int,
    contract: Contract,
    first: Actor,
    second: Actor,
    on: date | None = None,
) -> list[Any]:
    """A line of the register: this contract was cleared on this slip."""
    worker = contract.worker
    day = on or queries.local_day(batch.corridor)
    named = (sign_in_name(first), sign_in_name(second))
    return [batch.named(number), contract.code, worker.family_name, day.isoformat(), *named, ""]


def closed_line(batch: Batch, number: int, word: str) -> list[Any]:
    """A line of the register: nobody travels on this slip."""
    return [batch.named(number), "", "", "", "", "", word]


def handed_in(
    by: Actor, batch: Batch, lines: Sequence[Sequence[Any]], heading: Sequence[str] = HEADING
) -> Register:
    """The filled register, waiting for another officer."""
    file = b64encode(as_csv(heading, lines)).decode()
    return actions.hand_in_register(by=by, batch=batch.id, file=file, name="register.csv")
