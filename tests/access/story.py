"""The stories of the matrix's cases, told by the acts themselves."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.support import blanks, contracts, departure, employment, orders, people
from tests.support.clock import Clock
from tests.support.contracts import Parties

from corridor.cycle.contracts import actions
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions as departures
from corridor.cycle.employment import actions as employments
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.recruitment.models import PowerOfAttorney
from corridor.cycle.vacancies import actions as vacancies
from corridor.governance.inspection import actions as inspection
from corridor.governance.inspection.models import PrivateCheck
from corridor.platform.access.actor import Actor, Role
from corridor.platform.people import actions as registry
from corridor.platform.people.models import Organisation

FEBRUARY = "2026-02"
PAID = date(2026, 3, 3)
PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()


@dataclass
class Case:
    """One case: its actors by role, its contracts by name, its other people by label."""

    letter: str
    who: Parties
    actors: dict[Role, Actor] = field(default_factory=dict)
    contracts: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)


def full(clock: Clock, letter: str, before: Case | None = None) -> Case:
    """NPL-QAT from the order to a settled end, with everything that can go wrong on the way.

    The officer of the case ``before``, when there is one, refuses the clearance of this one.
    """
    who = employment.qatari_parties()
    case = Case(letter, who)
    _people(case, "NPL", "QAT")
    main = _agreed(case, clock)
    _other_orders(case)
    _departed(case, main, before)
    clock.next_day()
    employments.arrive(by=who.worker, contract=main.id)
    _beside(case, clock)
    _at_work(case, main, clock)
    _leaves(case, main, clock)
    return case


def _people(case: Case, origin: str, destination: str) -> None:
    who = case.who
    case.actors = {
        Role.WORKER: who.worker,
        Role.EMPLOYER: who.employer,
        Role.AGENCY: who.agency,
        Role.LABOUR_ATTACHE: who.attache,
        Role.ORIGIN_OFFICER: who.origin,
        Role.DESTINATION_OFFICER: who.destination,
        Role.BORDER_OFFICER: people.actor(Role.BORDER_OFFICER, origin),
        Role.COUNSELLOR: who.counsellor,
        Role.INSPECTOR: people.actor(Role.INSPECTOR, destination),
        Role.UNION: people.actor(Role.UNION, destination),
        Role.STATISTICIAN: people.actor(Role.STATISTICIAN, destination),
        Role.ADMIN: people.actor(Role.ADMIN, destination),
    }


def _agreed(case: Case, clock: Clock) -> Contract:
    """Offered in two languages, badly explained, counselled, accepted, registered twice."""
    who = case.who
    offer = contracts.offered(who, languages={"en": orders.terms(), "ne": orders.terms()})
    case.contracts["main"] = offer.id
    wrong = contracts.wrong_answers(offer)
    bound = _bound(offer, who, clock, wrong)
    case.orders["main"] = str(bound.order_id)
    waiting = bound.counsellings.get()
    actions.counsel_done(by=who.counsellor, counselling=waiting.id)
    case.ids["counselling"] = waiting.id
    # The agency registers somebody of whom nobody else knows yet.
    known = registry.register_person(by=who.agency, given_name="Maya", nationality="NPL")
    proposed = people.person("Rita")
    recruitment.propose(
        by=who.agency, order=case.orders["main"], passport=people.passport_of(proposed)
    )
    case.persons |= {known.id: "registered", proposed.id: "candidate"}
    return bound


def _bound(offer: Contract, who: Parties, clock: Clock, answers: dict[str, str]) -> Contract:
    made = contracts.accepted(offer, who, clock, answers=answers)
    officers = {
        "destination_officer": who.destination,
        "origin_officer": who.origin,
        "labour_attache": who.attache,
    }
    for side in ("destination", "origin"):
        if made.procedure.has(f"registered_{side}"):
            step = made.procedure.step(f"registered_{side}")
            if step.by[0] in officers and (side == "origin" or made.corridor == "NPL-QAT"):
                actions.register(by=officers[step.by[0]], contract=made.id)
    actions.present(
        by=who.worker,
        contract=made.id,
        terms={**made.versions.get().terms, "basic_wage": "9.00"},
        where="at the gate",
    )
    made.refresh_from_db()
    return made


def _other_orders(case: Case) -> None:
    """A second order whose agency's power has ended, and one that nobody attested yet."""
    order = orders.filed_order(case.who.employer, title="Helper")
    vacancies.attest_order(by=case.who.attache, order=order.id)
    power = recruitment.appoint_agency(
        by=case.who.employer, order=order.id, agency=case.who.agency.organisation or ""
    )
    recruitment.end_power(by=case.who.employer, power=power.id, reason="Another agency.")
    filed = orders.filed_order(case.who.employer, title="Painter")
    vacancies.attach_paper(by=case.who.employer, order=filed.id, file=PDF)
    case.orders |= {"spare": order.id, "filed": filed.id}
    case.ids["power"] = PowerOfAttorney.objects.get(order=case.orders["main"]).id


