"""Sessions lie sealed in the database: while a code is awaited they hold a phone number."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from corridor.core.problems import Unavailable
from corridor.platform.keys import sealing

_PURPOSE = "people.sessions"


class SessionStore(DatabaseStore):
    """Django's database sessions, their content sealed under the node's key."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The sealed content."""
        clear = json.dumps(session_dict).encode()
        sealed = sealing.encrypt(sealing.derived(_PURPOSE), clear, _PURPOSE)
        return base64.b64encode(sealed).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content; empty when it was altered or sealed under another key."""
        try:
            sealed = base64.b64decode(session_data)
            opened: dict[str, Any] = json.loads(
                sealing.decrypt(sealing.derived(_PURPOSE), sealed, _PURPOSE)
            )
        except (Unavailable, ValueError, binascii.Error):
            return {}
        return opened

    @classmethod
    def get_model_class(cls) -> Any:
        """Django's own table."""
        return DatabaseStore.get_model_class()
