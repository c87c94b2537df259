"""The demo's cases, told through the acts: what happened before the visitor came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts import questions
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions as departure
from corridor.cycle.departure.models import Clearance
from corridor.cycle.employment import actions as employment
from corridor.cycle.licensing import actions as licensing
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies.models import JobOrder
from corridor.doors.demo.stage import Stage, days_ago
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM
from corridor.platform.people import actions as people
from corridor.platform.people.models import Person
from corridor.platform.people.queries import passport

QATAR: dict[str, Any] = {
    "employer_id": "10007822",
    "worksite": "Lusail, tower C",
    "occupation_isco": "9313",
    "basic_wage": "1200.00",
    "currency": "QAR",
    "pay_period": "month",
    "allowance_food": "in_kind",
    "allowance_housing": "in_kind",
    "hours_week": 48,
    "rest_days_week": 1,
    "overtime_rate": "1.25",
    "annual_leave_days": 30,
    "contract_months": 24,
    "probation_months": 3,
    "notice_days_worker": 30,
    "ticket_out": "employer",
    "ticket_return": "employer",
    "medical_insurance": "employer",
    "deductions": "none",
    "penalty_clause": "none",
    "passport_clause": "worker_keeps",
    "dispute_forum": "Labour dispute settlement committee, Doha",
}
HOUSEHOLD = QATAR | {
    "employer_id": "28463400011",
    "worksite": "Al Wakrah, family home",
    "occupation_isco": "9111",
    "basic_wage": "1300.00",
}
GERMANY: dict[str, Any] = {
    "employer_id": "HRB-55120",
    "worksite": "Potsdam, Pflegeheim Lindenhof",
    "occupation_isco": "2221",
    "basic_wage": "20.50",
    "currency": "EUR",
    "pay_period": "hour",
    "allowance_food": "none",
    "allowance_housing": "none",
    "hours_week": 40,
    "rest_days_week": 2,
    "overtime_rate": "1.25",
    "annual_leave_days": 30,
    "contract_months": 36,
    "probation_months": 6,
    "notice_days_worker": 28,
    "ticket_out": "employer",
    "ticket_return": "employer",
    "medical_insurance": "employer",
    "deductions": "none",
    "penalty_clause": "none",
    "passport_clause": "worker_keeps",
    "dispute_forum": "Arbeitsgericht Potsdam",
}


def licences(stage: Stage) -> None:
    """One agency in good standing, one suspended for a reason everybody can read."""
    with days_ago(390) as day:
        for key, number in (("himal", "1042/063"), ("sagar", "0877/061")):
            licensing.decide(
                by=stage.actor("officer"),
                agency=stage.offices[key].id,
                number=number,
                decision="issued",
                valid_from=day,
                valid_to=day + timedelta(days=1461),
            )
    with days_ago(35) as day:
        licensing.decide(
            by=stage.actor("officer"),
            agency=stage.offices["sagar"].id,
            number="0877/061",
            decision="suspended",
            valid_from=day,
            reason="Charged workers for a free visa (three sworn complaints)",
        )


def qatar_order(stage: Stage, ago: int, headcount: int = 12) -> JobOrder:
    """An order filed, its agency appointed, attested and advertised."""
    with days_ago(ago):
        order = vacancies.file_order(
            by=stage.actor("employer"),
            corridor="NPL-QAT",
            route="agency",
            regime="general",
            title="Building construction labourer",
            occupation_isco="9313",
            worksite=str(QATAR["worksite"]),
            headcount=headcount,
            terms=QATAR,
            approval_reference="QAT-REC-2026-5512",
        )
    with days_ago(ago - 1):
        recruitment.appoint_agency(
            by=stage.actor("employer"), order=order.id, agency=stage.offices["himal"].id
        )
    with days_ago(ago - 4):
        vacancies.attest_order(by=stage.actor("attache"), order=order.id)
        vacancies.advertise(by=stage.actor("agency"), order=order.id)
    return order


def newcomer(stage: Stage, given: str, family: str, number: str) -> Person:
    """A worker of the demo who is no persona."""
    return people.register_person(
        by=SYSTEM,
        given_name=given,
        family_name=family,
        nationality="NPL",
        birth_date=date(1994, 5, 17),
        language="ne",
        passport=number,
    )


def offered(stage: Stage, order: JobOrder, person: Person, ago: int) -> Contract:
    """Proposed, selected and offered; the employer has signed first."""
    with days_ago(ago):
        candidate = recruitment.propose(
            by=stage.actor("agency"), order=order.id, passport=passport(person)
        )
        recruitment.select(by=stage.actor("agency"), candidate=candidate.id)
        return contracts.offer(
            by=stage.actor("employer"),
            corridor="NPL-QAT",
            route="agency",
            terms=dict(order.terms),
            candidate=candidate.id,
            languages={"ar": dict(order.terms), "ne": dict(order.terms)},
        )


def understood(stage: Stage, contract: Contract, ago: int, language: str = "ne") -> None:
    """Heard, asked the five questions, given her own copy."""
    worker = stage.worker(contract.worker)
    with days_ago(ago):
        contracts.explain(by=worker, contract=contract.id, language=language, way="heard")
        version = shared.current(contract)
        right = questions.right_answers(shared.terms_of(contract, version.terms), version.digest)
        contracts.answer_questions(by=worker, contract=contract.id, answers=right)
        contracts.keep_copy(by=worker, contract=contract.id)


def signed(stage: Stage, contract: Contract, ago: int, language: str = "ne") -> None:
    """Understood, slept on for the days the procedure gives, and signed last."""
    understood(stage, contract, ago, language)
    with days_ago(ago - 4):
        contracts.accept(by=stage.worker(contract.worker), contract=contract.id)


def papers(stage: Stage, contract: Contract, ago: int, occupation: str = "9313") -> None:
    """Registered in both states, visa and the other papers in; clearance requested."""
    agency, officer = stage.actor("agency"), stage.actor("officer")
    with days_ago(ago) as day:
        contracts.register(by=stage.actor("destination"), contract=contract.id)
        contracts.register(by=officer, contract=contract.id)
        departure.record_visa(
            by=agency,
            contract=contract.id,
            employer_number=contract.employer.registration_number,
            employer_name=contract.employer.name,
            occupation_isco=occupation,
            number=f"QV{contract.id[-8:]}",
            valid_to=day + timedelta(days=120),
        )
        departure.record_fitness(by=officer, contract=contract.id, fit=True)
        for step in ("orientation_done", "insured"):
            departure.record_step(by=officer, contract=contract.id, step=step)
        departure.request(by=agency, contract=contract.id)


def cleared(stage: Stage, contract: Contract, ago: int) -> None:
    """Two officers have cleared; the pass was used; the worker has arrived."""
    clearance = rules.rows(Clearance, SYSTEM).get(contract=contract)
    with days_ago(ago):
        departure.check(by=stage.actor("officer"), clearance=clearance.id)
        issued = departure.clear(by=stage.actor("second_officer"), clearance=clearance.id)
    with days_ago(ago - 2):
        departure.use_pass(by=stage.actor("gate"), text=issued.text)
    with days_ago(ago - 3):
        employment.arrive(by=stage.worker(contract.worker), contract=contract.id)


def household_papers(stage: Stage, contract: Contract, ago: int) -> None:
    """The papers of a direct hire: nobody but the worker and the offices brings them."""
    officer, worker = stage.actor("officer"), stage.worker(contract.worker)
    with days_ago(ago) as day:
        contracts.register(by=officer, contract=contract.id)
        departure.record_visa(
            by=stage.actor("household"),
            contract=contract.id,
            employer_number=contract.employer.registration_number,
            employer_name=contract.employer.name,
            occupation_isco="9111",
            number=f"QV{contract.id[-8:]}",
            valid_to=day + timedelta(days=150),
        )
        departure.record_fitness(by=officer, contract=contract.id, fit=True)
        for step in ("orientation_done", "insured"):
            departure.record_step(by=officer, contract=contract.id, step=step)
        departure.request(by=worker, contract=contract.id)