def _departed(case: Case, main: Contract, before: Case | None) -> None:
    """Papers, a pass taken back, a refusal, an appeal upheld, cleared by two others, gone."""
    who, desk = case.who, departure.offices("NPL")
    case.actors[Role.ORIGIN_OFFICER] = desk.first
    names = {desk.second: "second", desk.third: "third", who.origin: "registrar"}
    names |= {desk.fourth: "fourth", desk.fifth: "fifth"}
    case.persons |= {officer.person or "": name for officer, name in names.items()}
    departure.papers(main, who)
    _slips(case, desk)
    _taken_back(main, who, desk)
    clearance = departures.request(by=who.agency, contract=main.id)
    departures.check(by=desk.first, clearance=clearance.id)
    refuser = before.actors[Role.ORIGIN_OFFICER] if before else desk.second
    departures.refuse(by=refuser, clearance=clearance.id, reasons=["A page is missing."])
    appeal = departures.appeal(by=who.worker, clearance=clearance.id, grounds="It was there.")
    departures.decide_appeal(by=desk.third, appeal=appeal.id, uphold=True, reason="Here it is.")
    departures.check(by=desk.fourth, clearance=clearance.id)
    issued = departures.clear(by=desk.fifth, clearance=clearance.id)
    departures.use_pass(by=case.actors[Role.BORDER_OFFICER], text=issued.text)
    case.ids |= {"clearance": clearance.id, "appeal": appeal.id, "pass": issued.id}


def _slips(case: Case, desk: departure.Offices) -> None:
    """Pre-issued passes: one lost and on record, one not accounted for, a register that waits."""
    batch = blanks.issued(desk, 2)
    lost = blanks.handed_in(desk.first, batch, [blanks.closed_line(batch, 1, "lost")])
    departures.commit_register(by=desk.second, filled=lost.id)
    waiting = blanks.handed_in(desk.first, batch, [blanks.closed_line(batch, 2, "void")])
    case.ids |= {"batch": batch.id, "register": waiting.id}


def _taken_back(main: Contract, who: Parties, desk: departure.Offices) -> None:
    """A first pass that two officers have given and taken back."""
    clearance = departures.request(by=who.agency, contract=main.id)
    departures.check(by=desk.fourth, clearance=clearance.id)
    departures.clear(by=desk.fifth, clearance=clearance.id)
    departures.revoke(by=desk.fourth, clearance=clearance.id, reason="visa")
    departures.confirm_revocation(by=desk.fifth, clearance=clearance.id)


def _beside(case: Case, clock: Clock) -> None:
    """A worker who comes from another employer, and one who brings an unregistered contract."""
    before, who = contracts.parties(), case.who
    old = contracts.offered(before)
    case.contracts["old"] = old.id
    old = _bound(old, before, clock, contracts.right_answers(old))
    actions.begin(old, clock.day)
    joining = Parties(**{**vars(who), "worker": before.worker})
    fresh = contracts.plain_offer(joining, "change_of_employer")
    case.contracts["joined"] = fresh.id
    fresh = contracts.accepted(fresh, joining, clock)
    helped = before.worker.with_help_of(who.counsellor.person or "")
    actions.explain(by=helped, contract=fresh.id, language="en", way="read")
    change = actions.request_change(by=before.worker, contract=fresh.id, leaving=old.id)
    bringer = people.worker(people.person())
    brought = actions.bring(
        by=bringer,
        corridor="NPL-QAT",
        terms=orders.terms(),
        employer=who.employer.organisation or "",
        starts=clock.day,
    )
    case.contracts["brought"] = brought.id
    number = f"Q{brought.id[-10:]}"
    employments.record_number(by=bringer, contract=brought.id, number=number, issued_by="employer")
    case.orders["old"] = str(old.order_id)
    case.persons |= {before.worker.person or "": "joiner", bringer.person or "": "bringer"}
    case.ids["joining"] = change.id
    household = people.organisation("household", "QAT", f"Family of case {case.letter}")
    case.ids["household"] = household.id
    _others(case, before, "other")


