"""Staging and committing imports."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import transaction

from corridor.core.problems import Conflict, Problem
from corridor.core.text import N_, sentence
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import if_undone
from corridor.platform.clock.queries import now
from corridor.platform.documents import store
from corridor.platform.exchange.checking import Checked, check
from corridor.platform.exchange.models import Import
from corridor.platform.exchange.queries import CONTENT, ERRORS, REPORT, content_of
from corridor.platform.exchange.tables import Table
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import destroy_subject, seal
from corridor.platform.records import new_id

Commit = Callable[[Sequence[tuple[int, dict[str, Any]]]], Any]


def stage(*, by: Actor, table: Table, file_name: str, content: bytes) -> Import:
    """Upload and check a table; nothing of it counts yet.

    Every row is checked and every error counted. A file that cannot be read at all raises
    ``BadInput`` and leaves nothing; one with errors stays as ``refused`` with its report.
    """
    name = _plain(file_name)
    checked = check(content, table, name)
    return hold(by=by, kind=table.name, file_name=name, content=content, checked=checked)


def hold(*, by: Actor, kind: str, file_name: str, content: bytes, checked: Checked) -> Import:
    """Keep an uploaded file of any format, with what its own room found in it; nothing counts yet.

    With errors it stays as ``refused`` with its report, else it waits to be taken (``take``).
    """
    record_id = new_id()
    _put(record_id, seal(record_id, CONTENT, content))
    if checked.errors:
        _put(f"{record_id}-report", seal(record_id, REPORT, checked.report))
    state = Import.State.REFUSED if checked.errors else Import.State.VALIDATED
    with transaction.atomic():
        row = Import.objects.create(
            id=record_id,
            table=kind,
            state=state,
            person=by.person or "",
            organisation=by.organisation or "",
            role=by.role.value,
            file_name=_plain(file_name),
            size=len(content),
            digest=sha256(content).hexdigest(),
            rows=checked.seen,
            errors=checked.errors,
            first_errors=_sealed(record_id, checked.problems),
        )
        body = {"table": kind, "rows": checked.seen, "errors": checked.errors}
        journal.record("exchange.stage", subject=row, by=by, body=body)
    return row


def _put(name: str, sealed: bytes) -> None:
    """Write a file that goes again if the act under way fails."""
    if_undone(partial(store.remove, name))
    store.put(name, sealed)


def take(*, by: Actor, staged: str, kind: str, act: Callable[[bytes], Any]) -> Any:
    """Take a held file once, by ``act``, which receives its bytes and checks them afresh.

    Raises ``Conflict`` when it had errors or was already taken.
    """
    with transaction.atomic():
        row = rules.get(Import, staged, by, lock=True)
        if row.state != Import.State.VALIDATED or row.table != kind:
            raise _not_ready()
        answer = act(content_of(row))
        row.state, row.committed_at = Import.State.COMMITTED, now()
        row.save(update_fields=["state", "committed_at"])
        body = {"table": kind, "rows": row.rows, "digest": row.digest}
        journal.record("exchange.commit", subject=row, by=by, body=body)
        return answer


def discard(*, by: Actor, row: Import) -> None:
    """Forget a file that nobody took: its row, its contents and their key. The journal notes it.

    The contents leave the disk after the commit; without the key nobody opens what a backup keeps.
    """
    if row.state == Import.State.COMMITTED:
        raise _not_ready()
    journal.record(
        "exchange.discard",
        subject=row,
        by=by,
        body={"table": row.table, "rows": row.rows, "digest": row.digest},
        key_subject=row.organisation or row.person,
    )
    destroy_subject(by=by, subject=str(row.pk))
    for name in (str(row.pk), f"{row.pk}-report"):
        transaction.on_commit(partial(store.remove, name))
    row.delete()


def _plain(file_name: str) -> str:
    return PurePath(file_name.replace("\\", "/")).name[:120]


def _not_ready() -> Conflict:
    return Conflict(
        "exchange.not_ready",
        sentence(N_("This import was refused or was already taken.")),
        remedy=sentence(N_("Correct the file and upload it again.")),
    )


def _sealed(record_id: str, problems: Sequence[Problem]) -> bytes | None:
    if not problems:
        return None
    listed = [problem.as_json() for problem in problems]
    return seal(record_id, ERRORS, json.dumps(listed, ensure_ascii=False))


def commit(*, by: Actor, staged: str, table: Table, act: Commit) -> Any:
    """Take a checked import, all of it or nothing, by ``act``, which receives the rows.

    The rows are read afresh, for the world may have changed since they were checked.
    Returns what ``act`` returned. Raises ``Conflict`` unless it was checked without error.
    """
    with transaction.atomic():
        row = rules.get(Import, staged, by, lock=True)
        if row.state != Import.State.VALIDATED or row.table != table.name:
            raise _not_ready()
        checked = check(content_of(row), table, row.file_name)
        if checked.errors:
            raise Conflict(
                "exchange.changed",
                sentence(N_("The rows no longer pass the checks.")),
                remedy=sentence(N_("Upload the file again to see what changed.")),
            )
        answer = act(checked.rows)
        row.state, row.committed_at = Import.State.COMMITTED, now()
        row.save(update_fields=["state", "committed_at"])
        body = {"table": table.name, "rows": len(checked.rows), "digest": row.digest}
        journal.record("exchange.commit", subject=row, by=by, body=body)
        return answer
