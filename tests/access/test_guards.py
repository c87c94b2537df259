"""The guards of this house, each by its name: what must never be seen, kept or held against her."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from tests.access import apart, web
from tests.access.story import FEBRUARY, PAID, number_in_files
from tests.access.world import World, our_models
from tests.support import contracts, employment, orders, people

from corridor.core.problems import NotFound, NotPermitted, Problem
from corridor.cycle.contracts import actions
from corridor.cycle.contracts import queries as contract_queries
from corridor.cycle.contracts.models import Contract, Counselling, Understanding
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure import actions as departures
from corridor.cycle.departure.models import Fitness, Pass
from corridor.cycle.employment import actions as employments
from corridor.cycle.employment import queries as employment_queries
from corridor.cycle.employment.models import FeeAnswer, WageFinding, WageLine
from corridor.cycle.recruitment import actions as recruitment
from corridor.governance.inspection import actions as inspection
from corridor.platform.access import rules
from corridor.platform.access.actor import Role
from corridor.platform.people.models import Organisation

pytestmark = pytest.mark.django_db(databases="__all__")

PARTIES = (Role.EMPLOYER, Role.AGENCY)


class _UndoError(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """A world apart: whatever happens inside did not happen."""
    try:
        with transaction.atomic(), transaction.atomic(using="keys"):
            yield
            raise _UndoError
    except _UndoError:
        pass


def _offered(world: World) -> tuple[contracts.Parties, Contract]:
    """A fresh offer under case A's order, to a worker of its own."""
    who = contracts.Parties(**vars(world.cases["A"].who))
    who.worker = people.worker(people.person("Asha"))
    passport = people.passport_of(contracts.person_of(who.worker))
    order = world.cases["A"].orders["main"]
    candidate = recruitment.propose(by=who.agency, order=order, passport=passport)
    recruitment.select(by=who.agency, candidate=candidate.id)
    offer = actions.offer(
        by=who.employer,
        corridor="NPL-QAT",
        route="agency",
        terms=orders.terms(),
        candidate=candidate.id,
    )
    return who, offer


# Recruitment costs


def test_fee_light_is_unknown_until_a_private_answer_after_arrival(world: World) -> None:
    who, offer = _offered(world)
    assert employment_queries.fee_light(offer, who.origin).verdict == "unknown"
    with pytest.raises(Problem):
        employments.answer_fees(by=who.worker, contract=offer.id, paid=True, amount="1.00")
    assert not FeeAnswer.objects.filter(contract=offer).exists()
    assert employment_queries.fee_light(offer, who.origin).verdict == "unknown"
    main = Contract.objects.get(pk=world.cases["A"].contracts["main"])
    assert employment_queries.fee_light(main, who.origin).verdict == "breach"
    for role in PARTIES:
        lights = employment_queries.lights(main, world.actor(role, "own"))
        assert "fees" not in {light.id for light in lights}


def test_having_paid_never_blocks_the_worker(world: World) -> None:
    """With “yes” and with “no” the same steps remain possible."""
    case = world.cases["A"]
    main = Contract.objects.get(pk=case.contracts["main"])
    by, left = case.who.worker, {}
    for paid in (False, True):
        with undone():
            employments.answer_fees(by=by, contract=main.id, paid=paid)
            main.refresh_from_db()
            left[paid] = (main.state, done(main), employment_queries.timeline(main.id, by).months)
    assert left[False] == left[True]


def test_an_earlier_no_is_never_used_against_her(world: World) -> None:
    """She first said “no”, then “yes”: offices find the second word only."""
    officer = world.actor(Role.ORIGIN_OFFICER, "own")
    main = world.cases["A"].contracts["main"]
    assert FeeAnswer.objects.filter(contract=main).count() == 2
    assert [row.paid for row in rules.rows(FeeAnswer, officer).filter(contract=main)] == [True]


# The five questions


def test_the_five_questions_send_a_counsellor_and_waive_nothing(world: World) -> None:
    who, offer = _offered(world)
    contracts.explained(offer, who, answers=contracts.wrong_answers(offer))
    assert Understanding.objects.get(version__contract=offer).score == 0
    assert Counselling.objects.filter(contract=offer, done_on=None).count() == 1
    offer.refresh_from_db()
    assert "questions_answered" in done(offer)  # a low score bars nothing
    for role in PARTIES:
        by = world.actor(role, "own")
        assert not rules.readable(Understanding, by)
        assert not rules.readable(Counselling, by)
        with pytest.raises(NotPermitted):
            contract_queries.questions(offer.id, by)
        helped = who.worker.with_help_of(by.person or "")
        with pytest.raises(NotPermitted):
            actions.answer_questions(
                by=helped, contract=offer.id, answers=contracts.right_answers(offer)
            )


