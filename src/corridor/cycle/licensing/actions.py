"""Deciding on licences. Each decision is a public fact; none is ever changed."""

from __future__ import annotations

from datetime import date

from corridor.core.problems import BadInput, Conflict, NotPermitted, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import organisation
from corridor.cycle.licensing.models import LicenceDecision
from corridor.cycle.licensing.queries import ACTIVE, NONE, SUSPENDED, Licence, licence
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock.queries import today
from corridor.platform.journal import actions as journal
from corridor.platform.people.models import Organisation

Decision = LicenceDecision.Decision

_POSSIBLE: dict[str, frozenset[str]] = {
    Decision.ISSUED: frozenset({NONE, "expired", "revoked"}),
    Decision.RENEWED: frozenset({ACTIVE, "expired"}),
    Decision.SUSPENDED: frozenset({ACTIVE}),
    Decision.REINSTATED: frozenset({SUSPENDED}),
    Decision.REVOKED: frozenset({ACTIVE, SUSPENDED, "expired"}),
}
_AGAINST = (Decision.SUSPENDED, Decision.REVOKED)


@act("licensing.decide", roles=(Role.ORIGIN_OFFICER,))
def decide(
    *,
    by: Actor,
    agency: str,
    number: str,
    decision: str,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
) -> LicenceDecision:
    """Issue, renew, suspend, reinstate or revoke the licence of an agency of one's own country.

    ``valid_to`` is the last day of the licence or of the suspension. Raises ``BadInput`` with
    every bad field, ``NotPermitted`` for another country's agency, ``Conflict`` when the
    licence is not in a state that the decision can follow.
    """
    holder = organisation(agency, by, kinds=(Organisation.Kind.AGENCY,), field="agency")
    if by.role is not Role.SYSTEM and holder.country != by.country:
        raise NotPermitted(
            "licensing.country",
            sentence(N_("Only the country of the agency decides on its licence.")),
        )
    raise_all(_problems(number, decision, valid_from, valid_to, reason))
    _follows(decision, licence(holder.id, valid_from))
    row = LicenceDecision.objects.create(
        agency=holder,
        number=number.strip(),
        country=holder.country,
        decision=decision,
        decided_on=today(),
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
        decided_by=by.person or "",
    )
    journal.record(
        "licensing.decide",
        subject=row,
        by=by,
        body={"agency": holder.id, "decision": decision, "number": row.number},
    )
    return row


def _problems(
    number: str, decision: str, valid_from: date, valid_to: date | None, reason: str
) -> list[Problem]:
    found: list[Problem] = []
    if decision not in Decision.values:
        found.append(
            BadInput(
                "licensing.decision",
                sentence(N_("“{found}” is no decision on a licence."), found=decision),
                remedy=sentence(N_("Use one of: {known}."), known=", ".join(Decision.values)),
                found=decision,
            ).at(field="decision")
        )
    if not number.strip():
        found.append(
            BadInput(
                "licensing.number",
                sentence(N_("A licence has a number.")),
                remedy=sentence(N_("Write the number as it stands on the licence.")),
            ).at(field="number")
        )
    if valid_to is not None and valid_to < valid_from:
        found.append(
            BadInput(
                "licensing.period",
                sentence(N_("The last day is before the first day.")),
                remedy=sentence(N_("Check both dates.")),
                expected=f">= {valid_from.isoformat()}",
                found=valid_to.isoformat(),
            ).at(field="valid_to")
        )
    if decision in _AGAINST and not reason.strip():
        found.append(
            BadInput(
                "licensing.reason",
                sentence(N_("A decision against an agency needs its reason.")),
                remedy=sentence(N_("Write the reason; the public and the agency will read it.")),
            ).at(field="reason")
        )
    return found


def _follows(decision: str, current: Licence) -> None:
    if current.state not in _POSSIBLE[decision]:
        raise Conflict(
            "licensing.order",
            sentence(
                N_("“{decision}” cannot follow: on that day the licence is “{state}”."),
                decision=decision,
                state=current.label,
            ),
            remedy=sentence(N_("Look at the decisions on record, then choose another.")),
            expected=sorted(_POSSIBLE[decision]),
            found=current.state,
        )
