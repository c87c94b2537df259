"""Job orders: filed above the law, attested, public, withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.cycle.licensing import actions as licensing
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.vacancies import actions, queries
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def who(clock: Clock) -> contracts.Parties:
    return contracts.parties()


def test_an_order_below_the_law_names_every_clause(who: contracts.Parties) -> None:
    with pytest.raises(BadInput) as refused:
        orders.filed_order(
            who.employer,
            terms=orders.terms(basic_wage="900.00", hours_week="60", ticket_out="worker"),
        )
    found = {problem.place.field: problem for problem in refused.value.problems}
    assert {"terms.basic_wage", "terms.hours_week", "terms.ticket_out"} <= set(found)
    assert "Hours a week: the law asks for 48; this says 60." in found["terms.hours_week"].say()
    assert all(problem.code == "terms.below_law" for problem in refused.value.problems)
    assert not JobOrder.objects.exists()


def test_every_bad_field_is_named_at_once(who: contracts.Parties) -> None:
    with pytest.raises(BadInput) as refused:
        orders.filed_order(who.employer, title=" ", occupation_isco="99x", worksite="", headcount=0)
    fields = {problem.place.field for problem in refused.value.problems}
    assert fields == {"title", "occupation_isco", "worksite", "headcount"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"corridor": "NPL-XXX"}, "law.corridor"),
        ({"route": "government"}, "law.route"),
        ({"regime": "maritime"}, "law.route"),
        ({"terms": orders.terms(currency="USD")}, None),
        ({"terms": orders.terms(basic_wage="-1")}, "contract.negative"),
    ],
)
def test_what_no_law_knows_is_refused(
    who: contracts.Parties, given: dict[str, Any], code: str | None
) -> None:
    if code is None:
        order = orders.filed_order(who.employer, **given)
        page = queries.order_page(order.id, who.employer)
        wage = [finding for finding in page.findings if finding.check == "minimum_wage"]
        assert [finding.verdict for finding in wage] == ["unknown"]
        return
    with pytest.raises(BadInput) as refused:
        orders.filed_order(who.employer, **given)
    assert refused.value.code == code


def test_an_employer_files_for_its_own_country(clock: Clock) -> None:
    with pytest.raises(BadInput) as refused:
        orders.filed_order(people.actor(Role.EMPLOYER, "DEU"))
    assert refused.value.place.field == "corridor"


def test_returned_with_a_reason_corrected_and_attested(who: contracts.Parties) -> None:
    order = orders.filed_order(who.employer)
    with pytest.raises(BadInput):
        actions.return_order(by=who.attache, order=order.id, reason=" ")
    actions.return_order(by=who.attache, order=order.id, reason="Name the worksite")
    order.refresh_from_db()
    assert (order.state, order.return_reason) == ("returned", "Name the worksite")
    with pytest.raises(Conflict):
        actions.attest_order(by=who.attache, order=order.id)
    with pytest.raises(BadInput):
        actions.correct_order(
            by=who.employer, order=order.id, terms=orders.terms(basic_wage="1.00")
        )
    actions.correct_order(by=who.employer, order=order.id, terms=orders.terms(worksite="Lusail"))
    assert actions.attest_order(by=who.attache, order=order.id).state == "attested"
    order.refresh_from_db()
    assert (order.terms["worksite"], order.return_reason) == ("Lusail", "")


def test_only_the_missions_own_corridors(who: contracts.Parties) -> None:
    order = orders.filed_order(who.employer)
    with pytest.raises(NotFound):
        actions.attest_order(by=people.actor(Role.LABOUR_ATTACHE, "PHL"), order=order.id)
    for by in (who.employer, who.agency, who.origin, who.destination, who.worker):
        with pytest.raises(NotPermitted):
            actions.attest_order(by=by, order=order.id)


def test_nothing_is_public_before_attestation(who: contracts.Parties) -> None:
    order = orders.filed_order(who.employer)
    with pytest.raises(NotFound):
        queries.job(order.id)
    assert queries.job_board() == []
    assert not rules.rows(JobOrder, STRANGER).exists()
    assert not rules.rows(JobOrder, people.actor(Role.EMPLOYER, "QAT")).exists()


def test_the_board_shows_the_real_wage_and_what_may_be_charged(who: contracts.Parties) -> None:
    order = orders.open_order(who.employer, who.agency, approval_reference="QVC-1")
    job = queries.job_board()[0]
    assert (job.order.id, job.wage, job.currency, job.pay_period) == (
        order.id,
        "1200.00",
        "QAR",
        "month",
    )
    assert any(charge.payer == "employer" for charge in job.charges)
    assert job.licence is not None
    assert job.licence.valid
    shown = rules.shown(job.order, STRANGER)
    assert "approval_reference" not in shown
    assert "return_reason" not in shown
    assert [one.order.id for one in queries.job_board(text="labourer")] == [order.id]
    assert queries.job_board(text="nurse") == []
    assert queries.job_board(corridor="PHL-DEU") == []
    assert queries.job_board(after=order.id) == []


def test_only_the_orders_own_licensed_agency_advertises(
    clock: Clock, who: contracts.Parties
) -> None:
    order = orders.filed_order(who.employer)
    with pytest.raises(NotFound):
        actions.advertise(by=who.agency, order=order.id)
    recruitment.appoint_agency(by=who.employer, order=order.id, agency=who.agency.organisation)
    with pytest.raises(NotYet, match="Job order attested must come first"):
        actions.advertise(by=who.agency, order=order.id)
    actions.attest_order(by=who.attache, order=order.id)
    licensing.decide(
        by=who.origin,
        agency=who.agency.organisation or "",
        number="L",
        decision="suspended",
        valid_from=clock.day,
        reason="Took fees",
    )
    with pytest.raises(NotYet, match="suspended"):
        actions.advertise(by=who.agency, order=order.id)
    clock.next_day()
    licensing.decide(
        by=who.origin,
        agency=who.agency.organisation or "",
        number="L",
        decision="reinstated",
        valid_from=clock.day,
    )
    other = people.member(Role.AGENCY, orders.licensed_agency())
    with pytest.raises((NotFound, NotPermitted)):
        actions.advertise(by=other, order=order.id)
    assert actions.advertise(by=who.agency, order=order.id).state == "open"


def test_a_withdrawn_order_leaves_the_board(who: contracts.Parties) -> None:
    order = orders.open_order(who.employer, who.agency)
    actions.withdraw_order(by=who.employer, order=order.id, reason="Project stopped")
    assert queries.job_board() == []
    with pytest.raises(Conflict):
        actions.withdraw_order(by=who.employer, order=order.id, reason="Again")


def test_an_order_page_has_its_line_and_its_deadline(who: contracts.Parties) -> None:
    order = orders.filed_order(who.employer)
    page = queries.order_page(order.id, who.attache)
    assert page.due is not None
    assert page.due.isoformat() == "2026-01-25"
    stations = {station.id: station.state for station in page.line}
    assert stations["order_filed"] == "done"
    assert set(stations) == {
        "order_filed",
        "order_attested",
        "agency_appointed",
        "order_advertised",
    }


def test_the_state_advertises_where_a_state_places(clock: Clock) -> None:
    who = contracts.parties("PHL-DEU")
    contract = contracts.government_offer(who)
    assert contract.order is not None
    assert contract.order.agency_id is None
    order = orders.filed_order(who_else(who))
    with pytest.raises(NotPermitted):
        actions.advertise(by=contracts.parties().origin, order=order.id)


def who_else(who: contracts.Parties) -> Actor:
    return people.actor(Role.EMPLOYER, "QAT")
