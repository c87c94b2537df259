"""What a pass is worth: for its holder, for anybody, and at the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.departure.models import (
    Blank,
    BlankClosed,
    Clearance,
    Pass,
    PassRevoked,
    PassUsed,
)
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.clock.queries import today
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


Standing = Literal["valid", "used", "taken_back", "blank", "closed", "unknown", "not_a_pass"]


@dataclass(frozen=True)
class PassStanding:
    """A pass as anybody may check it: the paper itself, and what this office adds to it.

    ``standing`` is ``valid`` or ``used`` or ``taken_back`` for passes of this node, ``unknown``
    for texts that verify but are not on record here, ``not_a_pass`` when the paper fails. A slip
    that was signed beforehand is ``blank`` until the office has entered its holder; then it is
    worth what that pass is. ``closed`` is one on which nobody travels.
    """

    verified: Verified
    standing: Standing
    sentence: Sentence


_KINDS = frozenset({"pass", "blank"})
_CODE = 12  # characters of a short code at most, with its dash

_SAYS: dict[Standing, str] = {
    "valid": N_("This office has the pass on record, and it was not used yet."),
    "used": N_("This pass was already used."),
    "taken_back": N_("This pass was taken back: it is not valid any more."),
    "blank": N_(
        "A pre-issued pass, filled in by hand. The office has not entered yet whose it is: the "
        "name and two signatures must stand on it."
    ),
    "closed": N_("This pre-issued pass was lost, spoilt or not used: nobody travels on it."),
    "unknown": N_("This office has no such pass on record: do not rely on it."),
    "not_a_pass": N_("This paper is not a valid pass."),
}


def standing(text: str, by: Actor) -> PassStanding:
    """What a pass is worth today. Having the whole text is leave enough to ask; nothing about
    the question is kept."""
    verified = tokens.verify(text)
    if verified.genuine:
        verified = tokens.verify(text, on=_day_of(str(verified.payload.get("corridor", ""))))
    found: Standing = "not_a_pass"
    if verified.genuine and verified.kind in _KINDS:
        found = _on_record(text, by_text(text, SYSTEM), None)
    return PassStanding(verified, found, sentence(_SAYS[found]))


def at_gate(text: str, by: Actor) -> PassStanding:
    """A pass held up at the gate, by its whole text or its short code.

    Only passes of the gate's own country are known to it. What was signed is read from the
    record, so that a paper with a borrowed code shows somebody else's name.
    """
    row = held_up(text, by)
    if row is not None:
        day = _day_of(row.clearance.contract.corridor)
        verified, found = tokens.verify(row.text, on=day), _standing(row)
    else:
        slip = _slip(text, by.country or "-")
        day = _day_of(slip.batch.corridor if slip is not None else "")
        verified = tokens.verify(slip.text if slip is not None else text, on=day)
        ours = verified.genuine and verified.kind in _KINDS
        named = ours or len(_tidy(text)) <= _CODE
        found = _on_record(text, None, by.country or "-") if named else "not_a_pass"
    return PassStanding(verified, found, sentence(_SAYS[found]))


def _day_of(corridor: str) -> date:
    """Today where the pass was signed: its first day is a day of the origin's own time."""
    found = next((one for one in law.book().corridors() if one.id == corridor), None)
    return today(law.book().jurisdiction(found.origin).time_zone) if found else today()


def _on_record(text: str, row: Pass | None, country: str | None) -> Standing:
    """The standing of a genuine text: of the pass it is or became, else of the bare slip."""
    if row is not None:
        return _standing(row)
    slip = _slip(text, country)
    if slip is None:
        return "unknown"
    return "closed" if BlankClosed.objects.filter(blank=slip).exists() else "blank"


def _slip(text: str, country: str | None) -> Blank | None:
    """The pre-issued slip with this text or code; at a gate only one of its own country."""
    found = rules.rows(Blank, SYSTEM)
    if country is not None:
        found = found.filter(batch__corridor__startswith=f"{country}-")
    return next((one for one in found.filter(short_code=_code(text)) if _is(one, text)), None)


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
    """The pass itself, or the one that a pre-issued slip became."""
    found = among.filter(short_code=_code(text)).select_related("clearance__contract")
    return next((one for one in found if _is(one, text)), None) or _become(text, among)


def _become(text: str, among: QuerySet[Pass]) -> Pass | None:
    slip = _slip(text, None)
    if slip is None:
        return None
    cleared = among.filter(clearance__slips__blank=slip).select_related("clearance__contract")
    return cleared.order_by("-id").first()


def _is(one: Pass | Blank, text: str) -> bool:
    return _tidy(text) in {one.text.upper(), one.short_code}


def _code(text: str) -> str:
    tidy = _tidy(text)
    return tidy if len(tidy) <= _CODE else tokens.short_code(tidy)


def _tidy(text: str) -> str:
    tidy = tokens.tidied(text)
    return f"{tidy[:5]}-{tidy[5:]}" if len(tidy) == 10 and tidy.isalnum() else tidy
