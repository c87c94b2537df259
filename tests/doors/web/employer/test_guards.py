"""Employer and agency pages are the same, to the byte, whatever the worker says or understands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, employment, orders, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries import party_line, party_state
from corridor.cycle.contracts.queries.case import cases_of, contracts_of
from corridor.cycle.contracts.queries.parties import PRIVATE
from corridor.cycle.employment import actions as work
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
_KEYS = re.compile(rb'name="(once|csrfmiddlewaretoken)" value="[^"]*"')


def world(client: Client, paths: Sequence[str]) -> list[tuple[int, bytes, int]]:
    """Status, bytes (form keys aside) and number of look-ups of each page."""
    found = []
    for path in paths:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(path)
        found.append((page.status_code, _KEYS.sub(b"", page.content), len(asked)))
    return found


def employer_pages(contract: Contract) -> list[str]:
    pages = ["", "contracts/", f"contracts/{contract.pk}/", "orders/", "wages/", "wages/2026-03/"]
    pages += [
        f"contracts/{contract.pk}/{one}/" for one in ("change", "end", "absence", "settlement")
    ]
    pages += ["wages/2026-03/statement.csv"]
    if contract.order_id:
        pages.append(f"orders/{contract.order_id}/")
    return [f"/employer/{page}" for page in pages]


def agency_pages(contract: Contract) -> list[str]:
    pages = ["", "cases/", f"cases/{contract.pk}/", "orders/", f"orders/{contract.order_id}/",
             "powers/", "public/"]  # fmt: skip
    return [f"/agency/{page}" for page in pages]


def test_what_a_worker_hears_and_understands_changes_no_byte(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    employer, agency = client_of(who.employer), client_of(who.agency)
    silent = world(employer, employer_pages(contract)), world(agency, agency_pages(contract))
    assert all(status == 200 for pages in silent for status, _, _ in pages)
    wrong = contracts.wrong_answers(contract)
    contracts.explained(contract, who, answers=wrong)
    contract_acts.ask_counsellor(by=who.worker, contract=contract.id)
    union = people.actor(Role.UNION, "NPL")
    contract_acts.give_mandate(by=who.worker, contract=contract.id, union=union.organisation or "")
    spoken = world(employer, employer_pages(contract)), world(agency, agency_pages(contract))
    assert silent == spoken


def test_what_a_worker_answers_at_work_changes_no_byte(clock: Clock) -> None:
    job = employment.arrived(clock)
    clock.set(date(2026, 4, 4))
    employment.paid([job], "2026-03", "830.00", paid_on=date(2026, 4, 3))
    contract, worker = job.contract, job.who.worker
    employer, agency = client_of(job.who.employer), client_of(job.who.agency)
    silent = world(employer, employer_pages(contract)), world(agency, agency_pages(contract))
    assert all(status == 200 for pages in silent for status, _, _ in pages)
    work.answer_wages(by=worker, contract=contract.id, month="2026-03", said="less", amount="500")
    work.answer_fees(by=worker, contract=contract.id, paid=True, amount="900", to_whom="an agent")
    work.consent(by=worker, contract=contract.id)
    contract_acts.present(
        by=worker,
        contract=contract.id,
        terms=orders.terms(basic_wage="830.00"),
        where="A camp",
    )
    union = people.actor(Role.UNION, "NPL")
    contract_acts.give_mandate(by=worker, contract=contract.id, union=union.organisation or "")
    spoken = world(employer, employer_pages(contract)), world(agency, agency_pages(contract))
    assert silent == spoken


def test_the_line_of_a_party_has_none_of_the_workers_own_stations(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    contracts.explained(contract, who)
    for by in (who.employer, who.agency):
        case = cases_of(contracts_of(by), by)[0]
        stations = party_line(case)
        assert not PRIVATE & {station.id for station in stations}
        assert PRIVATE & {station.id for station in case.line}
        assert party_state(case) == "offered"
        accepted = next(station for station in stations if station.id == "accepted")
        assert (accepted.state, accepted.due) == ("now", contract.irrevocable_until)


def test_agency_pages_show_no_wage_and_no_money_field(clock: Clock) -> None:
    job = employment.arrived(clock)
    clock.set(date(2026, 4, 4))
    employment.paid([job], "2026-03", "831.17", paid_on=date(2026, 4, 3))
    agency = client_of(job.who.agency)
    for path in agency_pages(job.contract):
        page = agency.get(path).content.decode()
        assert "831.17" not in page
        names = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)
        assert not [name for name in names if re.search("amount|fee|pay|price|charge", name)]
