"""Sends the key store's tables to their own database, and nothing else there."""

from __future__ import annotations

from typing import Any


def _store(model: Any) -> str | None:
    return "keys" if getattr(model, "in_key_store", False) else None


class KeyStoreRouter:
    """Models marked ``in_key_store`` live in the database ``keys`` only."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return _store(model)

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return _store(model)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        in_store = app_label == "keys" and model_name in {"subjectkey", "signingsecret"}
        return in_store if db == "keys" else (False if in_store else None)
