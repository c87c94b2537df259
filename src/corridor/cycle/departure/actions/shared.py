"""What the acts of the room share: the open clearance, named officers, notes and messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure.access import SIGNED_STEPS
from corridor.cycle.departure.models import STATE_WORDS, Clearance, PassRevoked
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.journal import actions as journal
from corridor.platform.messages import actions as messages


def clearance_in(clearance: str, by: Actor, *states: str) -> Clearance:
    """The clearance, locked, in one of ``states``. Raises ``Conflict`` "departure.state"."""
    row = rules.get(Clearance, clearance, by, lock=True)
    if row.state not in states:
        raise Conflict(
            "departure.state",
            sentence(
                N_("This clearance stands at “{state}”."), state=Sentence(STATE_WORDS[row.state])
            ),
            remedy=sentence(N_("Open the case again: somebody may have acted meanwhile.")),
            expected=[str(state) for state in states],
            found=row.state,
        )
    return row


def officer(by: Actor) -> str:
    """The deciding officer's person id. Raises ``NotPermitted``: nobody decides unnamed."""
    if not by.person:
        raise NotPermitted(
            "departure.named",
            sentence(N_("A decision about a person is made by a named officer.")),
            remedy=sentence(N_("Sign in as yourself.")),
        )
    return by.person


def given_reasons(reasons: list[str], what: Sentence) -> list[str]:
    """The reasons that say something. Raises ``BadInput`` "departure.reasons" for none."""
    given = [reason.strip() for reason in reasons if reason.strip()]
    if not given:
        raise BadInput(
            "departure.reasons",
            what,
            remedy=sentence(N_("Say what is missing or does not match, so that it can be mended.")),
        ).at(field="reasons")
    return given


def signed_by(contract: Contract) -> frozenset[str]:
    """The persons who ever checked, gave, refused or took back this contract's clearance."""
    rows = StepTaken.objects.filter(subject=str(contract.pk), step__in=SIGNED_STEPS)
    revoked = PassRevoked.objects.filter(revoked__clearance__contract=contract)
    pairs = revoked.values_list("officer", "second")
    return frozenset(rows.values_list("person", flat=True)).union(*pairs)


def not_barred(row: Clearance, person: str) -> None:
    """After an upheld appeal neither its decider nor those it overruled may sign.

    Raises ``NotPermitted`` "departure.barred".
    """
    if person in row.barred:
        raise NotPermitted(
            "departure.barred",
            sentence(N_("You took part in the decision that was appealed, or decided the appeal.")),
            remedy=sentence(N_("Leave it in the queue: two officers without a part in it sign.")),
        )


def reopen(contract: Contract, *steps: str) -> None:
    """Set steps back, so that they can be taken again; what was recorded stays on record."""
    standing = done(contract)
    taken = set(
        StepTaken.objects.filter(subject=str(contract.pk), step__in=steps).values_list(
            "step", flat=True
        )
    )
    for step in steps:
        if step in standing or (step == "cleared" and step in taken):
            corridors.take(step, contract, by=SYSTEM, outcome="undone")


def note(name: str, row: Clearance, by: Actor, body: Mapping[str, Any] | None = None) -> None:
    """Journal an act on a clearance; the body is sealed under the worker's key."""
    journal.record(name, subject=row, by=by, body=body, key_subject=row.contract.worker_id)


def tell(row: Clearance, template: str) -> None:
    """A message to the worker, in her language."""
    messages.send(person=row.contract.worker_id, template=template, params={}, by=SYSTEM)
