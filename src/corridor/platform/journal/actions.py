"""Writing the journal. Called by every act, inside the act's own transaction."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Model

from corridor.core.canonical import canonical
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import now
from corridor.platform.journal.models import Entry
from corridor.platform.keys.actions import seal
from corridor.platform.records import next_id

PURPOSE = "journal.entry"


def record(
    act: str,
    *,
    subject: Model | tuple[str, str],
    by: Actor,
    body: Mapping[str, Any] | None = None,
    law: Sequence[str] = (),
    key_subject: str | None = None,
) -> Entry:
    """Append one entry.

    ``subject`` is the record (or its type and id); ``body`` is JSON-shaped and is sealed
    under ``key_subject`` (the person concerned; by default the subject itself).
    """
    kind, subject_id = (
        subject if isinstance(subject, tuple) else (subject._meta.label_lower, str(subject.pk))
    )
    owner = key_subject or subject_id
    # What was anchored in the log stays complete: nothing is written before it, whatever the
    # clock says.
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    entry_id, at = next_id(newest or ""), now()
    clear = {
        "id": entry_id,
        "at": at.isoformat(),
        "act": act,
        "subject_type": kind,
        "subject": subject_id,
        "person": by.person or "",
        "organisation": by.organisation or "",
        "role": str(by.role),
        "assisted_by": by.assisted_by or "",
        "law": list(law),
    }
    secret = os.urandom(32)
    statement = canonical({**clear, "body": dict(body or {})})
    sealed = seal(owner, PURPOSE, canonical({"key": secret.hex(), "body": dict(body or {})}))
    return Entry.objects.create(
        **{**clear, "at": at},
        commitment=hmac.new(secret, statement, sha256).hexdigest(),
        key_subject=owner,
        sealed=sealed,
    )