# Employers and agencies


def _private_changes(world: World) -> None:
    """Everything a worker of case A may say or do in private, done differently."""
    case, by = world.cases["A"], world.cases["A"].who.worker
    main = case.contracts["main"]
    employments.answer_wages(
        by=by, contract=main, month=FEBRUARY, said="full", handed_back="1.00", tell_nobody=True
    )
    inspection.answer_check(by=by, check=case.ids["check"], said="came")
    employments.answer_fees(by=by, contract=main, paid=False)
    for given in (False, True):
        employments.answer_items(by=by, contract=main, month=FEBRUARY, housing_given=given)
    for account in (employment.IBAN, ""):
        employments.state_account(by=by, contract=main, account=account)
    actions.withdraw_mandate(by=by, mandate=case.ids["mandate"])
    other = world.actor(Role.UNION, "same").organisation or ""
    actions.give_mandate(by=by, contract=main, union=other)
    employments.withdraw_consent(by=by, consent=case.ids["consent"])
    actions.ask_counsellor(by=by, contract=main)
    worse = {**orders.terms(), "basic_wage": "8.00"}
    actions.present(by=by, contract=main, terms=worse, where="at work")


@pytest.mark.on_sqlite_only  # rows and acts: test_matrix on both
@pytest.mark.parametrize("role", PARTIES)
def test_employer_pages_do_not_depend_on_what_the_worker_says(world: World, role: Role) -> None:
    """By content, by count, by headers or by number of look-ups."""
    where = apart.addresses(world, role)
    assert len(where) > 150
    before = apart.seen(world, role, where)
    assert apart.differing(before, apart.seen(world, role, where)) == []
    with undone():
        _private_changes(world)
        after = apart.seen(world, role, where)
    assert apart.differing(before, after) == []


def _corrected(world: World) -> None:
    """A second version of case A's wage file: now there is a difference, and a replaced one."""
    case = world.cases["A"]
    main = case.contracts["main"]
    employer = Organisation.objects.get(pk=case.who.employer.organisation)
    lines = [(number_in_files(main), "1100.00", dict[str, Any]())]
    data = employment.base64_of(employment.qatar_file(employer, FEBRUARY, lines))
    employments.submit_wages(by=case.who.employer, file=data, format="qat-sif", paid_on=PAID)


def test_versions_and_receipts_of_files_do_not_depend_on_what_the_worker_says(
    world: World,
) -> None:
    """The month, its two files, what the second changed, both receipts and both tables."""
    month = f"/employer/wages/{FEBRUARY}/"
    tails = ("", "statement.csv", "1/", "2/", "1/lines.csv", "2/lines.csv", "1/receipt.pdf")
    where = ["/employer/wages/", *(f"{month}{tail}" for tail in (*tails, "2/receipt.pdf"))]
    staged = world.cases["A"].ids["staged"]
    where.append(f"/employer/wages/look/{staged}/?format=qat-sif&paid_on=2026-03-02")
    with undone():
        _corrected(world)
        before = apart.seen(world, Role.EMPLOYER, where)
        assert {status for status, *_rest in before.values()} == {200}
        assert b"What this version changed" in before[month][2]
        assert b"What this file would change" in before[where[-1]][2]
        _private_changes(world)
        after = apart.seen(world, Role.EMPLOYER, where)
    assert apart.differing(before, after) == []


@pytest.mark.on_sqlite_only  # rows and acts: test_matrix on both
@pytest.mark.parametrize("role", PARTIES)
def test_employer_pages_do_not_depend_on_how_she_answered_the_questions(
    world: World, role: Role
) -> None:
    who, offer = _offered(world)
    world.places = web.places(world) | {"contract": offer.id}
    try:
        where = apart.addresses(world, role)
        right = _after(world, role, where, lambda: contracts.explained(offer, who))
        wrong = contracts.wrong_answers(offer)
        other = _after(world, role, where, lambda: contracts.explained(offer, who, answers=wrong))
    finally:
        world.places = {}
    assert apart.differing(right, other) == []


