"""A PostgreSQL for the campaign that keeps its word: commits wait for the log to be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tools.postgres import ThrowAwayPostgres

KEEPS_ITS_WORD = {"synchronous_commit": "on", "fsync": "off", "max_connections": "100"}


@contextmanager
def databases(**settings: str) -> Iterator[tuple[str, str, ThrowAwayPostgres]]:
    """Addresses of a main database and a key store on a server of their own, and the server."""
    import psycopg

    with ThrowAwayPostgres({**KEEPS_ITS_WORD, **settings}) as made:
        with psycopg.connect(made.url, dbname="postgres", autocommit=True) as connection:
            for name in ("corridor", "corridor_keys"):
                connection.execute(f"CREATE DATABASE {name}")
        yield made.url, f"{made.url}_keys", made
