"""Job orders: filed, attested or returned, advertised, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from corridor.core.codes.isco import title as occupation_title
from corridor.core.lifecycle import Lifecycle, Move
from corridor.core.problems import BadInput, NotPermitted, NotYet, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.actions import take
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.parties import clause_number, own_organisation
from corridor.cycle.licensing.queries import licence
from corridor.cycle.vacancies.models import JobOrder, Quota
from corridor.cycle.vacancies.papers import attach_paper
from corridor.engines import law
from corridor.engines.terms import Contract as Terms
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock.queries import today
from corridor.platform.journal import actions as journal

State = JobOrder.State
_REFERENCE, _QUOTA = 60, 100_000

LIFECYCLE = Lifecycle(
    "vacancies.order",
    {
        State.FILED.value: N_("filed"),
        State.RETURNED.value: N_("returned"),
        State.ATTESTED.value: N_("attested"),
        State.OPEN.value: N_("open"),
        State.FILLED.value: N_("filled"),
        State.WITHDRAWN.value: N_("withdrawn"),
    },
    (
        Move("filed", "attest", "attested"),
        Move("filed", "return", "returned"),
        Move("returned", "refile", "filed"),
        Move("attested", "advertise", "open"),
        Move("open", "fill", "filled"),
        Move("attested", "fill", "filled"),
        Move("filled", "reopen", "open"),
        Move("filed", "withdraw", "withdrawn"),
        Move("returned", "withdraw", "withdrawn"),
        Move("attested", "withdraw", "withdrawn"),
        Move("open", "withdraw", "withdrawn"),
        Move("filed", "advertise", "open"),
        Move("filed", "fill", "filled"),
    ),
    {
        "attest": N_("attest"),
        "return": N_("return"),
        "refile": N_("file again"),
        "advertise": N_("advertise"),
        "fill": N_("fill"),
        "reopen": N_("open again"),
        "withdraw": N_("withdraw"),
    },
)


def _move(order: JobOrder, act_name: str, **changes: Any) -> None:
    order.state = LIFECYCLE.move(order.state, act_name)
    for name, value in changes.items():
        setattr(order, name, value)
    order.save(update_fields=["state", *changes])


@act("vacancies.file_order", roles=(Role.EMPLOYER,))
def file_order(
    *,
    by: Actor,
    corridor: str,
    route: str,
    title: str,
    occupation_isco: str,
    worksite: str,
    headcount: int,
    terms: dict[str, Any],
    regime: str = "general",
    approval_reference: str = "",
    sector: str = "",
    job: str = "",
) -> JobOrder:
    """File a job order. ``terms`` are canonical clauses and the floor of every offer under it.

    Raises every bad field at once, then every clause below the law at once.
    """
    employer = own_organisation(by)
    law.book().procedure(corridor, route, regime, today())
    given = dict(terms)
    given.setdefault("employer_id", clause_number(employer))
    given.setdefault("worksite", worksite)
    given.setdefault("occupation_isco", occupation_isco)
    raise_all(_problems(corridor, employer.country, title, occupation_isco, worksite, headcount))
    contract = law_terms.read(corridor, route, regime, given, sector=sector, job=job)
    law_terms.refuse_below_floor(contract, today())
    order = JobOrder.objects.create(
        corridor=corridor,
        route=route,
        regime=regime,
        employer=employer,
        title=title.strip(),
        occupation_isco=occupation_isco,
        worksite=worksite.strip(),
        sector=sector,
        job=job,
        headcount=headcount,
        terms=given,
        approval_reference=approval_reference.strip(),
    )
    take("order_filed", order, by=by)
    journal.record("vacancies.file_order", subject=order, by=by, body={"terms": given})
    return order


def _problems(
    corridor: str, country: str, title: str, isco: str, worksite: str, headcount: int
) -> list[Problem]:
    found: list[Problem] = []
    if law.book().corridor(corridor).destination != country:
        found.append(
            BadInput(
                "vacancies.country",
                sentence(N_("The employer is not in the country this corridor leads to.")),
                remedy=sentence(N_("Choose the corridor of the country of work.")),
                found=country,
            ).at(field="corridor")
        )
    try:
        occupation_title(isco)
    except BadInput as problem:
        found.append(problem.at(field="occupation_isco"))
    for field, text in (("title", title), ("worksite", worksite)):
        if not text.strip():
            found.append(
                BadInput(
                    "vacancies.empty",
                    sentence(N_("This field is empty.")),
                    remedy=sentence(N_("Say what the work is and where it is done.")),
                ).at(field=field)
            )
    if not 1 <= headcount <= 100_000:
        found.append(
            BadInput(
                "vacancies.headcount",
                sentence(N_("The number of workers must be between 1 and 100,000.")),
                remedy=sentence(N_("Write a whole number.")),
                found=str(headcount),
            ).at(field="headcount")
        )
    return found


@act("vacancies.correct_order", roles=(Role.EMPLOYER,))
def correct_order(*, by: Actor, order: str, terms: dict[str, Any]) -> JobOrder:
    """File a returned order again with corrected terms; its steps go on where they stood."""
    row = rules.get(JobOrder, order, by, lock=True)
    contract = order_terms(row, terms)
    law_terms.refuse_below_floor(contract, today())
    _move(row, "refile", terms=terms, return_reason="")
    journal.record("vacancies.correct_order", subject=row, by=by, body={"terms": terms})
    return row


@act("vacancies.return_order", roles=(Role.LABOUR_ATTACHE,))
def return_order(*, by: Actor, order: str, reason: str) -> JobOrder:
    """Send an order back with the reason; the employer corrects it and files again."""
    row = rules.get(JobOrder, order, by, lock=True)
    text = _reason(reason)
    take("order_attested", row, by=by, outcome=StepTaken.Outcome.REFUSED)
    _move(row, "return", return_reason=text)
    journal.record("vacancies.return_order", subject=row, by=by, body={"reason": text})
    return row


@act("vacancies.attest_order", roles=(Role.LABOUR_ATTACHE,))
def attest_order(*, by: Actor, order: str) -> JobOrder:
    """Attest an order: employer and terms were checked. From now on it is public."""
    row = rules.get(JobOrder, order, by, lock=True)
    _move(row, "attest")
    step = take("order_attested", row, by=by)
    journal.record(
        "vacancies.attest_order",
        subject=row,
        by=by,
        body={"on": step.on.isoformat()},
        law=row.procedure.step("order_attested").law,
    )
    return row


@act("vacancies.advertise", roles=(Role.AGENCY, Role.ORIGIN_OFFICER))
def advertise(*, by: Actor, order: str) -> JobOrder:
    """Publish an order: its own agency while licensed, or the state where a state places.

    Which of the two is the procedure's; raises ``NotYet`` for an agency without a licence.
    """
    row = rules.get(JobOrder, order, by, lock=True)
    if by.role is Role.AGENCY:
        _own_agency(row, by)
    require_licence(row, "origin")
    step = take("order_advertised", row, by=by)
    _move(row, "advertise")
    journal.record("vacancies.advertise", subject=row, by=by, body={"on": step.on.isoformat()})
    return row


@act("vacancies.withdraw_order", roles=(Role.EMPLOYER,))
def withdraw_order(*, by: Actor, order: str, reason: str) -> JobOrder:
    """Take an order off the board. Offers already made under it stand."""
    row = rules.get(JobOrder, order, by, lock=True)
    text = _reason(reason)
    _move(row, "withdraw")
    journal.record("vacancies.withdraw_order", subject=row, by=by, body={"reason": text})
    return row


@act("vacancies.record_quota", roles=(Role.DESTINATION_OFFICER,))
def record_quota(
    *, by: Actor, order: str, workers: int, reference: str, until: date | None = None
) -> Quota:
    """Put on record how many workers the employer of an order is allowed, from today on.

    ``until`` is the last day of the decision, none for until another one; ``reference`` its
    number. Raises ``BadInput`` for a number that is none, a day that is over, no reference.
    """
    row = rules.get(JobOrder, order, by)
    on, words = row.local_today(), reference.strip()
    if not 0 <= workers <= _QUOTA:
        raise BadInput(
            "vacancies.quota",
            sentence(
                N_("The number of workers allowed must lie between 0 and {most}."), most=_QUOTA
            ),
            remedy=sentence(N_("Write the number of the decision.")),
            found=workers,
        ).at(field="workers")
    if not 0 < len(words) <= _REFERENCE:
        raise BadInput(
            "vacancies.quota_reference",
            sentence(
                N_("The number of the decision is missing, or longer than {n}."), n=_REFERENCE
            ),
            remedy=sentence(N_("Write the number under which the decision can be found.")),
        ).at(field="reference")
    if until is not None and until < on:
        raise BadInput(
            "vacancies.quota_over",
            sentence(N_("A decision that has run out allows nobody.")),
            remedy=sentence(N_("Choose a day that is not over, or leave it empty.")),
            found=until.isoformat(),
        ).at(field="until")
    made = Quota.objects.create(
        employer=row.employer,
        workers=workers,
        reference=words,
        starts=on,
        until=until,
        officer=by.person or "",
    )
    journal.record("vacancies.record_quota", subject=made, by=by, body={"workers": workers})
    return made


def order_terms(order: JobOrder, terms: dict[str, Any] | None = None) -> Terms:
    """The order's own terms (or others in its place) as the engines read them."""
    given = order.terms if terms is None else terms
    return law_terms.read(
        order.corridor, order.route, order.regime, given, sector=order.sector, job=order.job
    )


