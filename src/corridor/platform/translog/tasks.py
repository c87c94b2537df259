"""What the log needs from the worker: a checkpoint within seconds, an anchor every day."""

from __future__ import annotations

from datetime import timedelta

from corridor.platform.access.actor import SYSTEM
from corridor.platform.jobs.actions import enqueue
from corridor.platform.jobs.declared import chore, daily, job
from corridor.platform.jobs.queries import is_due
from corridor.platform.translog import actions, asking, witnesses

# A busy log has a checkpoint every few seconds; its witnesses are asked less often.
_PACE = {"pause": timedelta(seconds=30), "after_failure": timedelta(hours=1)}


@chore
def sign_what_was_appended() -> None:
    """A signed checkpoint follows an act within seconds."""
    actions.checkpoint(by=SYSTEM)


@chore
def look_for_witnesses() -> None:
    """Every witness with an address is asked for the newest checkpoint, one job at a time."""
    for one in witnesses.circle().active:
        if one.url and asking.lacks(one.name) and is_due(ask_witness, one.name, **_PACE):
            enqueue(ask_witness, one.name)


@job(atomic=False, attempts=10_000)
def ask_witness(name: str) -> int:
    """Have one witness sign the newest checkpoint; how many signatures came back.

    While a witness is silent the job waits longer and longer; a refusal ends it.
    """
    found = [one for one in witnesses.circle().active if one.name == name and one.url]
    if not found or not asking.lacks(name):
        return 0
    return len(actions.add_cosignatures(by=SYSTEM, note=asking.ask(found[0])))


@job()
def anchor(day: str) -> bool:
    """Anchor the journal, whatever happened that day."""
    return actions.anchor_journal(by=SYSTEM) is not None


daily("translog.anchor", anchor)
