"""What the log needs from the worker: a checkpoint within seconds, an anchor every day."""

from __future__ import annotations

from corridor.platform.access.actor import SYSTEM
from corridor.platform.jobs.declared import chore, daily, job
from corridor.platform.translog import actions


@chore
def sign_what_was_appended() -> None:
    """A signed checkpoint follows an act within seconds."""
    actions.checkpoint(by=SYSTEM)


@job()
def anchor(day: str) -> bool:
    """Anchor the journal, whatever happened that day."""
    return actions.anchor_journal(by=SYSTEM) is not None


daily("translog.anchor", anchor)
