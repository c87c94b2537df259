"""When the disk is full the node stands still: it reads, refuses every write, and tries again.

Seen where it happens, at the database's own answer, so that no path to a write is forgotten.
Each process finds out by itself: a full disk is no place to leave a note for the others.
"""

from __future__ import annotations

import errno
import logging
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connections

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence

log = logging.getLogger("corridor.operations")

RETRY_AFTER = 30
"""Seconds after which a refused writer may ask again."""
_PAUSE = 3_000_000_000  # nanoseconds between two tries to write
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
_SQLITE_FULL = {8, 13}  # SQLITE_READONLY, SQLITE_FULL
_SQLITE_CANNOT_WRITE = {778, 4874}  # SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE
_POSTGRES_FULL = {"53100", "25006"}  # disk_full, read_only_sql_transaction
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


class Standstill:
    """Whether writes are refused, since when, and when to try again."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self._tried = 0
        self._compiled = sys.dont_write_bytecode
        self._trying = threading.Lock()
        self._me = threading.local()

    def begin(self) -> None:
        """Refuse writes from now on."""
        self._tried = time.monotonic_ns()
        if self.since is None:
            self.since = datetime.now(UTC)
            # Half of a compiled module on the disk would break its import for good.
            self._compiled, sys.dont_write_bytecode = sys.dont_write_bytecode, True
            log.error("the disk is full: writes are refused until there is room")

    def end(self) -> None:
        """Take writes again."""
        if self.since is not None:
            self.since = None
            sys.dont_write_bytecode = self._compiled
            log.warning("there is room again: writes are taken")

    def stands(self) -> bool:
        """Whether writes are refused now; tries to write when the last try is long enough ago.

        It does not try inside a transaction, whose end alone would show whether it worked.
        """
        if self.since is None or getattr(self._me, "trying", False):
            return False
        due = time.monotonic_ns() - self._tried >= _PAUSE and not _in_transaction()
        if due and self._trying.acquire(blocking=False):
            try:
                self._try()
            finally:
                self._trying.release()
        return self.since is not None

    def _try(self) -> None:
        from corridor.platform.operations.actions import probe

        self._me.trying = True
        try:
            probe()
        except (DatabaseError, OSError, Unavailable):
            self._tried = time.monotonic_ns()
        else:
            self.end()
        finally:
            self._me.trying = False


STANDSTILL = Standstill()
"""This process's own."""


def _in_transaction() -> bool:
    return any(one.in_atomic_block for one in connections.all(initialized_only=True))


def refusal() -> Unavailable:
    """The sentence with which a write is refused."""
    return Unavailable(
        "operations.disk_full",
        sentence(N_("Nothing new can be stored at the moment: this system’s disk is full.")),
        remedy=sentence(
            N_("Nothing was half done. What is on record can be read. Try again in some minutes.")
        ),
    )


def is_full(error: BaseException | None) -> bool:
    """Whether an error says that the disk (or the database's room on it) cannot be written."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", 0) or 0
    if code & 0xFF in _SQLITE_FULL or code in _SQLITE_CANNOT_WRITE:
        return True
    return getattr(cause, "sqlstate", None) in _POSTGRES_FULL


def noticed(error: BaseException | None) -> bool:
    """Begin the standstill when ``error`` says that the disk is full; whether it does."""
    full = is_full(error)
    if full:
        STANDSTILL.begin()
    return full


def guard_connection(connection: Any, **_: Any) -> None:
    """Signal receiver: every statement of every connection passes ``_guarded``."""
    if _guarded not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guarded)


def _guarded(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if STANDSTILL.since is not None and _is_write(sql) and STANDSTILL.stands():
        raise refusal()
    try:
        return execute(sql, params, many, context)
    except DatabaseError as error:
        if noticed(error):
            raise refusal() from error
        raise


def _is_write(sql: Any) -> bool:
    return str(sql).lstrip()[:6].upper() in _WRITES
