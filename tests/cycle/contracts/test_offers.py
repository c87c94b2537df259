"""The employer's signed offer: what it may say, on which routes, and how it runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet, Problem
from corridor.cycle.contracts import actions, queries, tasks
from corridor.cycle.contracts.actions.shared import version_digest
from corridor.cycle.contracts.models import Contract
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.journal import queries as journal
from corridor.platform.journal.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def fields(problem: Problem) -> set[str | None]:
    return {single.place.field for single in problem.problems}


def test_the_offer_is_signed_fingerprinted_and_bound(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    version = contract.versions.get()
    assert contract.state == "offered"
    assert version.digest == version_digest(contract.id, 1, version.terms)
    assert contract.irrevocable_until == clock.day + timedelta(days=14)
    signature = version.signatures.get()
    assert (signature.party, signature.person, signature.country) == (
        "employer",
        who.employer.person,
        "QAT",
    )
    entry = Entry.objects.get(act="contracts.offer")
    assert entry.key_subject == contract.worker_id
    assert journal.body(entry)["digest"] == version.digest


def test_any_change_of_a_term_changes_the_fingerprint(clock: Clock) -> None:
    terms = orders.terms()
    base = version_digest("C1", 1, terms)
    assert version_digest("C1", 1, dict(reversed(terms.items()))) == base
    assert version_digest("C1", 2, terms) != base
    assert version_digest("C2", 1, terms) != base
    assert version_digest("C1", 1, {**terms, "basic_wage": "1199.99"}) != base


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"basic_wage": "1100.00"}, "terms.basic_wage", "100.00 QAR less a month, 2400.00"),
        ({"worksite": "Al Khor"}, "terms.worksite", "agreed Doha, now Al Khor"),
        ({"ticket_return": "worker"}, "terms.ticket_return", "agreed employer, now worker"),
        ({"notice_days_worker": 90}, "terms.notice_days_worker", "agreed 30, now 90"),
    ],
)
def test_worse_than_the_order_is_refused_with_its_money(
    clock: Clock, changes: dict[str, Any], field: str, said: str
) -> None:
    who = contracts.parties()
    with pytest.raises(BadInput) as refused:
        contracts.offered(who, terms=orders.terms(**changes))
    assert refused.value.code == "contracts.worse_than_order"
    assert fields(refused.value) == {field}
    assert said in refused.value.say()
    assert not Contract.objects.exists()


def test_every_worse_clause_is_named_at_once(clock: Clock) -> None:
    who = contracts.parties()
    with pytest.raises(BadInput) as refused:
        contracts.offered(
            who, terms=orders.terms(basic_wage="1100.00", annual_leave_days="14", worksite="X")
        )
    assert fields(refused.value) == {
        "terms.basic_wage",
        "terms.annual_leave_days",
        "terms.worksite",
    }


def test_better_than_the_order_is_welcome(clock: Clock) -> None:
    who = contracts.parties()
    made = contracts.offered(who, terms=orders.terms(basic_wage="1500.00"))
    assert made.versions.get().terms["basic_wage"] == "1500.00"


def test_below_the_law_is_refused_in_every_language_version(clock: Clock) -> None:
    who = contracts.parties()
    low = orders.terms(basic_wage="900.00")
    with pytest.raises(BadInput) as refused:
        contracts.plain_offer(who, "rehire", previous=_earlier(who, clock).id, terms=low)
    assert "terms.basic_wage" in fields(refused.value)
    assert "QAT.minimum_wage.basic" in {one for p in refused.value.problems for one in p.law}
    with pytest.raises(BadInput) as refused:
        contracts.offered(who, languages={"en": orders.terms(), "ne": low})
    assert "languages.ne.terms.basic_wage" in fields(refused.value)


def _earlier(who: contracts.Parties, clock: Clock) -> Contract:
    """A contract of the same two, ended: what a rehire follows."""
    contract, _ = contracts.registered_contract(clock, who)
    return actions.end(by=who.worker, contract=contract.id, reason="completed")


def test_language_versions_prevail_by_law_and_their_differences_are_told(clock: Clock) -> None:
    who = contracts.parties()
    texts = {
        "ar": orders.terms(),
        "en": orders.terms(),
        "ne": orders.terms(hours_week="40"),
    }
    contract = contracts.offered(who, languages=texts)
    page = queries.contract_page(contract.id, who.origin)
    assert [one.language for one in page.languages if one.prevails] == ["ar"]
    assert page.languages[0].language == "ar"
    told = [finding for finding in page.language_differences if finding.verdict == "breach"]
    assert told
    assert all("hours_week" in finding.check for finding in told)


def test_nobody_is_offered_a_job_before_selection(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    candidate = recruitment.propose(
        by=who.agency,
        order=order.id,
        passport=people.passport_of(contracts.person_of(who.worker)),
    )
    with pytest.raises(NotYet, match="not selected"):
        actions.offer(
            by=who.employer,
            corridor="NPL-QAT",
            route="agency",
            terms=orders.terms(),
            candidate=candidate.id,
        )


def test_the_procedure_says_what_blocks_an_offer(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.filed_order(who.employer)
    with pytest.raises(NotYet) as refused:
        actions.offer(
            by=who.employer,
            corridor="NPL-QAT",
            route="agency",
            terms=orders.terms(),
            order=order.id,
            passport=people.passport_of(contracts.person_of(who.worker)),
        )
    assert "Job advertised must come first." in refused.value.say()
    assert not Contract.objects.exists()


def test_two_offers_to_one_candidate_conflict(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    with pytest.raises(Conflict) as refused:
        actions.offer(
            by=who.employer,
            corridor="NPL-QAT",
            route="agency",
            terms=orders.terms(),
            candidate=contract.candidate_id or "",
        )
    assert refused.value.code == "contracts.offered_before"


def test_another_employer_cannot_offer_under_an_order_that_is_not_its_own(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    stranger = people.actor(Role.EMPLOYER, "QAT")
    with pytest.raises(NotFound):
        actions.offer(
            by=stranger,
            corridor="NPL-QAT",
            route="agency",
            terms=orders.terms(),
            order=contract.order_id or "",
        )


def test_order_and_offer_lie_in_one_place(clock: Clock) -> None:
    who = contracts.parties()
    order = orders.open_order(who.employer, who.agency)
    candidate = orders.selected(order, who.agency, contracts.person_of(who.worker))
    with pytest.raises(BadInput) as refused:
        actions.offer(
            by=who.employer,
            corridor="NPL-QAT",
            route="direct",
            terms=orders.terms(),
            candidate=candidate.id,
        )
    assert refused.value.code == "contracts.other_place"


def test_the_last_place_fills_the_order_and_a_refusal_frees_it(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who, order_given={"headcount": 1})
    order = JobOrder.objects.get(pk=contract.order_id)
    assert order.state == "filled"
    actions.decline(by=who.worker, contract=contract.id)
    order.refresh_from_db()
    assert order.state == "open"


@pytest.mark.parametrize("name", ["agency", "worker", "origin", "destination"])
def test_only_employers_offer(clock: Clock, name: str) -> None:
    who = contracts.parties()
    with pytest.raises(NotPermitted):
        actions.offer(
            by=getattr(who, name), corridor="NPL-QAT", route="rehire", terms=orders.terms()
        )


def test_a_rehire_needs_no_order_and_names_what_it_follows(clock: Clock) -> None:
    who = contracts.parties()
    with pytest.raises(BadInput) as refused:
        contracts.plain_offer(who, "rehire")
    assert refused.value.code == "contracts.no_previous"
    before = _earlier(who, clock)
    again = contracts.plain_offer(who, "rehire", previous=before.id, passport="")
    made = contracts.accepted(again, who, clock)
    assert (made.state, made.previous_id, made.order_id) == ("accepted", before.id, None)


def test_a_renewal_begins_on_its_day_without_any_authority(clock: Clock) -> None:
    who = contracts.parties()
    before, _ = contracts.registered_contract(clock, who)
    actions.begin(before, clock.day)
    starts = before.ends + timedelta(days=1) if before.ends else clock.day
    renewed = contracts.plain_offer(who, "renewal", previous=before.id, passport="", starts=starts)
    made = contracts.accepted(renewed, who, clock)
    assert made.state == "accepted"
    assert tasks.begin_due.func("") == 0
    clock.set(starts)
    assert tasks.begin_due.func("") == 1
    made.refresh_from_db()
    assert (made.state, made.starts) == ("in_force", starts)


def test_a_worse_renewal_is_shown_for_what_it_is_and_ends_what_it_follows(clock: Clock) -> None:
    who = contracts.parties()
    before, _ = contracts.registered_contract(clock, who)
    actions.begin(before, clock.day)
    worse = orders.terms(basic_wage="1100.00")
    renewed = contracts.plain_offer(who, "renewal", previous=before.id, passport="", terms=worse)
    assert before.ends is not None
    assert renewed.starts == before.ends + timedelta(days=1)
    compared = queries.contract_page(renewed.id, who.worker).against_previous
    assert compared is not None
    assert compared.per_month is not None
    assert (compared.verdict, compared.per_month.text()) == ("worse", "100.00")
    made = contracts.accepted(renewed, who, clock)
    before.refresh_from_db()
    assert before.state == "in_force"
    clock.set(made.starts or clock.day)
    tasks.begin_due.func("")
    before.refresh_from_db()
    made.refresh_from_db()
    assert (before.state, before.end_reason, made.state) == ("ended", "followed", "in_force")
    assert before.ends == (made.starts or clock.day) - timedelta(days=1)


def test_the_other_corridor_pays_by_the_hour_without_an_agency(clock: Clock) -> None:
    who = contracts.parties("PHL-DEU")
    contract = contracts.government_offer(who)
    assert (contract.sector, contract.job, contract.agency_id) == ("care", "nurse", None)
    made, _ = contracts.registered_contract(clock, who, sides=("origin",), contract=contract)
    assert made.state == "accepted"
    with pytest.raises(BadInput) as refused:
        orders.filed_order(
            who.employer,
            corridor="PHL-DEU",
            route="government",
            occupation_isco="2221",
            worksite="Hamburg",
            terms=orders.terms(orders.GERMANY, basic_wage="14.00"),
            sector="care",
            job="nurse",
        )
    assert "terms.basic_wage" in fields(refused.value)


def test_an_unanswered_offer_lapses_after_its_day_and_not_on_it(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    assert contract.irrevocable_until is not None
    clock.set(contract.irrevocable_until)
    assert queries.state_on(contract, clock.day) == "offered"
    with pytest.raises(NotYet, match="bound to this offer until"):
        actions.lapse(by=SYSTEM, contract=contract.id)
    clock.next_day(4)
    assert queries.state_on(contract, clock.day) == "lapsed"
    with pytest.raises(Conflict) as refused:
        actions.explain(by=who.worker, contract=contract.id, language="ne", way="read")
    assert refused.value.code == "contracts.lapsed"
    assert tasks.lapse_unanswered.func("") == 1
    assert tasks.lapse_unanswered.func("") == 0
    contract.refresh_from_db()
    assert contract.state == "lapsed"


def test_the_days_to_think_are_never_shorter_than_the_offer(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    assert contract.irrevocable_until is not None
    clock.set(contract.irrevocable_until)
    contracts.explained(contract, who)
    clock.next_day(3)
    assert queries.answer_by(contract) == clock.day
    assert actions.accept(by=who.worker, contract=contract.id).state == "accepted"


def test_nothing_lapses_an_accepted_contract_however_late_an_authority_is(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.accepted(contracts.offered(who), who, clock)
    clock.next_month(30)
    assert queries.state_on(contract, clock.day) == "accepted"
    assert tasks.lapse_unanswered.func("") == 0
    with pytest.raises(Conflict):
        actions.lapse(by=SYSTEM, contract=contract.id)
    assert actions.register(by=who.destination, contract=contract.id).side == "destination"


def test_only_the_system_lapses(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    clock.next_month()
    for by in (who.employer, who.agency, who.origin, who.worker):
        with pytest.raises(NotPermitted):
            actions.lapse(by=by, contract=contract.id)
