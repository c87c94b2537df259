"""Taking in files."""

from __future__ import annotations

from functools import partial
from hashlib import sha256

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import if_undone
from corridor.platform.documents import store
from corridor.platform.documents.models import File
from corridor.platform.keys.actions import seal
from corridor.platform.records import new_id

MAX_BYTES = 10 * 1024 * 1024
CONTENT = "documents.file.content"

# What the first bytes say counts, not what the sender calls it.
_MAGIC = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def media_type(content: bytes) -> str:
    """PDF, PNG or JPEG by content. Raises ``BadInput`` for anything else, empty or too large."""
    if len(content) > MAX_BYTES:
        raise BadInput(
            "documents.size",
            sentence(N_("The file is larger than {limit} megabytes."), limit=10),
            remedy=sentence(N_("Send a smaller copy, such as a photograph of each page.")),
        )
    for magic, named in _MAGIC.items():
        if content.startswith(magic):
            return named
    raise BadInput(
        "documents.type",
        sentence(N_("This is not a PDF, PNG or JPEG file.")),
        remedy=sentence(N_("Send a photograph or a PDF of the paper.")),
    )


def keep(*, person: str, subject: str, kind: str, content: bytes, by: Actor) -> File:
    """Keep a file about ``person`` on the record ``subject``, inside the caller's act."""
    named = media_type(content)
    file_id = new_id()
    # The content is on the disk before its row is; if the act fails it goes again, and what a
    # crash leaves without a row nobody can find or open.
    if_undone(partial(store.remove, file_id))
    store.put(file_id, seal(person, CONTENT, content))
    return File.objects.create(
        id=file_id,
        person_id=person,
        subject=subject,
        kind=kind,
        media_type=named,
        size=len(content),
        digest=sha256(content).hexdigest(),
        organisation=by.organisation or "",
    )
