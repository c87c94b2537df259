"""What every room of the house (a Django app) has in common."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class Room(AppConfig):
    """Loads the room's access declarations, acts, queries and tasks when Django starts."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for name in ("access", "actions", "queries", "tasks"):
            module = f"{self.name}.{name}"
            if find_spec(module) is not None:
                import_module(module)
