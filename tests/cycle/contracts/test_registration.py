"""Registration on both sides, its receipt, amendments, and papers that are worse."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.cycle.contracts import actions, queries
from corridor.cycle.contracts.models import Contract, PresentedPaper, Registration
from corridor.platform.access import rules
from corridor.platform.access.actor import Role
from corridor.platform.documents import tokens
from corridor.platform.messages.models import Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def who(clock: Clock) -> contracts.Parties:
    return contracts.parties()


@pytest.fixture
def bound(clock: Clock, who: contracts.Parties) -> Contract:
    return contracts.accepted(contracts.offered(who), who, clock)


def test_the_receipt_verifies_and_carries_the_fingerprint(
    clock: Clock, who: contracts.Parties, bound: Contract
) -> None:
    made = actions.register(by=who.destination, contract=bound.id)
    read = tokens.verify(made.receipt, on=clock.day)
    assert read.state == "valid"
    assert read.kind == "receipt"
    assert read.payload["contract"] == bound.id
    assert bound.versions.get().digest.startswith(str(read.payload["digest"]).lower())
    assert len(made.receipt) <= 350
    assert made.short_code
    forged = made.receipt.replace(str(read.payload["contract"]), "0" * 26)
    assert forged != made.receipt
    assert tokens.verify(forged, on=clock.day).state == "forged"


def test_each_side_registers_once_and_its_own_step_only(
    who: contracts.Parties, bound: Contract
) -> None:
    with pytest.raises(NotPermitted):
        actions.register(by=who.attache, contract=bound.id)
    actions.register(by=who.origin, contract=bound.id)
    with pytest.raises(Conflict):
        actions.register(by=who.origin, contract=bound.id)
    actions.register(by=who.destination, contract=bound.id)
    assert set(Registration.objects.values_list("side", flat=True)) == {"origin", "destination"}


def test_nothing_is_registered_before_the_worker_signed(
    clock: Clock, who: contracts.Parties
) -> None:
    offered = contracts.offered(who)
    with pytest.raises(NotYet) as refused:
        actions.register(by=who.destination, contract=offered.id)
    assert refused.value.code == "contracts.not_bound"


def test_an_officer_of_another_country_finds_nothing(
    who: contracts.Parties, bound: Contract
) -> None:
    for role, country in ((Role.DESTINATION_OFFICER, "ARE"), (Role.ORIGIN_OFFICER, "PHL")):
        with pytest.raises(NotFound):
            actions.register(by=people.actor(role, country), contract=bound.id)


def test_a_domestic_worker_is_registered_in_qatar_only_after_arrival(clock: Clock) -> None:
    who = contracts.parties(employer_kind="household")
    offer = contracts.offered(
        who,
        order_given={
            "regime": "domestic",
            "title": "House help",
            "occupation_isco": "9111",
            "terms": orders.terms(occupation_isco="9111"),
        },
        terms=orders.terms(occupation_isco="9111"),
    )
    bound = contracts.accepted(offer, who, clock)
    with pytest.raises(NotYet, match="Arrived") as refused:
        actions.register(by=who.destination, contract=bound.id)
    assert "arrived" in refused.value.expected["steps"]
    assert actions.register(by=who.origin, contract=bound.id).side == "origin"


# Papers presented


def test_the_substitution_of_the_demo_shows_its_money(
    who: contracts.Parties, bound: Contract
) -> None:
    terms = {**bound.versions.get().terms, "basic_wage": "830.00"}
    paper = actions.present(by=who.worker, contract=bound.id, terms=terms, where="Doha")
    assert paper.verdict == "worse"
    assert paper.comparison["per_month"] == "370.00"
    assert paper.comparison["over_term"] == "8880.00"
    assert paper.comparison["currency"] == "QAR"
    view = queries.presented(paper.id, who.worker)
    assert "370.00 QAR every month, 8880.00 QAR over the term" in view.loss.say()
    assert "need not sign" in view.next.say()
    worse = next(row for row in view.comparison.clauses if row.clause == "basic_wage")
    assert "QAT.minimum_wage.basic" in worse.law
    assert Message.objects.filter(template="paper_worse").count() == 1


def test_what_stands_is_said_as_it_is_today(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    shown = {**contract.versions.get().terms, "basic_wage": "830.00"}

    def says() -> tuple[str, str]:
        paper = actions.present(by=who.worker, contract=contract.id, terms=shown)
        view = queries.presented(paper.id, who.worker)
        return view.stands.say(), view.next.say()

    officers, hers = says()
    assert officers.startswith("The employer’s signed offer stands.")
    assert "you can still say no to both" in hers
    assert "registered" not in officers
    contract = contracts.accepted(contract, who, clock)
    officers, hers = says()
    assert officers.endswith("though no office registered it yet.")
    assert "Your contract stands." in hers
    actions.register(by=who.destination, contract=contract.id)
    assert says()[0] == "The registered contract stands."
    last = PresentedPaper.objects.order_by("id").last()
    actions.end(by=who.worker, contract=contract.id, reason="not_departed")
    assert last is not None
    assert (
        queries.presented(last.id, who.worker).stands.say()
        == "No contract binds the worker to this employer today."
    )


def test_gains_never_pay_for_losses(who: contracts.Parties, bound: Contract) -> None:
    terms = {**bound.versions.get().terms, "basic_wage": "830.00", "annual_leave_days": "60"}
    paper = actions.present(by=who.worker, contract=bound.id, terms=terms)
    assert paper.comparison["per_month"] == "370.00"


def test_the_same_paper_is_the_same(who: contracts.Parties, bound: Contract) -> None:
    same = bound.versions.get().terms
    paper = actions.present(by=who.origin, contract=bound.id, terms=same)
    assert paper.verdict == "same"
    assert "takes no money" in queries.presented(paper.id, who.worker).loss.say()
    assert not Message.objects.filter(template="paper_worse").exists()


def test_employer_and_agency_never_learn_of_a_paper(
    who: contracts.Parties, bound: Contract
) -> None:
    before = [(one.id, one.verdict) for one in _lights(bound, who.employer)]
    terms = {**bound.versions.get().terms, "basic_wage": "830.00"}
    paper = actions.present(by=who.worker, contract=bound.id, terms=terms)
    for party in (who.employer, who.agency):
        assert not rules.rows(PresentedPaper, party).exists()
        assert queries.contract_page(bound.id, party).papers == []
        with pytest.raises(NotFound):
            queries.presented(paper.id, party)
        with pytest.raises(NotPermitted):
            actions.present(by=party, contract=bound.id, terms=terms)
    assert [(one.id, one.verdict) for one in _lights(bound, who.employer)] == before
    officer = {one.id: one for one in _lights(bound, who.origin)}
    assert officer["matches"].verdict == "breach"


def _lights(contract: Contract, by: Any) -> list[queries.Light]:
    return queries.contract_page(contract.id, by).lights(visa=True)


def test_a_bad_paper_names_every_bad_clause(who: contracts.Parties, bound: Contract) -> None:
    with pytest.raises(BadInput) as refused:
        actions.present(
            by=who.worker,
            contract=bound.id,
            terms={"basic_wage": "-5", "currency": "QAR", "colour": "red"},
        )
    assert {p.place.field for p in refused.value.problems} == {"terms.basic_wage", "terms.colour"}
    assert not PresentedPaper.objects.exists()


# Amendments


def test_an_amendment_binds_only_after_the_days_to_think(
    clock: Clock, who: contracts.Parties, bound: Contract
) -> None:
    terms = {**bound.versions.get().terms, "basic_wage": "1300.00"}
    change = actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    assert change.comparison["verdict"] == "better"
    with pytest.raises(Conflict):
        actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    clock.next_day(2)
    with pytest.raises(NotYet) as refused:
        actions.decide_amendment(by=who.worker, amendment=change.id, accept=True)
    assert refused.value.expected == {"not_before": "2026-01-16"}
    assert bound.versions.count() == 1
    clock.next_day()
    actions.decide_amendment(by=who.worker, amendment=change.id, accept=True)
    version = bound.versions.get(number=2)
    assert version.terms["basic_wage"] == "1300.00"
    assert {row.party for row in version.signatures.all()} == {"employer", "worker"}
    assert bound.versions.get(number=1).terms["basic_wage"] == "1200.00"


def test_an_amendment_is_stored_in_every_language_of_the_contract(clock: Clock) -> None:
    who = contracts.parties("PHL-DEU")
    texts = {"en": orders.terms(orders.GERMANY), "de": orders.terms(orders.GERMANY)}
    texts["de"]["worksite"] = "Krankenhaus Hamburg"
    offer = contracts.government_offer(who, languages=texts)
    bound = contracts.accepted(offer, who, clock)
    held = bound.versions.get().terms
    # Neither employer nor languages are named: the offer did not need them either.
    terms = {name: value for name, value in held.items() if name not in {"employer_id", "language"}}
    terms |= {"annual_leave_days": "35"}
    change = actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    assert change.terms["employer_id"] == held["employer_id"]
    clock.next_day(3)
    actions.decide_amendment(by=who.worker, amendment=change.id, accept=True)
    after = {one.language: one for one in bound.versions.get(number=2).languages.all()}
    assert set(after) == {"de", "en"}
    for one in after.values():
        assert one.terms["annual_leave_days"] == "35"
    assert after["de"].terms["worksite"] == "Krankenhaus Hamburg"
    before = {one.language: one.prevails for one in bound.versions.get(number=1).languages.all()}
    assert {code: one.prevails for code, one in after.items()} == before


def test_an_amendment_is_refused_at_once_and_the_contract_stands(
    who: contracts.Parties, bound: Contract
) -> None:
    terms = {**bound.versions.get().terms, "basic_wage": "1100.00"}
    change = actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    assert change.comparison["per_month"] == "100.00"
    actions.decide_amendment(by=who.worker, amendment=change.id, accept=False)
    assert bound.versions.count() == 1
    with pytest.raises(Conflict):
        actions.decide_amendment(by=who.worker, amendment=change.id, accept=True)


def test_an_amendment_below_the_law_is_never_proposed(
    who: contracts.Parties, bound: Contract
) -> None:
    terms = {**bound.versions.get().terms, "basic_wage": "900.00"}
    with pytest.raises(BadInput) as refused:
        actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    assert refused.value.code == "terms.below_law"


def test_an_amended_version_is_registered_again(
    clock: Clock, who: contracts.Parties, bound: Contract
) -> None:
    first = actions.register(by=who.destination, contract=bound.id)
    terms = {**bound.versions.get().terms, "basic_wage": "1300.00"}
    change = actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    clock.next_day(3)
    actions.decide_amendment(by=who.worker, amendment=change.id, accept=True)
    second = actions.register(by=who.destination, contract=bound.id)
    assert second.version_id != first.version_id
    assert second.receipt != first.receipt
    with pytest.raises(Conflict):
        actions.register(by=who.destination, contract=bound.id)


# Mandates and the end


def test_a_union_sees_a_case_while_its_mandate_lives(
    who: contracts.Parties, bound: Contract
) -> None:
    union = people.actor(Role.UNION, "NPL")
    with pytest.raises(NotFound):
        queries.contract_page(bound.id, union)
    mandate = actions.give_mandate(by=who.worker, contract=bound.id, union=union.organisation or "")
    page = queries.contract_page(bound.id, union)
    assert [one.contract.id for one in queries.union_cases(union)] == [bound.id]
    assert page.understandings == []
    assert page.worker_name == "Sita Gurung"
    with pytest.raises(Conflict):
        actions.give_mandate(by=who.worker, contract=bound.id, union=union.organisation or "")
    for party in (who.employer, who.agency):
        assert queries.contract_page(bound.id, party).mandates == []
    actions.withdraw_mandate(by=who.worker, mandate=mandate.id)
    with pytest.raises(NotFound):
        queries.contract_page(bound.id, union)
    with pytest.raises(Conflict):
        actions.withdraw_mandate(by=who.worker, mandate=mandate.id)
    again = actions.give_mandate(by=who.worker, contract=bound.id, union=union.organisation or "")
    assert again.id != mandate.id


def test_only_a_union_takes_a_mandate(who: contracts.Parties, bound: Contract) -> None:
    with pytest.raises(BadInput) as refused:
        actions.give_mandate(by=who.worker, contract=bound.id, union=who.agency.organisation or "")
    assert refused.value.place.field == "union"


@pytest.mark.parametrize(
    ("role", "reason"), [("worker", "dismissed"), ("employer", "resigned"), ("employer", "absent")]
)
def test_nobody_records_the_other_sides_reason_and_absence_is_none(
    who: contracts.Parties, bound: Contract, role: str, reason: str
) -> None:
    with pytest.raises(BadInput) as refused:
        actions.end(by=getattr(who, role), contract=bound.id, reason=reason)
    assert refused.value.place.field == "reason"
    bound.refresh_from_db()
    assert bound.state == "accepted"


def test_a_contract_does_not_end_in_the_future(
    clock: Clock, who: contracts.Parties, bound: Contract
) -> None:
    tomorrow = clock.day.replace(day=clock.day.day + 1)
    with pytest.raises(BadInput) as refused:
        actions.end(by=who.employer, contract=bound.id, reason="dismissed", on=tomorrow)
    assert refused.value.place.field == "on"
    ended = actions.end(by=who.employer, contract=bound.id, reason="dismissed")
    assert (ended.state, ended.ends) == ("ended", clock.day)
    with pytest.raises(Conflict):
        actions.end(by=who.worker, contract=bound.id, reason="resigned")
