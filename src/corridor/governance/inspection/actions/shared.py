"""What the acts of this room share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from corridor.core.problems import BadInput, NotFound
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.governance.inspection import messages
from corridor.governance.inspection.models import Order, OrderEvent
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today
from corridor.platform.journal import actions as journal
from corridor.platform.people.models import Organisation
from corridor.platform.records import Record

SITES = (Organisation.Kind.EMPLOYER, Organisation.Kind.HOUSEHOLD)
LONGEST = 500


def establishment(employer: str, by: Actor) -> Organisation:
    """An establishment of the inspector's own country, its row held. Raises ``NotFound``."""
    found = rules.get(Organisation, employer, by, lock=True)
    if found.country != by.country or found.kind not in SITES:
        raise NotFound(
            "inspection.establishment",
            sentence(N_("There is no such establishment here.")),
            remedy=sentence(N_("Choose one from the list.")),
        )
    return found


def here(site: Organisation) -> date:
    """Today, where the establishment is."""
    return today(law.book().jurisdiction(site.country).time_zone)


def own_words(text: str, field: str = "reason", longest: int = LONGEST) -> str:
    """What an officer wrote, trimmed. Raises ``BadInput`` when empty or too long."""
    said = text.strip()
    if not said:
        raise BadInput(
            "inspection.no_words",
            sentence(N_("No reason is given.")),
            remedy=sentence(N_("Write what this rests on, in one or two sentences.")),
        ).at(field=field)
    if len(said) > longest:
        raise BadInput(
            "inspection.words",
            sentence(N_("This is longer than {limit} characters."), limit=longest),
            remedy=sentence(N_("Say it shorter.")),
        ).at(field=field)
    return said


def known_law(ids: Sequence[str]) -> list[str]:
    """The ids, each of which is a law value. Raises ``BadInput`` "law.id" with the nearest."""
    for one in ids:
        law.book().parameter(one)
    return list(ids)


def note(
    name: str,
    row: Record,
    site: Organisation,
    by: Actor,
    body: Mapping[str, Any],
    law_ids: Sequence[str] = (),
) -> None:
    """Journal an act about an establishment, sealed under its key."""
    journal.record(name, subject=row, by=by, body=body, law=law_ids, key_subject=str(site.pk))


_TOLD: Mapping[str, str] = {
    OrderEvent.Kind.UPHELD: messages.UPHELD,
    OrderEvent.Kind.CLOSED: messages.CLOSED,
    OrderEvent.Kind.JUDGED: messages.JUDGED,
    OrderEvent.Kind.WITHDRAWN: messages.WITHDRAWN,
}
"""What the establishment hears when an officer does this to an order."""


def event(order: Order, kind: str, by: Actor, on: date, **given: str) -> OrderEvent:
    """One more thing that became of an order, with its entry in the journal."""
    row = OrderEvent.objects.create(
        order=order,
        kind=kind,
        on=on,
        officer=(by.person or "") if by.country == order.employer.country else "",
        **given,
    )
    note(f"inspection.{kind}", row, order.employer, by, {"order": order.id}, order.law)
    if kind in _TOLD:
        messages.tell(order.employer, _TOLD[kind], on)
    return row
