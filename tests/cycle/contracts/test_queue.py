"""One queue, ranked by deadline and by risk of employer, agency and order; query budgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.cycle.contracts import actions, queries
from corridor.cycle.contracts.models import Contract
from corridor.cycle.licensing import actions as licensing
from corridor.cycle.recruitment import queries as recruitment
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies import queries as vacancy_queries
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def counted(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        read()
    return len(seen)


def touch(rows: list[queries.QueueRow]) -> None:
    """Read all that a page shows of each row."""
    for row in rows:
        assert row.rank.say()
        _ = (row.line, [light.why.say() for light in row.lights], row.due, row.id)
        if row.case is not None:
            contract = row.case.contract
            _ = (contract.worker.name, contract.employer.name, contract.agency, row.case.state)


def test_an_attache_attests_the_earliest_deadline_first(clock: Clock) -> None:
    who = contracts.parties()
    first = orders.filed_order(who.employer)
    clock.next_day(4)
    second = orders.filed_order(people.actor(Role.EMPLOYER, "QAT"))
    rows = queries.queue(who.attache)
    assert [row.id for row in rows] == [first.id, second.id]
    assert [row.steps[0].id for row in rows] == ["order_attested", "order_attested"]
    assert rows[0].due is not None
    assert "Due on 2026-01-25." in rows[0].rank.say()
    clock.next_day(20)
    assert "Overdue since 2026-01-25." in queries.queue(who.attache)[0].rank.say()


def test_equal_deadlines_are_ranked_by_what_is_on_record(clock: Clock) -> None:
    who = contracts.parties()
    bad = people.actor(Role.EMPLOYER, "QAT")
    returned = orders.filed_order(bad)
    vacancies.return_order(by=who.attache, order=returned.id, reason="No power of attorney")
    calm = orders.filed_order(who.employer)
    risky = orders.filed_order(bad)
    rows = queries.queue(who.attache)
    assert [row.id for row in rows] == [risky.id, calm.id]
    assert "sent back: 1" in rows[0].rank.say()
    assert "Nothing on record against those involved." in rows[1].rank.say()


def test_papers_and_licences_count_and_nothing_about_the_worker_does(clock: Clock) -> None:
    calm, risky = contracts.parties(), contracts.parties()
    quiet = contracts.accepted(contracts.offered(calm), calm, clock)
    loud = contracts.offered(risky)
    wrong = contracts.wrong_answers(loud)
    loud = contracts.accepted(loud, risky, clock, answers=wrong)
    rows = {row.id: row for row in queries.queue(calm.origin)}
    assert rows[quiet.id].risk == rows[loud.id].risk
    terms = {**loud.versions.get().terms, "basic_wage": "830.00"}
    actions.present(by=risky.worker, contract=loud.id, terms=terms)
    licensing.decide(
        by=risky.origin,
        agency=risky.agency.organisation or "",
        number="L-1",
        decision="suspended",
        valid_from=clock.day,
        reason="Took fees",
    )
    found = queries.queue(calm.origin)
    assert [row.id for row in found] == [loud.id, quiet.id]
    said = found[0].rank.say()
    assert "from this employer: 1" in said
    assert "licence of this agency: 1" in said
    for party in (risky.employer, risky.agency):
        for row in queries.queue(party, waiting=True):
            assert "from this employer" not in row.rank.say()


def test_a_case_leaves_the_queue_when_the_office_has_acted(clock: Clock) -> None:
    who = contracts.parties()
    bound = contracts.accepted(contracts.offered(who), who, clock)
    assert "registered_destination" in {
        step.id for row in queries.queue(who.destination) for step in row.steps
    }
    actions.register(by=who.destination, contract=bound.id)
    later = {step.id for row in queries.queue(who.destination) for step in row.steps}
    assert "registered_destination" not in later


def test_waiting_cases_say_what_blocks(clock: Clock) -> None:
    who = contracts.parties()
    contracts.explained(contracts.offered(who), who)
    mine = queries.queue(who.worker, waiting=True)
    assert mine[0].steps == ()
    assert "Not before 2026-01-13" in mine[0].blocked[0].say()


def test_another_countrys_office_has_an_empty_queue(clock: Clock) -> None:
    who = contracts.parties()
    contracts.accepted(contracts.offered(who), who, clock)
    for role, country in (
        (Role.ORIGIN_OFFICER, "PHL"),
        (Role.LABOUR_ATTACHE, "PHL"),
        (Role.DESTINATION_OFFICER, "DEU"),
    ):
        assert queries.queue(people.actor(role, country), waiting=True) == []


def test_the_four_lights_and_whom_they_are_for(clock: Clock) -> None:
    who = contracts.parties()
    bound = contracts.accepted(contracts.offered(who), who, clock)

    def lights(**given: Any) -> dict[str, str]:
        page = queries.contract_page(bound.id, who.origin)
        return {one.id: one.verdict.value for one in page.lights(**given)}

    assert lights() == {
        "employer": "unknown",
        "matches": "unknown",
        "understood": "ok",
        "fees": "unknown",
    }
    actions.register(by=who.destination, contract=bound.id)
    assert lights(visa=True)["employer"] == "ok"
    assert lights(visa=True)["matches"] == "ok"
    assert lights(visa=False)["matches"] == "breach"


def _match(contract: Contract, by: Any, **given: Any) -> tuple[str, str]:
    light = queries.contract_page(contract.id, by).lights(**given)[1]
    return light.verdict.value, light.why.say()


def test_nothing_compared_is_unknown_and_one_thing_compared_is_named(clock: Clock) -> None:
    who = contracts.parties()
    ordered = contracts.offered(who)
    assert _match(ordered, who.origin) == (
        "unknown",
        "Contract and job order agree; no visa is on record yet.",
    )
    assert _match(ordered, who.origin, visa=True)[1] == "Contract, job order and visa agree."
    neither = "There is neither a job order nor a visa to compare the contract with."
    for route, said in (
        ("change_of_employer", neither),
        ("rehire", "No visa is on record yet, and there is no job order to compare with."),
    ):
        made = contracts.plain_offer(contracts.parties(), "change_of_employer")
        Contract.objects.filter(pk=made.pk).update(route=route)
        assert _match(made, who.origin) == ("unknown", said)
        told = ("ok", "Contract and visa agree. This way has no job order.")
        assert _match(made, who.origin, visa=True) == told
        assert _match(made, who.origin, visa=False)[0] == "breach"


def test_where_the_other_state_is_silent_its_light_is_unknown(clock: Clock) -> None:
    who = contracts.parties("PHL-DEU")
    bound = contracts.accepted(contracts.government_offer(who), who, clock)
    light = queries.contract_page(bound.id, who.origin).lights()[0]
    assert light.verdict == "unknown"
    assert light.why.say() == "Nobody has said yet: Germany takes no part here."


@pytest.mark.on_sqlite_only  # the same look-ups on both
@pytest.mark.parametrize("number", [1, 30])
def test_pages_take_ten_look_ups_at_most_whatever_the_number_of_rows(
    clock: Clock, number: int
) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency, headcount=100)
    for _ in range(number):
        one = contracts.parties()
        one.employer, one.agency = who.employer, who.agency
        candidate = orders.selected(order, who.agency, contracts.person_of(one.worker))
        made = actions.offer(
            by=who.employer,
            corridor="NPL-QAT",
            route="agency",
            terms=orders.terms(),
            candidate=candidate.id,
        )
        actions.explain(by=one.worker, contract=made.id, language="ne", way="read")
        orders.filed_order(who.employer)
    for by in (who.origin, who.attache, who.destination, who.employer, who.agency):
        assert counted(lambda by=by: touch(queries.queue(by, waiting=True))) <= 7
        assert counted(lambda by=by: [c.line for c in queries.contract_list(by)]) <= 5
        assert counted(lambda by=by: vacancy_queries.orders(by)) == 1
        assert counted(lambda by=by: recruitment.candidates(by)) <= 1
    assert len(queries.queue(who.origin, waiting=True)) >= number
    assert counted(vacancy_queries.job_board) <= 2
    assert counted(lambda: vacancy_queries.order_page(order.id, who.employer)) <= 5
    assert counted(lambda: everything(queries.contract_page(made.id, who.origin))) <= 10


def everything(page: queries.ContractPage) -> None:
    """What an officer's page of one contract shows."""
    _ = (page.line, page.lights(), page.languages, page.signatures, page.registrations)
    _ = (page.papers, page.amendments, page.blocked, page.worker_name, page.findings)
    _ = (page.language_differences, page.contract.employer.name)
