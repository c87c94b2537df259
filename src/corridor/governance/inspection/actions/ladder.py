"""The ladder: each step is an act of an officer, with a reason and the law. Nothing is automatic.

No step concerns a person: neither a worker nor her permit can be named here.
"""

from __future__ import annotations

from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, Conflict, NotYet, Problem
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.governance.inspection.actions.shared import (
    establishment,
    here,
    known_law,
    note,
    own_words,
)
from corridor.governance.inspection.actions.standing import refresh
from corridor.governance.inspection.ladder import Climb, climbs, is_excluded
from corridor.governance.inspection.models import LadderStep, Standing, StandingMonth
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.people.models import Organisation

Kind = LadderStep.Kind
STEPS = (Kind.NOTICE, Kind.PERMITS, Kind.INSPECTION, Kind.FINE, Kind.REFERRAL, Kind.OTHER)


@act("inspection.take_step", roles=(Role.INSPECTOR,))
def take_step(
    *,
    by: Actor,
    employer: str,
    month: str,
    kind: str,
    reason: str,
    step: str = "",
    law_id: str = "",
) -> LadderStep:
    """An officer takes a step against an establishment: notice, no new permits, a visit, ...

    ``step`` is a step of the ladder as the page writes it (``17: Inspection``) and must be
    reached. Without one the step stands outside the ladder: a visit may be ordered at any time,
    everything else names the law it rests on (``law_id``). Raises ``NotYet`` before its day,
    ``Conflict`` when it was taken already.
    """
    if kind not in STEPS:
        raise _no_kind(kind)
    site, month, words = _about(employer, by, month, reason)
    given: dict[str, object] = {"law": known_law([law_id] if law_id else [])}
    if step:
        given = _rung(site, month, step)
    elif kind != Kind.INSPECTION and not law_id:
        raise BadInput(
            "inspection.step_law",
            sentence(N_("This step is not on the ladder of this month, and no law is named.")),
            remedy=sentence(N_("Choose a step of the ladder, or name the law it rests on.")),
        ).at(field="law_id")
    return _record(site, by, month, kind, words, given)


def _about(employer: str, by: Actor, month: str, reason: str) -> tuple[Organisation, str, str]:
    """What every step is about: an establishment here, a month as it is stored, a reason."""
    return establishment(employer, by), f"{parse_month(month).start:%Y-%m}", own_words(reason)


def _record(
    site: Organisation, by: Actor, month: str, kind: str, words: str, given: dict[str, object]
) -> LadderStep:
    row = LadderStep.objects.create(
        employer=site,
        month=month,
        kind=kind,
        reason=words,
        officer=by.person or "",
        taken_on=here(site),
        **given,
    )
    body = {"kind": kind, "month": month, "step": row.label, "consequence": row.consequence}
    note("inspection.take_step", row, site, by, body, row.law)
    refresh(by=SYSTEM, employers=[str(site.pk)])
    return row


def _rung(site: Organisation, month: str, step: str) -> dict[str, object]:
    """The step of the law that ``step`` names, when it is reached and not taken."""
    climb = _climb(site, month)
    named = {f"{one.label}: {one.consequence}": one for one in climb.standing.rungs}
    rung = named.get(step)
    if rung is None:
        raise BadInput(
            "inspection.no_step",
            sentence(N_("“{found}” is no step of the ladder of this month."), found=step),
            remedy=sentence(N_("Choose one of: {steps}."), steps="; ".join(named) or "-"),
            expected=list(named),
            found=step,
        ).at(field="step")
    if rung.on > climb.standing.on:
        raise NotYet(
            "inspection.step_early",
            sentence(N_("This step falls due on {day}, not before."), day=rung.on),
            remedy=sentence(N_("Take it on that day; until then the employer can still pay.")),
            law=climb.standing.law,
        )
    if (rung.label, rung.consequence) in {(one.label, one.consequence) for one in climb.taken}:
        raise Conflict(
            "inspection.step_taken",
            sentence(N_("This step was taken already.")),
            remedy=sentence(N_("Open the establishment’s page to see who took it and when.")),
        )
    return {
        "due_on": rung.on,
        "label": rung.label,
        "consequence": rung.consequence[:200],
        "law": list(climb.standing.law),
    }


def _climb(site: Organisation, month: str) -> Climb:
    """The month on the ladder. Raises ``NotYet`` when nothing of it is owed."""
    row = StandingMonth.objects.filter(employer=site, month=month).exclude(late_on=None).first()
    if row is None or row.late_on is None:
        raise NotYet(
            "inspection.nothing_late",
            sentence(N_("No wage of {month} is late on record."), month=month),
            remedy=sentence(N_("Choose a month in which wages are still owed.")),
        ).at(field="month")
    steps = list(LadderStep.objects.filter(employer=site, month=month).order_by("id"))
    regime = Standing.objects.filter(employer=site).values_list("regime", flat=True).first()
    size = site.headcount
    late = {month: row.late_on}
    return climbs(site.country, late, steps, here(site), size=size, regime=regime or "")[0]


def _no_kind(kind: str) -> Problem:
    known = ", ".join(one.value for one in STEPS)
    return BadInput(
        "inspection.kind",
        sentence(N_("“{found}” is no kind of step."), found=kind),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=known),
        expected=known,
        found=kind,
    ).at(field="kind")


@act("inspection.exclude_month", roles=(Role.INSPECTOR,))
def exclude_month(*, by: Actor, employer: str, month: str, reason: str) -> LadderStep:
    """Leave a month out of the ladder because the law says so. What is owed stays owed.

    Raises ``BadInput`` where the law of the country names no such cases.
    """
    site, month, words = _about(employer, by, month, reason)
    value = f"{site.country}.wps.exclusions"
    if value not in law.book().ids():
        raise BadInput(
            "inspection.no_exclusions",
            sentence(N_("The law on record names no case that is left out of the ladder here.")),
            remedy=sentence(N_("Take the steps as they fall due.")),
        )
    if _excluded(site, month):
        raise Conflict(
            "inspection.excluded", sentence(N_("This month is left out of the ladder already."))
        )
    return _record(site, by, month, Kind.EXCLUDED, words, {"law": [value]})


@act("inspection.resume_month", roles=(Role.INSPECTOR,))
def resume_month(*, by: Actor, employer: str, month: str, reason: str) -> LadderStep:
    """Put a month back on the ladder; its days count from the due date as ever."""
    site, month, words = _about(employer, by, month, reason)
    if not _excluded(site, month):
        raise Conflict(
            "inspection.not_excluded", sentence(N_("This month is not left out of the ladder."))
        )
    return _record(site, by, month, Kind.RESUMED, words, {"law": []})


def _excluded(site: Organisation, month: str) -> bool:
    return is_excluded(list(LadderStep.objects.filter(employer=site, month=month).order_by("id")))