def _after(world: World, role: Role, where: list[str], story: Callable[[], Any]) -> apart.Seen:
    with undone():
        story()
        found = apart.seen(world, role, where)
    return found


@pytest.mark.on_sqlite_only  # rows and acts: test_matrix on both
def test_the_comparison_of_worlds_can_fail(world: World) -> None:
    """The same comparison notices what an employer may see: its own settlement."""
    before = apart.seen(world, Role.EMPLOYER)
    with undone():
        case = world.cases["A"]
        employments.settle(
            by=case.who.employer,
            contract=case.contracts["main"],
            leaving_on=date(2026, 3, 4),
            reason="agreed",
            paid="2.00",
        )
        after = apart.seen(world, Role.EMPLOYER)
    assert apart.differing(before, after) != []


# The gate


def _database() -> dict[str, str]:
    """A digest of every table, also those of the libraries, but for sessions of sign-in."""
    found = {}
    for model in apps.get_models():
        if model._meta.label != "sessions.Session":
            rows = sorted(repr(row) for row in model._default_manager.values_list())
            found[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_gates_keep_nothing_of_a_refused_scan(world: World) -> None:
    gate = world.actor(Role.BORDER_OFFICER, "own")
    used = Pass.objects.get(pk=world.cases["A"].ids["pass"])
    browser = web.client(world, Role.BORDER_OFFICER, "own")
    before = _database()
    for text in (used.text, used.short_code, "OC1-NOT-A-PASS", used.text[:-4] + "AAAA", "x" * 1999):
        with pytest.raises(Problem):
            departures.use_pass(by=gate, text=text)
        assert browser.post("/gate/", {"text": text}).status_code < 500
        refused = browser.post("/gate/use/", {"text": text, "once": "key-of-a-scan"})
        assert 400 <= refused.status_code < 500
        assert text not in str(dict(browser.session.items()))
    assert _database() == before


# Health


def test_health_records_say_fit_or_unfit_and_nothing_else() -> None:
    """No field of any model could hold a diagnosis, a test or a body's measure."""
    assert {field.name for field in Fitness._meta.concrete_fields} == {
        "id",
        "created_at",
        "home_node",
        "contract",
        "fit",
        "on",
    }
    words = (
        "health", "medical", "diagnos", "disease", "blood", "hiv", "tubercul", "pregnan",
        "x_ray", "xray", "vaccin", "disab", "biometr", "fingerprint", "iris", "face_", "weight",
        "height", "religion", "ethnic",
    )  # fmt: skip
    found = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if any(word in field.name.lower() for word in words)
    ]
    assert found == []


# Origin


def test_origin_officers_see_one_persons_wages_only_with_her_consent(world: World) -> None:
    """Case A consents, case B took it back; the totals show neither."""
    tables: tuple[Any, ...] = (WageLine, WageFinding)
    for relation in ("own", "same"):
        officer = world.actor(Role.ORIGIN_OFFICER, relation)
        for model in tables:
            mains = set(rules.rows(model, officer).values_list("contract_id", flat=True))
            assert mains == {world.cases["A"].contracts["main"]}
        with pytest.raises(NotPermitted):
            employment_queries.timeline(world.cases["B"].contracts["main"], officer)
        for total in employment_queries.aggregates(officer):
            assert (total.workers, total.owed) == (None, None)  # fewer than may be shown
    attache = world.actor(Role.LABOUR_ATTACHE, "own")
    assert not rules.rows(WageLine, attache).exists()
    with pytest.raises((NotPermitted, NotFound)):
        employment_queries.timeline(world.cases["A"].contracts["main"], attache)


# Absence


def test_an_absence_report_is_a_claim_and_never_a_status(world: World) -> None:
    case = world.cases["C"]
    main = Contract.objects.get(pk=case.contracts["main"])
    before = {field.attname: getattr(main, field.attname) for field in main._meta.concrete_fields}
    steps = done(main)
    report = employments.report_absence(
        by=case.who.employer, contract=main.id, since=main.starts or date(2026, 2, 1)
    )
    main.refresh_from_db()
    after = {field.attname: getattr(main, field.attname) for field in main._meta.concrete_fields}
    assert (after, done(main)) == (before, steps)
    names = {field.name for field in report._meta.concrete_fields}
    assert not names & {"state", "status", "verdict", "confirmed", "decided_on"}
    states = {str(value) for value in Contract.State.values}
    assert not states & {"absent", "absconded", "runaway", "huroob"}
