"""What the acts of this room share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.core.problems import BadInput, NotPermitted
from corridor.core.text import N_, sentence
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.journal import actions as journal
from corridor.platform.people.models import Organisation
from corridor.platform.records import Record

LONGEST = 500


def office_of(by: Actor) -> Organisation:
    """The statistical office for which somebody acts, its row held."""
    if not by.organisation or not by.person:
        raise NotPermitted(
            "observatory.office",
            sentence(N_("Only a person of a statistical office may do this.")),
            remedy=sentence(N_("Sign in for your office.")),
        )
    return rules.get(Organisation, by.organisation, by, lock=True)


def own_words(text: str, field: str, longest: int = LONGEST) -> str:
    """What an officer wrote, trimmed. Raises ``BadInput`` when empty or too long."""
    said = text.strip()
    if not said:
        raise BadInput(
            "observatory.no_words",
            sentence(N_("Nothing is written here.")),
            remedy=sentence(N_("Write it in one or two sentences: everybody will read it.")),
        ).at(field=field)
    if len(said) > longest:
        raise BadInput(
            "observatory.words",
            sentence(N_("This is longer than {limit} characters."), limit=longest),
            remedy=sentence(N_("Say it shorter.")),
        ).at(field=field)
    return said


def note(name: str, row: Record, office: str, by: Actor, body: Mapping[str, Any]) -> None:
    """Journal an act, sealed under the office's key."""
    journal.record(name, subject=row, by=by, body=body, key_subject=office)
