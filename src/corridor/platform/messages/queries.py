"""Reading messages: one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows
from corridor.platform.keys.queries import open_many
from corridor.platform.messages.models import BODY, Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its reader sees it; ``body`` is None once it was lawfully erased."""

    id: str
    at: datetime
    language: str
    body: str | None
    state: str
    read: bool


def inbox(by: Actor, limit: int = 50) -> list[Letter]:
    """The reader's newest messages, in three queries whatever their number."""
    newest = list(
        rows(Message, by).exclude(template="sign_in.code").order_by("-created_at", "-id")[:limit]
    )
    bodies = open_many((m.person_id, BODY, m.body_sealed) for m in newest)
    return [
        Letter(m.id, m.created_at, m.language, body, m.state, m.read_at is not None)
        for m, body in zip(newest, bodies, strict=True)
    ]


def unread(by: Actor) -> int:
    """How many messages the reader has not opened."""
    return rows(Message, by).exclude(template="sign_in.code").filter(read_at=None).count()
