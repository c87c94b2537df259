"""Single changes behind the application's back, with plain SQL, and what must be said of each.

Every change is made on the open transaction of a world whose guards are lifted; whoever makes
one rolls it back. ``Change.kind`` is the kind that a verification must name first, ``index`` or
``record`` where it happened.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.support.tampering import entries, erased, heads, parts, written
from tests.support.tampering.tamperer import Change, Tamperer

__all__ = ["EDITS", "Change", "Tamperer", "tamperer"]

EDITS: dict[str, Callable[[Tamperer], Change]] = {
    made.__name__: made
    for made in (
        written.edit_fact,
        written.edit_state,
        written.turn_back,
        written.back_date,
        written.delete_fact,
        written.delete_state,
        written.rename_fact,
        written.insert_fact,
        written.insert_state,
        written.swap_facts,
        parts.edit_part,
        parts.delete_part,
        parts.insert_part,
        entries.edit_entry,
        entries.rewrite_entry,
        entries.unseal_entry,
        entries.delete_entry,
        entries.cut_tail,
        entries.move_entries,
        entries.move_and_rewrite,
        entries.lose_entry,
        entries.add_entry,
        heads.edit_subtree,
        heads.edit_checkpoint,
        heads.delete_checkpoint,
        heads.edit_cosignature,
        heads.put_back_an_older_copy,
        erased.lose_key,
        erased.pass_for_erased,
        erased.rewrite_erased_entry,
        erased.edit_journal,
        erased.pass_journal_for_erased,
        erased.rewrite_erased_journal,
        erased.delete_journal,
    )
}
"""Every change by its name."""


def tamperer(rng: Random) -> Tamperer:
    """Somebody who knows them all, in the world as it is now."""
    return Tamperer(rng, EDITS)
