"""All writes of the log: appending, noting, signing, and witnessing other logs."""

from corridor.platform.translog.actions.appending import PURPOSE, append, saw
from corridor.platform.translog.actions.closing import closing
from corridor.platform.translog.actions.noting import (
    anchor_journal,
    note_law,
    start_over,
    take_up,
)
from corridor.platform.translog.actions.signing import (
    LOG_KEY,
    add_cosignatures,
    checkpoint,
    make_log_key,
)
from corridor.platform.translog.actions.witnessing import (
    WITNESS_KEY,
    cosign,
    register_log,
    retire_log,
)

__all__ = [
    "LOG_KEY",
    "PURPOSE",
    "WITNESS_KEY",
    "add_cosignatures",
    "anchor_journal",
    "append",
    "checkpoint",
    "closing",
    "cosign",
    "make_log_key",
    "note_law",
    "register_log",
    "retire_log",
    "saw",
    "start_over",
    "take_up",
]
