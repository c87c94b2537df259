"""Reading keys and opening what they sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence
from corridor.platform.keys import sealing
from corridor.platform.keys.models import Erasure, IssuerKey, SubjectKey
from corridor.platform.records import this_node


@dataclass(frozen=True, slots=True)
class Closed:
    """What one erasure closed: entries of the log, entries of the journal.

    None for an erasure of a time in which nobody wrote that down.
    """

    entries: frozenset[int] | None
    journal: frozenset[str] | None

    @classmethod
    def of(cls, row: Erasure) -> Closed:
        """As it is on record."""
        return cls(
            None if row.entries is None else frozenset(row.entries),
            None if row.journal is None else frozenset(row.journal),
        )


def _erased(subject: str) -> Unavailable:
    return Unavailable(
        "keys.erased", sentence(N_("This was erased lawfully and can no longer be opened."))
    )


def _unwrap(row: SubjectKey) -> bytes:
    if row.wrapped is None:
        raise _erased(row.subject)
    return sealing.decrypt(sealing.derived("subject-keys"), bytes(row.wrapped), row.subject)


def subject_key(subject: str) -> bytes | None:
    """The subject's key, None when there is none yet; raises ``Unavailable`` once erased."""
    row = SubjectKey.objects.filter(subject=subject).first()
    return _unwrap(row) if row else None


def open_sealed(subject: str, purpose: str, sealed: bytes | memoryview) -> str:
    """The text that ``seal`` sealed. Raises ``Unavailable`` when erased or altered."""
    return open_sealed_bytes(subject, purpose, sealed).decode()


def open_sealed_bytes(subject: str, purpose: str, sealed: bytes | memoryview) -> bytes:
    """The bytes that ``seal`` sealed. Raises ``Unavailable`` when erased or altered."""
    key = subject_key(subject)
    if key is None:
        raise _erased(subject)
    return sealing.decrypt(key, bytes(sealed), f"{purpose}|{subject}")


def open_many(items: Iterable[tuple[str, str, bytes | memoryview]]) -> list[str | None]:
    """Open ``(subject, purpose, sealed)`` items with one look-up; None where erased."""
    wanted = list(items)
    stored = SubjectKey.objects.in_bulk(list({subject for subject, _, _ in wanted}))
    keys = {name: _unwrap(row) for name, row in stored.items() if row.wrapped is not None}
    opened: list[str | None] = []
    for subject, purpose, sealed in wanted:
        if subject not in keys:
            opened.append(None)
            continue
        plain = sealing.decrypt(keys[subject], bytes(sealed), f"{purpose}|{subject}")
        opened.append(plain.decode())
    return opened


def issuer_keys(purpose: str) -> dict[str, bytes]:
    """Every public key of ``purpose`` by key id."""
    rows = IssuerKey.objects.filter(purpose=purpose).order_by("valid_from")
    return {row.kid: bytes(row.public) for row in rows}


def issuer_document() -> dict[str, Any]:
    """The public keys of this node as others fetch them; the newest of a purpose signs.

    Its papers bear no day before ``dated_from``; a key that was replaced has ``valid_to``, the
    last day that they can bear.
    """
    rows = list(IssuerKey.objects.order_by("purpose", "valid_from", "id"))
    return {"node": this_node(), "keys": [_told(row, rows) for row in rows]}


def _told(row: IssuerKey, rows: list[IssuerKey]) -> dict[str, str]:
    told = {
        "kid": row.kid,
        "purpose": row.purpose,
        "public": bytes(row.public).hex(),
        "valid_from": row.valid_from.isoformat(timespec="seconds"),
    }
    after = next((one for one in rows[rows.index(row) + 1 :] if one.purpose == row.purpose), None)
    if settings.CORRIDOR_DEMO:  # its papers bear days of a moved clock
        return told
    # In the east it is tomorrow already when a key is made or replaced, in the west yesterday.
    made = min(row.valid_from, row.created_at)
    told["dated_from"] = (made - timedelta(days=1)).date().isoformat()
    if after is not None:
        told["valid_to"] = (after.valid_from + timedelta(days=1)).date().isoformat()
    return told


def erased_among(subjects: Iterable[str]) -> frozenset[str]:
    """Those of some subjects that were erased lawfully."""
    found = Erasure.objects.filter(subject__in=set(subjects))
    return frozenset(found.values_list("subject", flat=True))


def closed_by_erasures() -> dict[str, Closed]:
    """What each lawful erasure closed, by subject."""
    found: dict[str, Closed] = {}
    for row in Erasure.objects.order_by("pk"):
        found.setdefault(row.subject, Closed.of(row))
    return found


def erased_subjects() -> frozenset[str]:
    """Subjects whose keys were destroyed by a lawful erasure that is on record."""
    return frozenset(Erasure.objects.values_list("subject", flat=True))