def name_agency(order: JobOrder, agency_id: str | None) -> None:
    """The order's agency, as recruitment's powers of attorney have it."""
    order.agency_id = agency_id
    order.save(update_fields=["agency"])


def fill(order: JobOrder) -> None:
    """Every place of the order is taken."""
    _move(order, "fill")


def reopen(order: JobOrder) -> None:
    """A place of a filled order is free again."""
    _move(order, "reopen")


def require_licence(order: JobOrder, side: str) -> None:
    """Raise ``NotYet`` when the order's agency is not licensed today."""
    if order.agency is None:
        return
    current = licence(order.agency.id, order.local_today(side))
    if not current.valid:
        raise NotYet(
            "vacancies.licence",
            sentence(
                N_("{agency} may not recruit now: {state}."),
                agency=order.agency.name,
                state=current.label,
            ),
            remedy=sentence(N_("The agency must settle its licence with its authority first.")),
            found=current.state,
        )


def _own_agency(order: JobOrder, by: Actor) -> None:
    if not order.agency_id or order.agency_id != by.organisation:
        raise NotPermitted(
            "vacancies.agency",
            sentence(N_("Another agency was appointed for this order.")),
        )


def _reason(text: str) -> str:
    reason = text.strip()
    if not 3 <= len(reason) <= 300:
        raise BadInput(
            "vacancies.reason",
            sentence(N_("The reason must have between 3 and 300 characters.")),
            remedy=sentence(N_("Say in a sentence what has to change.")),
        ).at(field="reason")
    return reason


__all__ = [
    "LIFECYCLE",
    "advertise",
    "attach_paper",
    "attest_order",
    "correct_order",
    "file_order",
    "fill",
    "name_agency",
    "order_terms",
    "record_quota",
    "reopen",
    "require_licence",
    "return_order",
    "withdraw_order",
]
