"""Reading files."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import Model

from corridor.core.problems import NotFound, Unavailable
from corridor.core.text import N_, sentence
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.documents import store
from corridor.platform.documents.actions import CONTENT
from corridor.platform.documents.models import File
from corridor.platform.keys.queries import open_sealed_bytes


def content(file_id: str, by: Actor) -> tuple[File, bytes]:
    """A file that ``by`` may see, with its clear content."""
    file = rules.get(File, file_id, by)
    return file, _opened(file)


def content_of(record: Model, file_id: str) -> tuple[File, bytes]:
    """A file hung on a record that the caller was already allowed to find."""
    file = rules.get(File, file_id, SYSTEM)
    if file.subject != str(record.pk):
        raise NotFound(
            "documents.file.not_found", sentence(N_("There is no such file on this record."))
        )
    return file, _opened(file)


def of(record: Model) -> list[File]:
    """The files hung on a record that the caller was already allowed to find, oldest first."""
    return list(rules.rows(File, SYSTEM).filter(subject=str(record.pk)).order_by("id"))


def _opened(file: File) -> bytes:
    clear = open_sealed_bytes(file.person_id, CONTENT, store.fetch(file.id))
    if sha256(clear).hexdigest() != file.digest:
        raise Unavailable(
            "documents.altered",
            sentence(N_("The content of this file is not what was handed in.")),
            remedy=sentence(N_("Tell the operator: the file must be restored from the backup.")),
        )
    return clear
