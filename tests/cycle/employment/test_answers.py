"""The worker's own word: hers alone, revisable, and never felt by an employer."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, departure, employment, orders, people
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.canonical import canonical
from corridor.core.money import Money
from corridor.core.problems import BadInput, NotFound, NotPermitted, NotYet, Problem
from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.contracts import queries as contract_queries
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure import actions as departures
from corridor.cycle.departure import queries as departure_queries
from corridor.cycle.employment import actions, queries
from corridor.cycle.employment.models import (
    ConsentToSeeWages,
    FeeAnswer,
    FinalSettlement,
    ItemsAnswer,
    OwnAccount,
    WageAnswer,
    WageFinding,
)
from corridor.cycle.vacancies import actions as vacancies
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor, Role
from corridor.platform.journal.queries import history

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FEBRUARY, PAID = "2026-02", date(2026, 3, 3)
SOURCE = Path(queries.__file__).parent


@pytest.fixture
def job(clock: Clock) -> Job:
    """A worker whose file says 1,200 for February; it is 4 March."""
    made = employment.arrived(clock)
    clock.set(date(2026, 3, 4))
    employment.paid([made], FEBRUARY, "1200.00", paid_on=PAID)
    return made


def _answer(job: Job, said: str, month: str = FEBRUARY, **given: Any) -> WageAnswer:
    return actions.answer_wages(
        by=job.who.worker, contract=job.contract.id, month=month, said=said, **given
    )


def _month(job: Job, by: Actor | None = None, month: str = FEBRUARY) -> Any:
    found = queries.timeline(job.contract.id, by or job.who.worker)
    return next(one for one in found.months if one.wage.month == month)


def _union(job: Job) -> Actor:
    union = people.actor(Role.UNION, "QAT")
    contract_acts.give_mandate(
        by=job.who.worker, contract=job.contract.id, union=union.organisation or ""
    )
    return union


# Wages


def test_silence_is_unknown_never_a_yes(job: Job) -> None:
    february = _month(job)
    assert february.said is None
    assert february.agreement == "unknown"
    assert february.owed_by_answer is None


@pytest.mark.parametrize(
    ("said", "given", "owed", "agreement"),
    [
        ("full", {}, "0.00", "agrees"),
        ("less", {"amount": "830.00"}, "370.00", "contradicts"),
        ("less", {}, None, "unknown"),
        ("nothing", {}, "1200.00", "contradicts"),
        ("full", {"handed_back": "300.00"}, "300.00", "contradicts"),
        ("less", {"amount": "1000.00", "handed_back": "100.00"}, "300.00", "contradicts"),
        ("less", {"amount": "100.00", "handed_back": "500.00"}, "1200.00", "contradicts"),
        ("full", {"food_given": False}, "300.00", "agrees"),
        ("full", {"food_given": False, "housing_given": False}, "800.00", "agrees"),
        ("full", {"food_given": True}, "0.00", "agrees"),
    ],
)
def test_her_word_beside_the_file(
    job: Job, said: str, given: dict[str, Any], owed: str | None, agreement: str
) -> None:
    _answer(job, said, **given)
    february = _month(job)
    assert february.agreement == agreement
    expected = None if owed is None else Money.parse(owed, "QAR")
    assert february.owed_by_answer == expected
    assert february.wage.state == "paid"
    assert february.still_owed == (expected if expected is not None else Money(0, "QAR"))


def test_she_may_answer_again_and_the_newest_counts(job: Job) -> None:
    _answer(job, "nothing")
    _answer(job, "less", amount="830.00")
    assert _month(job).owed_by_answer == Money(37000, "QAR")
    _answer(job, "full")
    assert _month(job).owed_by_answer == Money(0, "QAR")
    assert WageAnswer.objects.count() == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"said": "perhaps"}, "said"),
        ({"said": "less", "amount": "-5.00"}, "amount"),
        ({"said": "less", "amount": "8,30"}, "amount"),
        ({"said": "less", "amount": "830.005"}, "amount"),
        ({"said": "full", "handed_back": "x"}, "handed_back"),
        ({"said": "full", "month": "2026-2"}, None),
        ({"said": "full", "month": "2025-12"}, "month"),
        ({"said": "full", "month": "2026-04"}, "month"),
    ],
)
def test_bad_answers_name_their_field(job: Job, given: dict[str, str], field: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        _answer(job, **given)
    assert caught.value.place.field == field
    assert not WageAnswer.objects.exists()


def test_nobody_answers_for_her(job: Job) -> None:
    for by in (job.who.employer, job.who.agency, job.who.origin, job.who.destination, STRANGER):
        with pytest.raises(NotPermitted):
            actions.answer_wages(by=by, contract=job.contract.id, month=FEBRUARY, said="full")
    with pytest.raises(NotFound):
        actions.answer_wages(
            by=people.worker(), contract=job.contract.id, month=FEBRUARY, said="full"
        )
    beside = job.who.worker.with_help_of(job.who.employer.person or "")
    with pytest.raises(NotPermitted) as caught:
        actions.answer_wages(by=beside, contract=job.contract.id, month=FEBRUARY, said="full")
    assert caught.value.code == "contracts.assisted_by_party"


def test_the_union_reads_her_answers_unless_she_tells_nobody(clock: Clock, job: Job) -> None:
    _answer(job, "nothing")
    union = people.actor(Role.UNION, "QAT")
    with pytest.raises(NotFound):
        queries.timeline(job.contract.id, union)
    mandate = contract_acts.give_mandate(
        by=job.who.worker, contract=job.contract.id, union=union.organisation or ""
    )
    assert _month(job, union).said == "nothing"
    case = queries.cases(union)[0]
    assert case.last_said is not None
    # An answer that is to stay with her hides the older ones of the month as well.
    _answer(job, "full", tell_nobody=True)
    assert _month(job).said == "full"
    assert _month(job, union).said is None
    assert queries.cases(union)[0].last_said is None
    _answer(job, "less", amount="1.00")
    assert _month(job, union).said == "less"
    contract_acts.withdraw_mandate(by=job.who.worker, mandate=mandate.id)
    assert queries.cases(union) == []
    with pytest.raises(NotFound):
        queries.timeline(job.contract.id, union)


# What recruitment cost


def test_costs_are_asked_after_arrival_only(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    with pytest.raises(NotYet) as caught:
        actions.answer_fees(by=who.worker, contract=contract.id, paid=True)
    assert caught.value.code == "employment.after_arrival"
    assert not queries.fees_to_ask(contract, who.worker)


def test_the_light_is_unknown_until_she_says(job: Job) -> None:
    assert queries.fees_to_ask(job.contract, job.who.worker)
    for by in (job.who.worker, job.who.origin):
        assert queries.fee_light(job.contract, by).verdict == "unknown"
    actions.answer_fees(
        by=job.who.worker,
        contract=job.contract.id,
        paid=True,
        amount="150000",
        currency="NPR",
        to_whom="a man in Kathmandu",
    )
    assert not queries.fees_to_ask(job.contract, job.who.worker)
    row = FeeAnswer.objects.get()
    assert (row.amount_minor, row.currency) == (15000000, "NPR")
    assert b"Kathmandu" not in bytes(row.to_whom_sealed or b"")
    assert queries.fee_light(job.contract, job.who.origin).verdict == "breach"
    for by in (job.who.employer, job.who.agency, job.who.destination, STRANGER):
        assert queries.fee_light(job.contract, by).verdict == "unknown"
        assert not rules.rows(FeeAnswer, by).exists()


def test_an_earlier_no_is_never_held_against_her(job: Job) -> None:
    for paid in (False, True, False):
        actions.answer_fees(by=job.who.worker, contract=job.contract.id, paid=paid)
        seen = rules.rows(FeeAnswer, job.who.origin)
        assert [row.paid for row in seen] == [paid]
    assert queries.fee_light(job.contract, job.who.origin).verdict == "ok"
    assert rules.rows(FeeAnswer, job.who.worker).count() == 3


def test_having_paid_blocks_nothing(clock: Clock, job: Job) -> None:
    before = done(job.contract)
    actions.answer_fees(by=job.who.worker, contract=job.contract.id, paid=True, amount="9000.00")
    job.contract.refresh_from_db()
    assert job.contract.state == "in_force"
    assert done(job.contract) == before
    clock.set(date(2026, 4, 4))
    assert employment.paid([job], "2026-03", "1200.00", paid_on=date(2026, 4, 2)).version == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"amount": "x"}, "amount"), ({"amount": "5.00", "currency": "XXQ"}, "currency")],
)
def test_a_bad_cost_names_its_field(job: Job, given: dict[str, str], field: str) -> None:
    with pytest.raises(Problem) as caught:
        actions.answer_fees(by=job.who.worker, contract=job.contract.id, paid=True, **given)
    assert caught.value.place.field == field


def test_the_four_lights_are_composed(job: Job) -> None:
    def verdicts(by: Actor) -> dict[str, str]:
        return {light.id: light.verdict.value for light in queries.lights(job.contract, by)}

    assert verdicts(job.who.origin) == {
        "employer": "ok",
        "matches": "ok",
        "understood": "ok",
        "fees": "unknown",
    }
    actions.answer_fees(by=job.who.worker, contract=job.contract.id, paid=False)
    assert verdicts(job.who.origin)["fees"] == "ok"
    assert set(verdicts(job.who.employer)) == {"employer", "matches"}
    assert verdicts(STRANGER) == {}


# What an employer can feel


def _plain(value: Any) -> Any:
    """Everything a page could show of a value."""
    if isinstance(value, Model):
        names = [field.attname for field in value._meta.concrete_fields]
        return {name: str(getattr(value, name)) for name in names}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)


def _pages(by: Actor, job: Job) -> dict[str, Callable[[], Any]]:
    data = employment.qatar_file(job.employer, FEBRUARY, [(job.qid, "700.00", {})])
    contract = job.contract.id
    pages: dict[str, Callable[[], Any]] = {
        "case": lambda: contract_queries.contract_page(contract, by),
        "lights": lambda: queries.lights(job.contract, by),
        "line": lambda: contract_queries.contract_page(contract, by).case.line,
        "clearance": lambda: departure_queries.of_contract(contract, by),
        "history": lambda: history(contract, by),
    }
    if by.role is Role.EMPLOYER:
        pages |= {
            "months": lambda: queries.month_page(by, FEBRUARY),
            "coming": lambda: queries.month_page(by, "2026-03"),
            "files": lambda: queries.files(by),
            "preview": lambda: queries.preview_wages(by, data=data, paid_on=PAID).rows,
        }
    return pages


def _seen(by: Actor, job: Job) -> dict[str, tuple[bytes, list[str]]]:
    found = {}
    for name, page in _pages(by, job).items():
        with CaptureQueriesContext(connections["default"]) as queried:
            shown = _plain(page())
        found[name] = (canonical(shown), [one["sql"] for one in queried.captured_queries])
    return found


def test_no_answer_changes_a_byte_or_a_look_up_of_an_employers_pages(
    clock: Clock, job: Job
) -> None:
    before = {by.role: _seen(by, job) for by in (job.who.employer, job.who.agency)}
    _answer(job, "nothing")
    _answer(job, "less", amount="1.00", handed_back="1.00", tell_nobody=True)
    _answer(job, "full", "2026-03")
    for given in (False, True):
        actions.answer_items(
            by=job.who.worker, contract=job.contract.id, month=FEBRUARY, food_given=given
        )
    for account in (employment.IBAN, ""):
        actions.state_account(by=job.who.worker, contract=job.contract.id, account=account)
    actions.answer_fees(by=job.who.worker, contract=job.contract.id, paid=True, amount="5000.00")
    _union(job)
    given = actions.consent(by=job.who.worker, contract=job.contract.id)
    actions.withdraw_consent(by=job.who.worker, consent=given.id)
    after = {by.role: _seen(by, job) for by in (job.who.employer, job.who.agency)}
    assert after == before


def test_the_comparison_of_pages_can_fail(clock: Clock, job: Job) -> None:
    before = _seen(job.who.employer, job)
    employment.paid([job], FEBRUARY, "700.00", paid_on=PAID)
    after = _seen(job.who.employer, job)
    assert before["months"][0] != after["months"][0]
    assert before["files"][0] != after["files"][0]


def test_employer_and_agency_see_no_answer_row(job: Job) -> None:
    _answer(job, "less", amount="1.00")
    actions.answer_items(by=job.who.worker, contract=job.contract.id, month=FEBRUARY)
    actions.state_account(by=job.who.worker, contract=job.contract.id, account=employment.IBAN)
    actions.answer_fees(by=job.who.worker, contract=job.contract.id, paid=True)
    actions.consent(by=job.who.worker, contract=job.contract.id)
    for by in (job.who.employer, job.who.agency, job.who.destination, job.who.attache, STRANGER):
        for model in (WageAnswer, ItemsAnswer, OwnAccount, FeeAnswer, ConsentToSeeWages):
            assert not rules.rows(model, by).exists()
    inspector = people.actor(Role.INSPECTOR, "QAT")
    assert rules.rows(WageFinding, inspector).exists()
    assert not rules.rows(WageAnswer, inspector).exists()


@pytest.mark.parametrize(
    "name", ["employer.py", "inspector.py", "../drafts.py", "../lines.py", "../months.py"]
)
def test_their_modules_do_not_know_that_answers_exist(name: str) -> None:
    tree = ast.parse((SOURCE / name).read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not names & {"ItemsAnswer", "OwnAccount", "told", "said_by"}
    assert not names & {"WageAnswer", "FeeAnswer", "Mandate", "ConsentToSeeWages", "three_way"}


# Without a wage file


def _in_a_household(clock: Clock) -> tuple[Contract, contracts.Parties]:
    """Hired directly by a household, cleared, arrived."""
    who = contracts.parties(employer_kind="household")
    order = orders.filed_order(who.employer, route="direct", regime="domestic")
    vacancies.attest_order(by=who.attache, order=order.id)
    offer = contracts.plain_offer(who, "direct", regime="domestic", order=order.id)
    contract = contracts.accepted(offer, who, clock)
    contract_acts.register(by=who.origin, contract=contract.id)
    departure.visa(contract, who, by=who.worker)
    departures.record_fitness(by=who.origin, contract=contract.id, fit=True)
    for step in ("orientation_done", "insured"):
        departures.record_step(by=who.origin, contract=contract.id, step=step)
    clearance = departures.request(by=who.worker, contract=contract.id)
    desk = departure.offices()
    departures.check(by=desk.first, clearance=clearance.id)
    issued = departures.clear(by=desk.second, clearance=clearance.id)
    departures.use_pass(by=desk.gate, text=issued.text)
    return actions.arrive(by=who.worker, contract=contract.id), who


def test_a_household_is_not_covered_and_never_compliant(clock: Clock) -> None:
    contract, who = _in_a_household(clock)
    clock.set(date(2026, 3, 20))
    found = queries.timeline(contract.id, who.worker)
    assert not found.covered
    assert {one.wage.state for one in found.months} == {"not_covered"}
    assert all(one.wage.owed is None for one in found.months)
    assert {row.month.state for row in queries.month_page(who.employer, FEBRUARY).rows} == {
        "not_covered"
    }
    actions.answer_wages(by=who.worker, contract=contract.id, month=FEBRUARY, said="nothing")
    february = next(
        one
        for one in queries.timeline(contract.id, who.worker).months
        if one.wage.month == FEBRUARY
    )
    assert february.owed_by_answer == february.wage.due
    assert february.still_owed is not None
    assert february.still_owed.minor > 0


def test_where_no_file_exists_she_alone_may_show_that_a_wage_came(clock: Clock, job: Job) -> None:
    other = employment.arrived(clock, employment.colleague(job.who))
    _ = other
    assert "first_wage" not in done(other.contract)
    with pytest.raises(NotPermitted):
        actions.show_first_wage(by=job.who.employer, contract=other.contract.id)
    actions.show_first_wage(by=other.who.worker, contract=other.contract.id)
    assert "first_wage" in done(other.contract)
    assert not FinalSettlement.objects.exists()
