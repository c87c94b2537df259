"""Reading the journal: the history of one record, and whether an entry is what it was."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from corridor.core.canonical import canonical
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows
from corridor.platform.journal.actions import PURPOSE
from corridor.platform.journal.models import Entry
from corridor.platform.keys.queries import open_many, open_sealed


def history(subject: str, by: Actor) -> list[Entry]:
    """The entries about one record that ``by`` may see, oldest first."""
    return list(rows(Entry, by).filter(subject=subject).order_by("at", "id"))


def latest(by: Actor, *, after: str = "", limit: int = 50) -> list[Entry]:
    """The entries ``by`` may see, newest first; ``after`` is the last entry already shown."""
    found = rows(Entry, by)
    if after:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-id")[:limit])


def body(entry: Entry) -> Mapping[str, Any]:
    """The opened body. Raises ``Unavailable`` once erased."""
    opened = json.loads(open_sealed(entry.key_subject, PURPOSE, entry.sealed))
    return dict(opened["body"])


def holds(entry: Entry) -> bool:
    """Whether the entry's clear columns and body still give its commitment.

    Raises ``Unavailable`` once erased, or when what was sealed was altered.
    """
    opened = open_sealed(entry.key_subject, PURPOSE, entry.sealed)
    return _gives(entry, opened)


def hold(entries: Sequence[Entry]) -> list[bool | None]:
    """The same for many. None where there is no key: nobody can tell any more what it said.

    Raises ``Unavailable`` when what one of them sealed was altered.
    """
    items = [(entry.key_subject, PURPOSE, entry.sealed) for entry in entries]
    opened = open_many(items)
    return [
        None if text is None else _gives(entry, text)
        for entry, text in zip(entries, opened, strict=True)
    ]


def _gives(entry: Entry, text: str) -> bool:
    opened = json.loads(text)
    statement = canonical(
        {
            "id": entry.id,
            "at": entry.at.isoformat(),
            "act": entry.act,
            "subject_type": entry.subject_type,
            "subject": entry.subject,
            "person": entry.person,
            "organisation": entry.organisation,
            "role": entry.role,
            "assisted_by": entry.assisted_by,
            "law": entry.law,
            "body": opened["body"],
        }
    )
    made = hmac.new(bytes.fromhex(opened["key"]), statement, sha256).hexdigest()
    return hmac.compare_digest(made, entry.commitment)
