"""Where messages leave the house. A gateway is anything with a name and ``send_text``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence


class Gateway(Protocol):
    """A way to a phone. ``reference`` is the message's id: the same one is sent once only."""

    @property
    def name(self) -> str:
        """A short name for the record, such as ``outbox``."""
        ...

    def send_text(self, to: str, body: str, *, reference: str) -> None:
        """Send, or raise ``Unavailable`` to be asked again later. ``to`` is E.164."""
        ...


class Outbox:
    """Writes each message into a file of the data directory, for the demo and for tests."""

    name = "outbox"

    def send_text(self, to: str, body: str, *, reference: str) -> None:
        folder = Path(settings.CORRIDOR_DATA) / "outbox"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft, final = folder / f".{reference}.tmp", folder / f"{reference}.json"
        with draft.open("w", encoding="utf-8") as stream:
            json.dump({"to": to, "body": body}, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(final)  # the same reference overwrites itself: sent once


class NoGateway:
    """For a node that has no gateway yet: messages wait, and say so in the queue."""

    name = "none"

    def send_text(self, to: str, body: str, *, reference: str) -> None:
        raise Unavailable(
            "messages.no_gateway",
            sentence(N_("This node has no way to send text messages.")),
            remedy=sentence(N_("Name one in CORRIDOR_GATEWAY; see the operations manual.")),
        )


def gateway() -> Gateway:
    """The gateway of this node: ``CORRIDOR_GATEWAY`` as ``outbox``, ``none`` or a dotted path."""
    named = getattr(settings, "CORRIDOR_GATEWAY", "none")
    if named == "outbox":
        return Outbox()
    return NoGateway() if named == "none" else cast("Gateway", import_string(named)())
