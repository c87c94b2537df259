"""The minute of release: within seconds of it everything approved is everybody's."""

from __future__ import annotations

from datetime import timedelta

from corridor.governance.observatory import actions
from corridor.governance.observatory.queries.calendar import due
from corridor.platform.access.actor import SYSTEM
from corridor.platform.clock import queries as clock
from corridor.platform.jobs.actions import enqueue
from corridor.platform.jobs.declared import chore, daily, job
from corridor.platform.jobs.queries import is_due

_KEPT = timedelta(days=14)
"""How long a file waits; nothing in it is about a person, and everybody may have it."""
_PACE = {"pause": timedelta(0), "after_failure": timedelta(minutes=1)}


@chore
def publish_what_is_due() -> None:
    """Approved releases whose minute has come are published, each in a job of its own."""
    for release in due():
        if is_due(publish_one, release, **_PACE):
            enqueue(publish_one, release)


@job()
def publish_one(release: str) -> bool:
    """Publish one release; done already, nothing happens."""
    return actions.publish(by=SYSTEM, release=release) is not None


@job()
def discard_staged_files(day: str) -> int:
    """Forget public files that were looked at and never became a table; returns how many."""
    return actions.discard_staged(by=SYSTEM, before=clock.now() - _KEPT)


daily("observatory.discard_staged_files", discard_staged_files)
