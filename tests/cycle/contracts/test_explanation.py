"""The explanation, the five questions, the days to think, and the guards around them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet, Problems
from corridor.cycle.contracts import actions, queries, questions
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, Counselling, Understanding
from corridor.cycle.corridors import terms as law_terms
from corridor.platform.access import rules
from corridor.platform.access.actor import Role
from corridor.platform.journal.models import Entry
from corridor.platform.messages.models import Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def who(clock: Clock) -> contracts.Parties:
    return contracts.parties()


@pytest.fixture
def contract(who: contracts.Parties) -> Contract:
    return contracts.offered(who)


def asked(base: dict[str, Any] | None = None, **changes: Any) -> list[questions.Question]:
    terms = law_terms.read("NPL-QAT", "agency", "general", orders.terms(base, **changes))
    return questions.questions(terms, "seed")


def test_the_questions_come_from_the_contract_and_do_not_tell_the_answer(
    who: contracts.Parties, contract: Contract
) -> None:
    found = queries.questions(contract.id, who.worker)
    assert [question.id for question in found] == ["wage", "rest_day", "passport", "ticket", "call"]
    wage = found[0]
    keys = [option.key for option in wage.options]
    assert "1200.00" in keys
    assert len(keys) == 4
    assert keys[:3] == sorted(keys[:3], key=lambda key: int(key.replace(".", "")))
    assert {option.text.say() for option in wage.options} >= {"1200.00 QAR a month"}
    assert not any(hasattr(question, "right") for question in found)


def test_the_right_wage_does_not_stand_in_one_place() -> None:
    terms = law_terms.read("NPL-QAT", "agency", "general", orders.terms())
    places = set()
    for number in range(40):
        options = questions.questions(terms, f"seed{number}")[0].options
        places.add([option.key for option in options].index("1200.00"))
    assert places == {0, 1, 2}


@pytest.mark.parametrize(
    ("changes", "question", "right"),
    [
        ({"rest_days_week": "2"}, "rest_day", "2"),
        ({"rest_days_week": None}, "rest_day", questions.NOT_WRITTEN),
        ({"rest_days_week": "1.5"}, "rest_day", "1.5"),
        ({"passport_clause": "employer"}, "passport", "employer"),
        ({"passport_clause": None}, "passport", questions.NOT_WRITTEN),
        ({"ticket_out": "shared"}, "ticket", "shared"),
        ({"ticket_out": "none"}, "ticket", "worker"),
        ({"ticket_out": None}, "ticket", questions.NOT_WRITTEN),
        ({"basic_wage": None}, "wage", questions.NOT_WRITTEN),
        ({}, "call", "help_desk"),
    ],
)
def test_each_right_answer_follows_from_the_terms(
    changes: dict[str, Any], question: str, right: str
) -> None:
    terms = law_terms.read("NPL-QAT", "agency", "general", orders.terms(**changes))
    assert questions.right_answers(terms, "s")[question] == right
    options = {one.id: {o.key for o in one.options} for one in questions.questions(terms, "s")}
    assert right in options[question]
    assert all(questions.NOT_TOLD in keys for keys in options.values())


def test_unanswered_and_unknown_answers_are_all_told_at_once(
    who: contracts.Parties, contract: Contract
) -> None:
    actions.explain(by=who.worker, contract=contract.id, language="ne", way="read")
    with pytest.raises(Problems) as refused:
        actions.answer_questions(
            by=who.worker,
            contract=contract.id,
            answers={"wage": "5", "call": "help_desk", "shoe_size": "40"},
        )
    assert {problem.place.field for problem in refused.value.problems} == {
        "answers.wage",
        "answers.rest_day",
        "answers.passport",
        "answers.ticket",
        "answers.shoe_size",
    }
    assert not Understanding.objects.exists()


def test_a_good_score_sends_nobody(who: contracts.Parties, contract: Contract) -> None:
    contracts.explained(contract, who)
    assert Understanding.objects.get().score == 5
    assert not Counselling.objects.exists()


def test_one_slip_of_five_still_passes(who: contracts.Parties, contract: Contract) -> None:
    answers = {**contracts.right_answers(contract), "call": "nobody"}
    contracts.explained(contract, who, answers=answers)
    assert Understanding.objects.get().score == 4
    assert not Counselling.objects.exists()


def test_a_low_score_sends_a_counsellor_once_and_bars_nothing(
    clock: Clock, who: contracts.Parties, contract: Contract
) -> None:
    wrong = contracts.wrong_answers(contract)
    contracts.explained(contract, who, answers=wrong)
    actions.answer_questions(by=who.worker, contract=contract.id, answers=wrong)
    assert [row.score for row in Understanding.objects.all()] == [0, 0]
    assert Counselling.objects.get().reason == "explanation_did_not_work"
    assert Message.objects.filter(template="counsellor_sent").count() == 1
    clock.next_day(3)
    assert actions.accept(by=who.worker, contract=contract.id).state == "accepted"


def test_the_counsellor_sees_the_case_explains_again_and_the_light_follows(
    who: contracts.Parties, contract: Contract
) -> None:
    with pytest.raises(NotFound):
        queries.contract_page(contract.id, who.counsellor)
    contracts.explained(contract, who, answers=contracts.wrong_answers(contract))
    assert light(contract, who, "understood") == "breach"
    waiting = queries.counselling_queue(who.counsellor)
    assert [row.contract_id for row in waiting] == [contract.id]
    actions.explain(by=who.counsellor, contract=contract.id, language="ne", way="heard")
    actions.counsel_done(by=who.counsellor, counselling=waiting[0].id)
    assert light(contract, who, "understood") == "ok"
    assert queries.counselling_queue(who.counsellor) == []
    with pytest.raises(Conflict):
        actions.counsel_done(by=who.counsellor, counselling=waiting[0].id)


def light(contract: Contract, who: contracts.Parties, name: str) -> str:
    page = queries.contract_page(contract.id, who.origin)
    return next(one.verdict.value for one in page.lights() if one.id == name)


def test_employer_and_agency_neither_see_nor_assist(
    who: contracts.Parties, contract: Contract
) -> None:
    for party in (who.employer, who.agency):
        helped = replace(who.worker, assisted_by=party.person)
        for act, given in (
            (actions.explain, {"language": "ne", "way": "heard"}),
            (actions.answer_questions, {"answers": contracts.right_answers(contract)}),
            (actions.keep_copy, {}),
            (actions.accept, {}),
        ):
            with pytest.raises(NotPermitted) as refused:
                act(by=helped, contract=contract.id, **given)
            assert refused.value.code == "contracts.assisted_by_party"
        for act, given in (
            (actions.explain, {"language": "ne", "way": "heard"}),
            (actions.answer_questions, {"answers": {}}),
        ):
            with pytest.raises(NotPermitted):
                act(by=party, contract=contract.id, **given)
        with pytest.raises(NotPermitted):
            queries.questions(contract.id, party)
    contracts.explained(contract, who, answers=contracts.wrong_answers(contract))
    for party in (who.employer, who.agency):
        assert not rules.rows(Understanding, party).exists()
        assert not rules.rows(Counselling, party).exists()
        page = queries.contract_page(contract.id, party)
        assert page.understandings == []
        assert page.counsellings == []
        assert page.case.score is None
        assert not page.case.counsellor_waits
        assert [one.id for one in page.lights()] == ["employer", "matches"]


def test_an_employer_page_is_the_same_whatever_the_worker_answers(clock: Clock) -> None:
    pages = []
    for pick in (contracts.right_answers, contracts.wrong_answers):
        who = contracts.parties()
        contract = contracts.offered(who)
        contracts.explained(contract, who, answers=pick(contract))
        page = queries.contract_page(contract.id, who.employer)
        shown = rules.shown(page.contract, who.employer)
        shown = {name: value for name, value in shown.items() if not name.endswith("id")}
        pages.append(
            (
                shown,
                [(station.id, station.state, station.on) for station in page.line],
                [(one.id, one.verdict, one.why.say()) for one in page.lights()],
                page.case.state,
                page.case.answer_by,
                len(queries.queue(who.employer, waiting=True)),
            )
        )
    assert pages[0] == pages[1]


def test_a_counsellor_of_the_desk_may_stand_by_and_is_named(
    who: contracts.Parties, contract: Contract
) -> None:
    helped = replace(who.worker, assisted_by=who.counsellor.person)
    actions.explain(by=helped, contract=contract.id, language="ne", way="heard")
    entry = Entry.objects.get(act="contracts.explain")
    assert entry.assisted_by == who.counsellor.person
    assert queries.contract_page(contract.id, who.counsellor).contract.id == contract.id


def test_only_the_worker_answers_and_signs(who: contracts.Parties, contract: Contract) -> None:
    for by in (who.origin, who.counsellor, who.attache):
        with pytest.raises(NotPermitted):
            actions.answer_questions(by=by, contract=contract.id, answers={})
        with pytest.raises(NotPermitted):
            actions.accept(by=by, contract=contract.id)
    other = people.worker()
    with pytest.raises(NotFound):
        actions.accept(by=other, contract=contract.id)


def test_what_blocks_and_until_when_is_said(
    clock: Clock, who: contracts.Parties, contract: Contract
) -> None:
    with pytest.raises(NotYet) as refused:
        actions.accept(by=who.worker, contract=contract.id)
    assert refused.value.expected["steps"] == ["offer_explained", "questions_answered", "copy_kept"]
    contracts.explained(contract, who)
    clock.next_day(2)
    with pytest.raises(NotYet) as refused:
        actions.accept(by=who.worker, contract=contract.id)
    assert refused.value.expected == {"steps": [], "not_before": "2026-01-13"}
    assert "Not before 2026-01-13" in refused.value.say()
    assert "3" in refused.value.say()
    contract.refresh_from_db()
    assert contract.state == "explained"
    clock.next_day()
    signed = actions.accept(by=who.worker, contract=contract.id)
    parties = [row.party for row in signed.versions.get().signatures.order_by("id")]
    assert parties == ["employer", "worker"]


def test_explaining_again_does_not_restart_the_days(
    clock: Clock, who: contracts.Parties, contract: Contract
) -> None:
    contracts.explained(contract, who)
    clock.next_day(3)
    actions.explain(by=who.worker, contract=contract.id, language="en", way="read")
    assert actions.accept(by=who.worker, contract=contract.id).state == "accepted"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"language": "ne", "way": "sung"}, "way"), ({"language": "zzzz", "way": "read"}, "language")],
)
def test_bad_explanations_name_their_field(
    who: contracts.Parties, contract: Contract, given: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        actions.explain(by=who.worker, contract=contract.id, **given)
    assert refused.value.place.field == field


def test_two_contracts_over_the_same_days_are_not_signed(
    clock: Clock, who: contracts.Parties, contract: Contract
) -> None:
    contracts.accepted(contract, who, clock)
    other = contracts.parties()
    other.worker = who.worker
    second = contracts.offered(other)
    contracts.explained(second, other)
    clock.next_day(3)
    with pytest.raises(Conflict) as refused:
        actions.accept(by=who.worker, contract=second.id)
    assert refused.value.code == "contracts.two_at_once"
    assert refused.value.found == contract.id
    assert actions.decline(by=who.worker, contract=second.id).state == "declined"


def test_after_answering_she_learns_what_is_right(
    who: contracts.Parties, contract: Contract
) -> None:
    contracts.explained(contract, who, answers=contracts.wrong_answers(contract))
    row = Understanding.objects.get()
    told = queries.answered(row.id, who.worker)
    assert [one.told_well for one in told] == [False] * 5
    assert told[0].right == "1200.00"
    for party in (who.employer, who.agency, who.destination):
        with pytest.raises(NotFound):
            queries.answered(row.id, party)


def test_the_worker_can_ask_for_a_counsellor_unseen(
    who: contracts.Parties, contract: Contract
) -> None:
    first = actions.ask_counsellor(by=who.worker, contract=contract.id)
    assert actions.ask_counsellor(by=who.worker, contract=contract.id).id == first.id
    assert [row.id for row in queries.counselling_queue(who.counsellor)] == [first.id]
    elsewhere = people.actor(Role.COUNSELLOR, "PHL")
    assert queries.counselling_queue(elsewhere) == []


def test_every_answer_has_a_score_of_its_own(contract: Contract) -> None:
    version = shared.current(contract)
    terms = shared.terms_of(contract, version.terms)
    right = questions.right_answers(terms, version.digest)
    assert questions.score(right, terms, version.digest) == 5
    for name in right:
        one_wrong = {**right, name: questions.NOT_TOLD}
        assert questions.score(one_wrong, terms, version.digest) == 4