def _leaves(case: Case, main: Contract, clock: Clock) -> None:
    """The worker signs with a third employer and gives notice to the first."""
    after = contracts.parties()
    after.worker = case.who.worker
    fresh = contracts.plain_offer(after, "change_of_employer")
    case.contracts["next"] = fresh.id
    contracts.accepted(fresh, after, clock)
    change = actions.request_change(by=after.worker, contract=fresh.id, leaving=main.id)
    case.ids["change"] = change.id
    _others(case, after, "next")


def _others(case: Case, who: Parties, name: str) -> None:
    for by in (who.employer, who.agency, who.origin, who.destination, who.attache, who.counsellor):
        case.persons[by.person or ""] = f"{name}_{by.role}"


def _at_work(case: Case, main: Contract, clock: Clock) -> None:
    """A short wage month, what she says of it, an absence claim, a mandate, an amendment, an end.

    In case A mandate and consent stand; in case B she took both back.
    """
    who, main_id = case.who, main.id
    qid = number_in_files(main_id)
    employments.record_number(by=who.employer, contract=main_id, number=qid)
    clock.set(date(2026, 3, 9))
    employer = Organisation.objects.get(pk=main.employer_id)
    lines: list[tuple[str, str, dict[str, Any]]] = [
        (qid, "830.00", {}),
        ("28999999999", "9.00", {}),
    ]
    data = base64.b64encode(employment.qatar_file(employer, FEBRUARY, lines)).decode()
    staged = employments.stage_wages(by=who.employer, file=data, format="qat-sif", paid_on=PAID)
    employments.submit_wages(by=who.employer, file=data, format="qat-sif", paid_on=PAID)
    _private(case, main_id)
    report = employments.report_absence(
        by=who.employer, contract=main_id, since=date(2026, 3, 1), statement="Not seen."
    )
    employments.contest_absence(by=who.worker, report=report.id, statement="I was at work.")
    amendment = actions.propose_amendment(
        by=who.employer, contract=main_id, terms={**orders.terms(), "basic_wage": "1250.00"}
    )
    employments.settle(
        by=who.employer, contract=main_id, leaving_on=clock.day, reason="resigned", paid="1.00"
    )
    case.ids |= {"staged": staged.id, "report": report.id, "amendment": amendment.id}
    _inspected(case, main_id)


def _inspected(case: Case, main: str) -> None:
    """An order to pay the short month: evidence, an appeal, and her private answer to it."""
    by, employer = case.actors[Role.INSPECTOR], case.who.employer
    site = employer.organisation or ""
    order = inspection.order(
        by=by, employer=site, deadline=date(2026, 3, 20), reason="The month came short."
    )
    step = inspection.take_step(
        by=by, employer=site, month=FEBRUARY, kind="inspection", reason="A routine round."
    )
    vacancies.record_quota(
        by=case.actors[Role.DESTINATION_OFFICER],
        order=case.orders["main"],
        workers=20,
        reference="Q-1",
    )
    visit = inspection.plan_visit(
        by=by, employer=site, on=date(2026, 3, 25), look_at="Everybody's wages."
    )
    shown = inspection.bring_evidence(
        by=employer,
        order=order.id,
        amount="1.00",
        workers=1,
        paid_on=PAID,
        reference="bank",
        file=PDF,
    )
    inspection.appeal_order(by=employer, order=order.id, grounds="The bank erred.")
    check = PrivateCheck.objects.get(contract=main)
    for said in ("came", "not"):
        inspection.answer_check(by=case.who.worker, check=check.id, said=said)
    case.ids |= {"inspection_order": order.id, "evidence": shown.id, "check": check.id}
    case.ids |= {"ladder_step": step.id, "visit": visit.id}


