"""Reading licences: what follows from the decisions for one day, and the public register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from corridor.core.problems import NotFound
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.licensing.models import LicenceDecision
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.access.rules import get, rows
from corridor.platform.clock.queries import today
from corridor.platform.people.models import Organisation

NONE, ACTIVE, SUSPENDED, REVOKED, EXPIRED = "none", "active", "suspended", "revoked", "expired"

_LABELS = {
    NONE: N_("no licence on record"),
    ACTIVE: N_("licensed"),
    SUSPENDED: N_("suspended"),
    REVOKED: N_("revoked"),
    EXPIRED: N_("expired"),
}

Decision = LicenceDecision.Decision


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of an agency on one day.

    ``until`` is its last day (None: no end named); ``reason`` and ``paused_until`` belong to
    a suspension or revocation.
    """

    agency: str
    on: date
    state: str = NONE
    number: str = ""
    since: date | None = None
    until: date | None = None
    reason: str = ""
    paused_until: date | None = None

    @property
    def valid(self) -> bool:
        """Whether the agency may recruit on that day."""
        return self.state == ACTIVE

    @property
    def label(self) -> Sentence:
        """The state in words."""
        return Sentence(_LABELS[self.state])


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One agency in the public register, with its licence today."""

    agency: Organisation
    licence: Licence


def licence(agency_id: str, on: date) -> Licence:
    """The licence of one agency on a day."""
    return licences([agency_id], on)[agency_id]


def licences(agency_ids: Iterable[str], on: date) -> dict[str, Licence]:
    """The licences of several agencies on a day, with one look-up."""
    wanted = list(dict.fromkeys(agency_ids))
    found = {agency_id: Licence(agency_id, on) for agency_id in wanted}
    # Licence decisions are public facts, so they are read without a reader's scope.
    decisions = rows(LicenceDecision, SYSTEM).filter(agency_id__in=wanted, valid_from__lte=on)
    for decision in decisions.order_by("valid_from", "id"):
        found[decision.agency_id] = _after(found[decision.agency_id], decision)
    return {agency_id: _on_the_day(each) for agency_id, each in found.items()}


def _after(before: Licence, row: LicenceDecision) -> Licence:
    """The licence once ``row`` has taken effect."""
    if row.decision in {Decision.ISSUED, Decision.RENEWED}:
        since = before.since if row.decision == Decision.RENEWED else row.valid_from
        return Licence(
            before.agency, before.on, ACTIVE, row.number, since or row.valid_from, row.valid_to
        )
    if row.decision == Decision.REINSTATED:
        return replace(before, state=ACTIVE, reason="", paused_until=None)
    state = REVOKED if row.decision == Decision.REVOKED else SUSPENDED
    return replace(before, state=state, reason=row.reason, paused_until=row.valid_to)


def _on_the_day(found: Licence) -> Licence:
    """A suspension that has run out is over; a licence whose last day has passed is expired."""
    if found.state == SUSPENDED and found.paused_until and found.on > found.paused_until:
        found = replace(found, state=ACTIVE, reason="", paused_until=None)
    if found.state in {ACTIVE, SUSPENDED} and found.until and found.on > found.until:
        found = replace(found, state=EXPIRED)
    return found


def is_licensed(agency_id: str, on: date) -> bool:
    """Whether the agency may recruit on that day."""
    return licence(agency_id, on).valid


def register(by: Actor, text: str = "", limit: int = 100) -> list[RegisterRow]:
    """The public register: agencies whose name or licence number contains ``text``."""
    agencies = rows(Organisation, by).filter(kind=Organisation.Kind.AGENCY)
    if text.strip():
        numbered = rows(LicenceDecision, by).filter(number__icontains=text.strip())
        agencies = agencies.filter(
            Q(name__icontains=text.strip()) | Q(pk__in=numbered.values("agency_id"))
        )
    found = list(agencies.order_by("name", "id")[:limit])
    known = licences([agency.id for agency in found], today())
    return [RegisterRow(agency, known[agency.id]) for agency in found]


def registered(agency_id: str, by: Actor) -> RegisterRow:
    """One agency of the register. Raises ``NotFound``, also for any other organisation."""
    agency = get(Organisation, agency_id, by)
    if agency.kind != Organisation.Kind.AGENCY:
        raise NotFound(
            "licensing.no_agency", sentence(N_("There is no such agency in the register."))
        )
    return RegisterRow(agency, licence(agency.id, today()))


def decisions(agency_id: str, by: Actor) -> list[LicenceDecision]:
    """Every decision on one agency, newest first."""
    return list(
        rows(LicenceDecision, by).filter(agency_id=agency_id).order_by("-valid_from", "-id")
    )
