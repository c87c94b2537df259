"""Terms, licences, powers and job orders, through the acts themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support import people

from corridor.cycle.licensing import actions as licensing
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.people.models import Organisation, Person

QATAR: dict[str, Any] = {
    "basic_wage": "1200.00",
    "currency": "QAR",
    "pay_period": "month",
    "allowance_food": "in_kind",
    "allowance_housing": "in_kind",
    "hours_week": "48",
    "rest_days_week": "1",
    "overtime_rate": "1.25",
    "annual_leave_days": "21",
    "contract_months": 24,
    "probation_months": "3",
    "notice_days_worker": 30,
    "ticket_out": "employer",
    "ticket_return": "employer",
    "medical_insurance": "employer",
    "deductions": "none",
    "penalty_clause": "none",
    "passport_clause": "worker",
    "dispute_forum": "Labour Dispute Settlement Committee",
    "worksite": "Doha",
    "occupation_isco": "9313",
}
"""Terms that keep to the law of Nepal and Qatar: 1,200 riyals a month for 24 months."""

GERMANY: dict[str, Any] = {
    **QATAR,
    "basic_wage": "21.50",
    "currency": "EUR",
    "pay_period": "hour",
    "allowance_food": "none",
    "allowance_housing": "none",
    "hours_week": "38.5",
    "rest_days_week": "2",
    "annual_leave_days": "30",
    "overtime_rate": "1.25",
    "dispute_forum": "Arbeitsgericht",
    "worksite": "Hamburg",
    "occupation_isco": "2221",
}
"""Terms of a nurse in Germany, paid by the hour, above the care sector's minimum."""


def terms(base: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The base terms with changes; a value of None takes the clause out."""
    merged = {**(QATAR if base is None else base), **changes}
    return {name: value for name, value in merged.items() if value is not None}


def licensed_agency(country: str = "NPL", valid_from: date = date(2020, 1, 1)) -> Organisation:
    """An agency with an open-ended licence."""
    agency = people.organisation("agency", country)
    licensing.decide(
        by=SYSTEM,
        agency=agency.id,
        number=f"L-{agency.registration_number}",
        decision="issued",
        valid_from=valid_from,
    )
    return agency


def filed_order(employer: Actor, **given: Any) -> JobOrder:
    """A job order on NPL-QAT by agency, unless told otherwise."""
    return vacancies.file_order(
        by=employer,
        **{
            "corridor": "NPL-QAT",
            "route": "agency",
            "title": "Building labourer",
            "occupation_isco": "9313",
            "worksite": "Doha",
            "headcount": 5,
            "terms": terms(),
            **given,
        },
    )


def open_order(employer: Actor, agency: Actor, **given: Any) -> JobOrder:
    """Filed, attested by the origin's mission, its agency appointed, advertised."""
    order = filed_order(employer, **given)
    origin = order.corridor.partition("-")[0]
    vacancies.attest_order(by=people.actor(Role.LABOUR_ATTACHE, origin), order=order.id)
    recruitment.appoint_agency(by=employer, order=order.id, agency=agency.organisation or "")
    return vacancies.advertise(by=agency, order=order.id)


def selected(order: JobOrder, agency: Actor, who: Person) -> Candidate:
    """The person proposed with a passport at hand, and selected."""
    candidate = recruitment.propose(by=agency, order=order.id, passport=people.passport_of(who))
    return recruitment.select(by=agency, candidate=candidate.id)