def number_in_files(contract: str) -> str:
    """The number under which a contract's worker stands in wage files."""
    return str(28900000000 + int.from_bytes(contract[-4:].encode(), "big") % 99999999)


def _private(case: Case, main: str) -> None:
    """What the worker says and whom she lets see it."""
    by = case.who.worker
    for said in ("nothing", "less"):
        employments.answer_wages(by=by, contract=main, month=FEBRUARY, said=said)
    for hidden in (False, True):
        employments.answer_wages(
            by=by, contract=main, month="2026-01", said="nothing", tell_nobody=hidden
        )
    for given in (True, False):
        employments.answer_items(by=by, contract=main, month=FEBRUARY, food_given=given)
    employments.answer_items(
        by=by, contract=main, month="2026-01", food_given=False, tell_nobody=True
    )
    for hidden, account in ((False, "QA 0"), (True, "QA 1"), (False, "QA 2")):
        employments.state_account(by=by, contract=main, account=account, tell_nobody=hidden)
    employments.answer_fees(by=by, contract=main, paid=False)
    employments.answer_fees(by=by, contract=main, paid=True, amount="100.00", currency="NPR")
    union = case.actors[Role.UNION].organisation or ""
    mandate = actions.give_mandate(by=by, contract=main, union=union)
    consent = employments.consent(by=by, contract=main)
    actions.attach(by=by, contract=main, file=PDF)
    case.ids |= {"mandate": mandate.id, "consent": consent.id}
    if case.letter == "B":
        actions.withdraw_mandate(by=by, mandate=mandate.id)
        employments.withdraw_consent(by=by, consent=consent.id)


def abroad(clock: Clock, letter: str, before: Case | None = None) -> Case:
    """PHL-DEU between two employment services: a nurse by the hour, at work, with a mandate."""
    who = contracts.parties("PHL-DEU")
    case = Case(letter, who)
    _people(case, "PHL", "DEU")
    texts = {code: orders.terms(orders.GERMANY) for code in ("en", "fil")}
    offer = contracts.government_offer(who, languages=texts)
    case.contracts["main"] = offer.id
    case.orders["main"] = str(offer.order_id)
    actions.ask_counsellor(by=who.worker, contract=offer.id)
    main, _ = contracts.registered_contract(clock, who, sides=("origin",), contract=offer)
    departures.record_step(by=who.worker, contract=main.id, step="recognition_started")
    departure.visa(main, who, by=who.employer, valid_to=clock.day + timedelta(days=180))
    departures.record_fitness(by=who.origin, contract=main.id, fit=True)
    for step in ("orientation_done", "insured"):
        departures.record_step(by=who.origin, contract=main.id, step=step)
    clearance = departures.request(by=who.worker, contract=main.id)
    desk = departure.offices("PHL")
    case.actors[Role.ORIGIN_OFFICER] = desk.first
    names = {desk.second: "second", desk.third: "third", who.origin: "registrar"}
    names |= {desk.fourth: "fourth", desk.fifth: "fifth"}
    case.persons |= {officer.person or "": name for officer, name in names.items()}
    departures.check(by=desk.first, clearance=clearance.id)
    issued = departures.clear(by=desk.second, clearance=clearance.id)
    departures.use_pass(by=case.actors[Role.BORDER_OFFICER], text=issued.text)
    clock.next_day()
    employments.arrive(by=who.worker, contract=main.id)
    clock.set(date(2026, 4, 20))
    employments.answer_wages(by=who.worker, contract=main.id, month="2026-03", said="full")
    employments.answer_items(by=who.worker, contract=main.id, month="2026-03", food_given=True)
    employments.state_account(by=who.worker, contract=main.id, account="DE 1")
    employments.answer_fees(by=who.worker, contract=main.id, paid=False)
    actions.give_mandate(
        by=who.worker, contract=main.id, union=case.actors[Role.UNION].organisation or ""
    )
    employments.consent(by=who.worker, contract=main.id)
    worse = {**main.versions.get().terms, "basic_wage": "20.00"}
    actions.present(by=who.worker, contract=main.id, terms=worse)
    better = {**worse, "basic_wage": "22.00"}
    actions.propose_amendment(by=who.employer, contract=main.id, terms=better)
    return case
