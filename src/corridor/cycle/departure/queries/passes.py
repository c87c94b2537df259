"""What a pass is worth: for its holder, for anybody, and at the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.departure.models import Clearance, Pass, PassRevoked, PassUsed
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.documents import tokens
from corridor.platform.documents.tokens import Verified


def travel_pass(contract: str, by: Actor) -> Pass | None:
    """The newest pass of a contract while it stands, if ``by`` may see it."""
    found = rules.rows(Pass, by).filter(
        clearance__contract=contract,
        clearance__state=Clearance.State.CLEARED,
        revocation=None,
    )
    return found.order_by("-id").first()


def used_on(travel: Pass, by: Actor) -> date | None:
    """The day on which a pass was used at a gate; None while it was not."""
    return rules.rows(PassUsed, by).filter(used=travel).values_list("on", flat=True).first()


Standing = Literal["valid", "used", "taken_back", "unknown", "not_a_pass"]


@dataclass(frozen=True)
class PassStanding:
    """A pass as anybody may check it: the paper itself, and what this office adds to it.

    ``standing`` is ``valid`` or ``used`` or ``taken_back`` for passes of this node, ``unknown``
    for texts that verify but are not on record here, ``not_a_pass`` when the paper fails.
    """

    verified: Verified
    standing: Standing
    sentence: Sentence


_CODE = 12  # characters of a short code at most, with its dash

_SAYS: dict[Standing, str] = {
    "valid": N_("This office has the pass on record, and it was not used yet."),
    "used": N_("This pass was already used."),
    "taken_back": N_("This pass was taken back: it is not valid any more."),
    "unknown": N_("This office has no such pass on record: do not rely on it."),
    "not_a_pass": N_("This paper is not a valid pass."),
}


def standing(text: str, by: Actor) -> PassStanding:
    """What a pass is worth today. Having the whole text is leave enough to ask; nothing about
    the question is kept."""
    verified = tokens.verify(text)
    found: Standing = "not_a_pass"
    if verified.genuine and verified.kind == "pass":
        row = by_text(text, SYSTEM)
        found = "unknown" if row is None else _standing(row)
    return PassStanding(verified, found, sentence(_SAYS[found]))


def at_gate(text: str, by: Actor) -> PassStanding:
    """A pass held up at the gate, by its whole text or its short code.

    Only passes of the gate's own country are known to it. What was signed is read from the
    record, so that a paper with a borrowed code shows somebody else's name.
    """
    row = held_up(text, by)
    if row is not None:
        verified, found = tokens.verify(row.text), _standing(row)
    else:
        verified = tokens.verify(text)
        foreign = verified.genuine and verified.kind == "pass"
        found = "unknown" if foreign or len("".join(text.split())) <= _CODE else "not_a_pass"
    return PassStanding(verified, found, sentence(_SAYS[found]))


def _standing(row: Pass) -> Standing:
    if not stands(row):
        return "taken_back"
    return "used" if PassUsed.objects.filter(used=row).exists() else "valid"


def stands(row: Pass) -> bool:
    """Whether the clearance stands and this very pass was not taken back."""
    cleared = row.clearance.state == Clearance.State.CLEARED
    return cleared and not PassRevoked.objects.filter(revoked=row).exists()


def by_text(text: str, by: Actor) -> Pass | None:
    """The pass with this text or short code, white space and small letters aside."""
    return _with_text(text, rules.rows(Pass, by))


def held_up(text: str, by: Actor) -> Pass | None:
    """The pass that is held up at a gate of its own country of origin.

    A gate lists no passes: only who holds up the text or its code is found.
    """
    if by.role is not Role.BORDER_OFFICER or not by.country:
        return None
    own = f"{by.country}-"
    return _with_text(
        text, rules.rows(Pass, SYSTEM).filter(clearance__contract__corridor__startswith=own)
    )


def _with_text(text: str, among: QuerySet[Pass]) -> Pass | None:
    tidy = "".join(text.split()).upper()
    if len(tidy) == 10 and tidy.isalnum():
        tidy = f"{tidy[:5]}-{tidy[5:]}"
    code = tidy if len(tidy) <= _CODE else tokens.short_code(tidy)
    found = among.filter(short_code=code).select_related("clearance__contract")
    return next((one for one in found if tidy in {one.text.upper(), one.short_code}), None)


def revoked_codes(on: date) -> list[tuple[str, date, date]]:
    """Short code, day of revocation and last day of every pass taken back by ``on``.

    For the list that gates without a line take along: passes that have ended by ``on`` fail
    without it and are left out. It names nobody. Sorted by short code.
    """
    found = PassRevoked.objects.filter(on__lte=on, revoked__valid_to__gte=on)
    rows = found.order_by("revoked__short_code")
    return list(rows.values_list("revoked__short_code", "on", "revoked__valid_to"))
