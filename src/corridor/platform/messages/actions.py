"""Sending messages (being written by the platform helper: replace this file)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.platform.access.actor import Actor


def send(*, person: str, template: str, params: Mapping[str, Any], by: Actor) -> None:
    """Placeholder while the room is being built."""
