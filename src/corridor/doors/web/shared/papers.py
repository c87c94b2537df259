"""Reading what somebody brings to be checked: text, a file with it, or a photograph of its QR.

Everything happens in memory; nothing that was brought is written anywhere.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines import qr

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_TEXT = 20_000


class BroughtForm(forms.Form):
    """A text, or a file that holds it: one of the two must be given.

    A form of this kind has a field ``text`` and the file field that ``file`` names; ``nothing``
    is what is said when both are empty.
    """

    file: ClassVar[str]
    nothing: ClassVar[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean(self) -> dict[str, Any]:
        """One of the two must be given."""
        given = super().clean() or {}
        if not given.get("text", "").strip() and not given.get(self.file) and not self.errors:
            self.add_error("text", self.nothing)
        return given


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory, whatever its size; ``in_memory`` has refused large ones."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every file."""
        self.activated = True


def in_memory(request: HttpRequest) -> None:
    """Refuse more than a photograph before a byte is read, then keep the upload off the disk."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > qr.MAX_BYTES + _TEXT:
        raise BadInput(
            "qr.bytes",
            sentence(N_("The picture is larger than {limit} megabytes."), limit=12),
            remedy=sentence(N_("Take a smaller photograph.")),
        )
    request.upload_handlers = [InMemory(request)]


def text_of(data: bytes) -> str:
    """The text in a file: of the QR code in a picture, in JSON under ``text``, or plain.

    Raises ``BadInput`` when a picture shows no readable code.
    """
    if data.startswith(_PICTURES):
        return qr.read(data)
    text = data[:_TEXT].decode("utf-8-sig", errors="replace").strip()
    if not text.startswith(("{", '"')):
        return text
    try:
        read: Any = json.loads(text)
    except ValueError:
        return text
    found = read.get("text", "") if isinstance(read, dict) else read
    return found if isinstance(found, str) else ""
