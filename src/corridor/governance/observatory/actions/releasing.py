"""The calendar: announced by one person, approved by another, the same minute for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from corridor.core.problems import BadInput, Conflict, NotPermitted, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import policy
from corridor.governance.observatory import gate
from corridor.governance.observatory.actions.shared import note, office_of, own_words
from corridor.governance.observatory.models import (
    Approval,
    Protection,
    Publication,
    Release,
    Withdrawal,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock import queries as clock
from corridor.platform.people.models import Organisation

NOTICE = "OC.observatory.notice_hours"
_FARTHEST = timedelta(days=731)


@act("observatory.announce", roles=(Role.STATISTICIAN,))
def announce(*, by: Actor, protection: str, at: datetime, reason: str = "") -> Release:
    """Put a protected and reviewed table on the public calendar, for a minute to come.

    ``at`` carries its time zone. ``reason`` says, for a revision, what changed and why.
    """
    office = office_of(by)
    row = rules.get(Protection, protection, by)
    gate.ready(row)
    indicator = row.table.indicator
    before = _before(indicator, office)
    _alone(indicator)
    made = Release.objects.create(
        office=office,
        protection=row,
        indicator=indicator,
        title=row.table.definition["title"],
        kind=Release.Kind.REVISION if before else Release.Kind.FIRST,
        at=_minute(at),
        reason=own_words(reason, "reason") if before else "",
        officer=by.person or "",
    )
    note("observatory.announce", made, office.id, by, {"at": made.at.isoformat()})
    return made


@act("observatory.retract", roles=(Role.STATISTICIAN,))
def retract(*, by: Actor, indicator: str, at: datetime, reason: str) -> Release:
    """Announce that a published table is taken back. What was published stays, marked."""
    office = office_of(by)
    before = _before(indicator, office)
    if before is None or before.kind == Release.Kind.RETRACTION:
        raise BadInput(
            "observatory.unpublished",
            sentence(N_("Nothing is published under “{found}”."), found=indicator),
            remedy=sentence(N_("Choose a published table of your office.")),
        ).at(field="indicator")
    _alone(indicator)
    made = Release.objects.create(
        office=office,
        indicator=indicator,
        title=before.title,
        kind=Release.Kind.RETRACTION,
        at=_minute(at),
        reason=own_words(reason, "reason"),
        officer=by.person or "",
    )
    note("observatory.retract", made, office.id, by, {"at": made.at.isoformat()})
    return made


@act("observatory.approve", roles=(Role.STATISTICIAN,))
def approve(*, by: Actor, release: str) -> Approval:
    """Let an announced release go out: another person than whoever prepared it, before its hour."""
    office = office_of(by)
    row = _open(release, office, by)
    made_by = {row.officer, row.protection.officer if row.protection else row.officer}
    if by.person in made_by:
        raise NotPermitted(
            "observatory.second_person",
            sentence(N_("Whoever prepared a release does not approve it.")),
            remedy=sentence(N_("Ask another person of your office.")),
        )
    if Approval.objects.filter(release=row).exists():
        raise Conflict(
            "observatory.approved",
            sentence(N_("This release is approved already.")),
            remedy=sentence(N_("It goes out by itself at its minute.")),
        )
    if clock.now() >= row.at:
        raise Conflict(
            "observatory.late",
            sentence(N_("The announced minute has passed without an approval.")),
            remedy=sentence(N_("Withdraw the release with the reason, and announce a new one.")),
        )
    if row.protection is not None:
        gate.ready(row.protection)
    made = Approval.objects.create(release=row, officer=by.person or "")
    note("observatory.approve", made, office.id, by, {"release": row.id})
    return made


@act("observatory.withdraw", roles=(Role.STATISTICIAN,))
def withdraw(*, by: Actor, release: str, reason: str) -> Withdrawal:
    """Take an announced release off the calendar before it went out. Everybody reads the reason."""
    office = office_of(by)
    row = _open(release, office, by)
    words = own_words(reason, "reason")
    made = Withdrawal.objects.create(release=row, reason=words, officer=by.person or "")
    note("observatory.withdraw", made, office.id, by, {"release": row.id})
    return made


def _open(release: str, office: Organisation, by: Actor) -> Release:
    """A release of this office that is neither published nor withdrawn, its row held."""
    row = rules.get(Release, release, by, lock=True)
    if row.office_id != office.id:
        raise NotPermitted(
            "observatory.other_office",
            sentence(N_("This release belongs to another office.")),
            remedy=sentence(N_("Choose a release of your own office.")),
        )
    if (
        Publication.objects.filter(release=row).exists()
        or Withdrawal.objects.filter(release=row).exists()
    ):
        raise Conflict(
            "observatory.ended",
            sentence(N_("This release has gone out or was withdrawn.")),
            remedy=sentence(N_("Announce a revision, with what changed and why.")),
        )
    return row


def _before(indicator: str, office: Organisation) -> Publication | None:
    """The newest version of an indicator; one of another office cannot be touched."""
    found = Publication.objects.filter(indicator=indicator).order_by("-number").first()
    if found is not None and found.release.office_id != office.id:
        raise NotPermitted(
            "observatory.other_office",
            sentence(N_("“{found}” is published by another office."), found=indicator),
            remedy=sentence(N_("Choose another name for your own indicator.")),
        )
    return found


def _alone(indicator: str) -> None:
    waiting = Release.objects.filter(
        indicator=indicator, publication__isnull=True, withdrawal__isnull=True
    )
    if waiting.exists():
        raise Conflict(
            "observatory.announced",
            sentence(N_("A release of “{found}” stands on the calendar."), found=indicator),
            remedy=sentence(N_("Wait until it went out, or withdraw it with the reason.")),
        )


def _minute(at: datetime) -> datetime:
    """A whole minute far enough ahead that everybody can know of it."""
    if at.tzinfo is None or at.second or at.microsecond:
        raise BadInput(
            "observatory.minute",
            sentence(N_("The time of release is a whole minute with its time zone.")),
            remedy=sentence(N_("Write it as 2026-10-01T09:00+00:00.")),
        ).at(field="at")
    moment = clock.now()
    hours = policy(NOTICE, moment.date())
    if not moment + timedelta(hours=hours) <= at <= moment + _FARTHEST:
        raise NotYet(
            "observatory.notice",
            sentence(N_("A release is announced at least {hours} hours before."), hours=hours),
            remedy=sentence(N_("Choose a later minute, at most two years ahead.")),
            law=(NOTICE,),
        ).at(field="at")
    return at
