"""The demo as the visitor finds it: two corridors with people in the middle of things."""

from __future__ import annotations

from datetime import timedelta

from corridor import __version__
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions as departure
from corridor.cycle.departure.models import Clearance
from corridor.cycle.employment import actions as employment
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.vacancies import actions as vacancies
from corridor.doors.demo import cases, wages
from corridor.doors.demo.cases import GERMANY, HOUSEHOLD, QATAR
from corridor.doors.demo.inspected import inspected
from corridor.doors.demo.observed import observed
from corridor.doors.demo.stage import Stage, days_ago, set_stage
from corridor.engines.law.digest import digest
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM
from corridor.platform.people.models import Organisation
from corridor.platform.translog import actions as translog


def ensure() -> None:
    """Tell the stories once; a demo that was already told is left as it stands."""
    if not rules.rows(Organisation, SYSTEM).exists():
        tell()


def tell() -> None:
    """Everything that happened before the visitor came, told through the acts."""
    translog.make_log_key()
    translog.note_law(by=SYSTEM, digest=digest(), version=__version__)
    translog.take_up(by=SYSTEM)
    stage = set_stage()
    cases.licences(stage)
    _at_work(stage)
    _on_the_way(stage)
    _in_a_household(stage)
    _to_germany(stage)
    inspected(stage)
    observed(stage)
    translog.checkpoint(by=SYSTEM)


def _at_work(stage: Stage) -> None:
    """Bikash and two colleagues have worked for two months; his wage came short."""
    order = cases.qatar_order(stage, 150, headcount=5)
    crew = [stage.people["bikash"]] + [
        cases.newcomer(stage, *one)
        for one in (("Dil", "Magar", "44550011"), ("Nirmala", "Sherpa", "44550012"))
    ]
    hired: list[Contract] = []
    for person in crew:
        contract = cases.offered(stage, order, person, 140)
        cases.signed(stage, contract, 138)
        cases.papers(stage, contract, 130)
        cases.cleared(stage, contract, 125)
        hired.append(contract)
    wages.record_numbers(stage, hired)
    wages.pay_months(stage, hired)
    with days_ago(3):
        bikash = stage.worker(stage.people["bikash"])
        contracts.give_mandate(by=bikash, contract=hired[0].id, union=stage.offices["npl_union"].id)
        contracts.present(
            by=bikash,
            contract=hired[0].id,
            terms=QATAR | {"basic_wage": "830.00"},
            where="Labour camp office, Lusail",
        )


def _on_the_way(stage: Stage) -> None:
    """Six people of one order, each at another station."""
    order = cases.qatar_order(stage, 40)
    names = [
        ("Binod", "Yadav", "55660002"),
        ("Chandra", "Oli", "55660003"),
        ("Durga", "Basnet", "55660004"),
        ("Ganesh", "Khadka", "55660006"),
    ]
    people = [stage.people["asha"], *(cases.newcomer(stage, *name) for name in names)]
    people.insert(4, stage.people["fulmaya"])
    cases.offered(stage, order, people[0], 2)
    cases.understood(stage, cases.offered(stage, order, people[1], 4), 2)
    cases.signed(stage, cases.offered(stage, order, people[2], 10), 8)
    waiting = cases.offered(stage, order, people[3], 20)
    cases.signed(stage, waiting, 18)
    cases.papers(stage, waiting, 6)
    mismatch = cases.offered(stage, order, people[4], 22)
    cases.signed(stage, mismatch, 20)
    cases.papers(stage, mismatch, 9, occupation="9112")
    refused = cases.offered(stage, order, people[5], 26)
    cases.signed(stage, refused, 24)
    cases.papers(stage, refused, 14, occupation="9112")
    with days_ago(11):
        clearance = rules.rows(Clearance, SYSTEM).get(contract=refused)
        departure.check(by=stage.actor("officer"), clearance=clearance.id)
        departure.refuse(
            by=stage.actor("second_officer"),
            clearance=clearance.id,
            reasons=["The visa says cleaner, the contract says construction labourer."],
        )
    with days_ago(9):
        departure.appeal(
            by=stage.worker(people[5]),
            clearance=clearance.id,
            grounds="The employer has asked for a corrected visa.",
        )
    with days_ago(5):
        order_two = vacancies.file_order(
            by=stage.actor("employer"),
            corridor="NPL-QAT",
            route="agency",
            regime="general",
            title="Cleaner in offices",
            occupation_isco="9112",
            worksite="West Bay, Doha",
            headcount=8,
            terms=QATAR | {"occupation_isco": "9112", "worksite": "West Bay, Doha"},
            approval_reference="QAT-REC-2026-6120",
        )
        recruitment.appoint_agency(
            by=stage.actor("employer"), order=order_two.id, agency=stage.offices["himal"].id
        )


def _in_a_household(stage: Stage) -> None:
    """Sunita works in a household: hired directly, no wage file, the same rights."""
    sunita = stage.people["sunita"]
    worker = stage.worker(sunita)
    with days_ago(130):
        order = vacancies.file_order(
            by=stage.actor("household"),
            corridor="NPL-QAT",
            route="direct",
            regime="domestic",
            title="Domestic worker",
            occupation_isco="9111",
            worksite=str(HOUSEHOLD["worksite"]),
            headcount=1,
            terms=HOUSEHOLD,
            approval_reference="QAT-DOM-2026-0311",
        )
    with days_ago(124):
        vacancies.attest_order(by=stage.actor("attache"), order=order.id)
    with days_ago(120):
        contract = contracts.offer(
            by=stage.actor("household"),
            corridor="NPL-QAT",
            route="direct",
            regime="domestic",
            terms=dict(order.terms),
            passport="22334455",
            order=order.id,
            languages={"ar": dict(order.terms), "ne": dict(order.terms)},
        )
    cases.signed(stage, contract, 118)
    cases.household_papers(stage, contract, 110)
    with days_ago(100):
        clearance = rules.rows(Clearance, SYSTEM).get(contract=contract)
        departure.check(by=stage.actor("officer"), clearance=clearance.id)
        issued = departure.clear(by=stage.actor("second_officer"), clearance=clearance.id)
    with days_ago(97):
        departure.use_pass(by=stage.actor("gate"), text=issued.text)
        employment.arrive(by=worker, contract=contract.id)
    with days_ago(90):
        contracts.register(by=stage.actor("destination"), contract=contract.id)


def _to_germany(stage: Stage) -> None:
    """Liza’s offer is signed by the employer and waits for her."""
    liza = stage.people["liza"]
    with days_ago(30):
        order = vacancies.file_order(
            by=stage.actor("german_employer"),
            corridor="PHL-DEU",
            route="government",
            regime="general",
            title="Nurse in a care home",
            occupation_isco="2221",
            worksite=str(GERMANY["worksite"]),
            headcount=4,
            terms=GERMANY,
        )
    with days_ago(24):
        vacancies.attest_order(by=stage.actor("phl_attache"), order=order.id)
    with days_ago(22):
        vacancies.advertise(by=stage.actor("phl_officer"), order=order.id)
    with days_ago(5):
        candidate = recruitment.propose(
            by=stage.actor("phl_officer"), order=order.id, worker=liza.id
        )
        recruitment.select(by=stage.actor("phl_officer"), candidate=candidate.id)
    with days_ago(1) as day:
        contracts.offer(
            by=stage.actor("german_employer"),
            corridor="PHL-DEU",
            route="government",
            terms=dict(order.terms),
            candidate=candidate.id,
            languages={"de": dict(order.terms), "fil": dict(order.terms)},
            starts=day + timedelta(days=90),
        )
