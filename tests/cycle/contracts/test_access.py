"""Who sees nothing: strangers, administrators, gates, other workers, other countries."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.findings import Verdict
from corridor.core.text import sentence
from corridor.cycle.contracts import actions, queries
from corridor.cycle.contracts.models import Contract
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MODELS = list(apps.get_app_config("contracts").get_models())


@pytest.fixture
def full(clock: Clock) -> tuple[Contract, contracts.Parties]:
    """A contract with a row in every table of the room."""
    who = contracts.parties()
    offer = contracts.offered(who, languages={"en": orders.terms(), "ne": orders.terms()})
    wrong = contracts.wrong_answers(offer)
    bound = contracts.accepted(offer, who, clock, answers=wrong)
    actions.register(by=who.destination, contract=bound.id)
    terms = {**bound.versions.get().terms, "basic_wage": "1100.00"}
    actions.present(by=who.worker, contract=bound.id, terms=terms)
    actions.propose_amendment(by=who.employer, contract=bound.id, terms=terms)
    union = people.organisation("union", "NPL")
    actions.give_mandate(by=who.worker, contract=bound.id, union=union.id)
    new = contracts.parties()
    new.worker = who.worker
    fresh = contracts.accepted(contracts.plain_offer(new, "change_of_employer"), new, clock)
    actions.request_change(by=who.worker, contract=fresh.id, leaving=bound.id)
    return bound, who


def test_every_table_is_declared_and_hidden_from_those_without_a_side(
    full: tuple[Contract, contracts.Parties],
) -> None:
    outside = [
        STRANGER,
        people.actor(Role.ADMIN, "NPL"),
        people.actor(Role.BORDER_OFFICER, "NPL"),
        people.worker(),
        people.actor(Role.EMPLOYER, "QAT"),
        people.member(Role.AGENCY, orders.licensed_agency()),
        people.actor(Role.UNION, "NPL"),
        people.actor(Role.ORIGIN_OFFICER, "PHL"),
        people.actor(Role.LABOUR_ATTACHE, "PHL"),
        people.actor(Role.COUNSELLOR, "PHL"),
        people.actor(Role.DESTINATION_OFFICER, "DEU"),
        people.actor(Role.INSPECTOR, "DEU"),
    ]
    for model in MODELS:
        assert model in rules.DECLARATIONS
        assert model._default_manager.exists(), model
        for by in outside:
            assert not rules.rows(model, by).exists(), (model, by.role, by.country)


def test_the_worker_sees_every_fact_of_her_own(full: tuple[Contract, contracts.Parties]) -> None:
    _, who = full
    for model in MODELS:
        assert rules.rows(model, who.worker).count() == model._default_manager.count()


HIDDEN_FROM_PARTIES = {
    "Explanation",
    "Understanding",
    "Counselling",
    "PresentedPaper",
    "Mandate",
}


def test_what_employer_and_agency_never_see(full: tuple[Contract, contracts.Parties]) -> None:
    _, who = full
    for party in (who.employer, who.agency):
        seen = {model.__name__ for model in MODELS if _any(model, party)}
        assert not seen & HIDDEN_FROM_PARTIES
        assert {"Contract", "ContractVersion", "Signature", "Registration"} <= seen


def _any(model: type[Model], by: object) -> bool:
    return rules.rows(model, by).exists()  # type: ignore[arg-type]


def test_an_inspector_reads_terms_by_contract_number(
    full: tuple[Contract, contracts.Parties],
) -> None:
    bound, _ = full
    inspector = people.actor(Role.INSPECTOR, "QAT")
    page = queries.contract_page(bound.id, inspector)
    assert page.worker_name == ""
    assert "worker_id" not in rules.shown(bound, inspector)
    assert [one.id for one in page.lights()] == ["employer", "matches"]
    assert page.signatures == []


def test_the_fee_light_is_unknown_until_a_later_room_says_otherwise(
    full: tuple[Contract, contracts.Parties],
) -> None:
    bound, who = full
    page = queries.contract_page(bound.id, who.origin)
    assert {one.id: one.verdict for one in page.lights()}["fees"] is Verdict.UNKNOWN
    said = queries.Light("fees", Verdict.BREACH, sentence("She paid."))
    assert page.lights(fee=said)[-1] is said
    for party in (who.employer, who.agency):
        theirs = queries.contract_page(bound.id, party).lights(fee=said)
        assert said not in theirs
        assert "fees" not in {one.id for one in theirs}
