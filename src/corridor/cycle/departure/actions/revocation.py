"""Taking a pass back: one officer asks with a reason, a second one confirms or declines."""

from __future__ import annotations

from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.departure.actions.shared import (
    clearance_in,
    not_barred,
    note,
    officer,
    tell,
)
from corridor.cycle.departure.models import (
    REASONS_TO_REVOKE,
    Clearance,
    PassRevoked,
    PassUsed,
    Revocation,
)
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

_WORDS = 500


@act("departure.revoke", roles=(Role.ORIGIN_OFFICER,))
def revoke(*, by: Actor, clearance: str, reason: str, words: str = "") -> Revocation:
    """Ask that a pass be taken back. It holds until a second officer has confirmed.

    ``reason`` is one of ``REASONS_TO_REVOKE``; “other” needs ``words``, which the worker reads.
    """
    row = clearance_in(clearance, by, Clearance.State.CLEARED)
    first = officer(by)
    not_barred(row, first)
    _still_here(row)
    if row.revocations.filter(state=Revocation.State.ASKED).exists():
        raise Conflict(
            "departure.revocation_asked",
            sentence(N_("An officer has already asked that this pass be taken back.")),
            remedy=sentence(N_("Another officer confirms or declines it on the case’s page.")),
        )
    asked = Revocation.objects.create(
        clearance=row,
        reason=_reason(reason, words),
        words=words.strip()[:_WORDS],
        asked_on=row.contract.local_today("origin"),
        officer=first,
    )
    note("departure.revoke", row, by, {"reason": asked.reason, "words": asked.words})
    return asked


def _reason(reason: str, words: str) -> str:
    """A known reason. Raises ``BadInput`` "departure.reasons" for none, or none in words."""
    if reason not in REASONS_TO_REVOKE or (reason == "other" and not words.strip()):
        known = reason in REASONS_TO_REVOKE
        raise BadInput(
            "departure.reasons",
            sentence(N_("A revocation needs at least one reason.")),
            remedy=sentence(N_("Choose a reason; another one is said in your own words.")),
            expected=list(REASONS_TO_REVOKE),
            found=reason,
        ).at(field="words" if known else "reason")
    return reason


@act("departure.confirm_revocation", roles=(Role.ORIGIN_OFFICER,))
def confirm_revocation(*, by: Actor, clearance: str) -> Clearance:
    """The second officer takes the pass back: it fails from now on, and the worker may appeal."""
    row, asked = _asked(clearance, by)
    second = officer(by)
    not_barred(row, second)
    if second == asked.officer:
        raise NotPermitted(
            "departure.two_officers",
            sentence(N_("You asked for this yourself, so another officer must decide.")),
            remedy=sentence(N_("Leave it in the queue for a colleague.")),
        )
    _still_here(row)
    today = row.contract.local_today("origin")
    _settle(asked, Revocation.State.CONFIRMED, by)
    for lost in row.passes.filter(revocation=None):
        PassRevoked.objects.create(
            revoked=lost, on=today, reason=asked.reason, officer=asked.officer, second=second
        )
    row.state, row.reasons, row.decided_on = Clearance.State.REVOKED, _said(asked), today
    row.save(update_fields=["state", "reasons", "decided_on"])
    corridors.take("cleared", row.contract, by=by, outcome="refused")
    note("departure.confirm_revocation", row, by, {"reasons": row.reasons})
    tell(row, "clearance_revoked")
    return row


@act("departure.decline_revocation", roles=(Role.ORIGIN_OFFICER,))
def decline_revocation(*, by: Actor, clearance: str) -> Clearance:
    """The pass stays good: a second officer declines, or whoever asked thinks again."""
    row, asked = _asked(clearance, by)
    officer(by)
    _settle(asked, Revocation.State.DECLINED, by)
    note("departure.decline_revocation", row, by)
    return row


def _asked(clearance: str, by: Actor) -> tuple[Clearance, Revocation]:
    """A standing clearance, locked, and the open request to take it back."""
    row = clearance_in(clearance, by, Clearance.State.CLEARED)
    asked = row.revocations.filter(state=Revocation.State.ASKED).first()
    if asked is None:
        raise Conflict(
            "departure.not_asked",
            sentence(N_("Nobody has asked that this pass be taken back.")),
            remedy=sentence(N_("Open the case again: somebody may have acted meanwhile.")),
        )
    return row, asked


def _settle(asked: Revocation, state: Revocation.State, by: Actor) -> None:
    asked.state, asked.second = state, by.person or ""
    asked.decided_on = asked.clearance.contract.local_today("origin")
    asked.save(update_fields=["state", "second", "decided_on"])


def _said(asked: Revocation) -> list[str]:
    """The reasons as the worker reads them."""
    known = [] if asked.reason == "other" else [REASONS_TO_REVOKE[asked.reason]]
    return [*known, *([asked.words] if asked.words else [])]


def _still_here(row: Clearance) -> None:
    """Once the pass was used there is nothing left to take back."""
    if PassUsed.objects.filter(used__clearance=row).exists():
        raise Conflict(
            "departure.gone",
            sentence(N_("The worker has already left on this pass.")),
            remedy=sentence(N_("Write to the embassy in the country of work instead.")),
        )
