"""What batches, registers and slips are called at each point of their way."""

from __future__ import annotations

from corridor.core.text import N_

OUTCOME_WORDS: dict[str, str] = {
    "used": N_("Cleared"),
    "void": N_("Spoilt"),
    "unused": N_("Not used"),
    "lost": N_("Lost"),
    "open": N_("Not accounted for"),
}
"""What can become of a slip, for people; ``open``: nobody has said yet."""

BATCH_WORDS: dict[str, str] = {
    "prepared": N_("Waits for a second officer"),
    "issued": N_("Issued"),
    "declined": N_("Not issued"),
}
"""What each state of a batch is called."""

REGISTER_WORDS: dict[str, str] = {
    "waiting": N_("Waits for a second officer"),
    "refused": N_("Cannot be read"),
    "committed": N_("On record"),
    "withdrawn": N_("Withdrawn"),
}
"""What each state of a register is called."""
