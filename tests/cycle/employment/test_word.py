"""Facts beside the sums: accounts, food and housing, hours. From the file, and from her word."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cycle.employment.wagemonths import FEBRUARY, PAID, submit, wage_file
from tests.engines.wagefiles import banks
from tests.support import people
from tests.support.employment import IBAN, Job

from corridor.core.money import Money
from corridor.core.problems import BadInput, NotFound
from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.employment import actions, queries
from corridor.cycle.employment.accounts import index, masked
from corridor.cycle.employment.models import ItemsAnswer, OwnAccount, WageFinding, WageLine
from corridor.cycle.employment.queries.own import own_accounts, stated
from corridor.engines.wages.checks.accounts import made
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.keys.actions import destroy_subject

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HERS, OTHER = made("QA", "QNBA000000000000000000001"), made("QA", "QNBA000000000000000000002")
FOOD = {"food_allowance": Money(30000, "QAR")}


def _month(job: Job, by: Actor | None = None) -> Any:
    found = queries.timeline(job.contract.id, by or job.who.worker)
    return next(one for one in found.months if one.wage.month == FEBRUARY)


def _said(job: Job, by: Actor | None = None) -> set[str]:
    return {found["check"] for found in _month(job, by).beside.findings}


def _told(job: Job, by: Actor) -> dict[str, dict[str, Any]]:
    found = queries.told(job.employer.pk, by)
    mine = [one for one in found if one.contract == str(job.contract.pk)]
    return {said["check"]: said for one in mine for said in one.findings}


def test_where_a_wage_went_is_kept_as_a_sign_and_compared_with_her_word(crew: list[Job]) -> None:
    job, second, third = crew
    inspector = people.actor(Role.INSPECTOR, "QAT")
    lines = (
        (job.qid, "1200.00", {"account": OTHER}),
        (second.qid, "1200.00", {"account": IBAN}),
        (third.qid, "1200.00", {"account": HERS}),
    )
    submit(crew, wage_file(crew, *lines))
    row = WageLine.objects.get(contract=job.contract)
    assert row.account_index == index(FEBRUARY, OTHER) != index("2026-03", OTHER)
    assert OTHER not in str({name: str(value) for name, value in vars(row).items()})
    # the employer pays from the second one's account: a finding from the file alone
    found = {str(one.contract_id) for one in WageFinding.objects.filter(check_id="payee")}
    assert found == {str(second.contract.pk)}
    assert _said(job) == set()
    assert queries.told(job.employer.pk, inspector) == ()

    def state(job: Job, account: str, **given: Any) -> OwnAccount:
        by = job.who.worker
        return actions.state_account(by=by, contract=job.contract.id, account=account, **given)

    with pytest.raises(BadInput) as caught:
        state(job, HERS[:-1])
    assert caught.value.place.field == "account"
    assert not OwnAccount.objects.exists()
    state(third, HERS)
    assert _said(third) == set()
    kept = state(job, f"{HERS[:4]} {HERS[4:]}".lower(), tell_nobody=True)
    assert HERS.encode() not in bytes(kept.number_sealed or b"")
    assert masked(HERS) == "•••• 0001"
    assert _said(job) == {"payee"}
    assert not _month(job).discreet.beside.findings
    assert _told(job, inspector) == {}
    state(job, HERS)
    assert set(_told(job, inspector)) == {"payee"}
    assert _told(third, inspector) == {}
    assert _told(job, people.actor(Role.INSPECTOR, "ARE")) == {}
    state(job, OTHER, since="2026-02")
    assert _said(job) == set()  # she had two
    state(job, "")
    state(job, HERS, since="2026-03")
    assert _said(job) == set()  # nothing is known of February now
    state(job, HERS)
    assert _said(job) == {"payee"}
    destroy_subject(by=SYSTEM, subject=str(job.contract.worker_id))
    rows = OwnAccount.objects.filter(contract=job.contract).select_related("contract")
    assert own_accounts(stated(rows.order_by("id")))[str(job.contract.pk)].numbers == ()


def test_food_that_was_not_given_is_owed_unless_the_file_pays_for_it(crew: list[Job]) -> None:
    job, second, third = crew
    inspector, union = people.actor(Role.INSPECTOR, "QAT"), people.actor(Role.UNION, "QAT")
    contract_acts.give_mandate(
        by=job.who.worker, contract=job.contract.id, union=union.organisation or ""
    )
    lines = (
        (job.qid, "1200.00", {}),
        (second.qid, "1500.00", FOOD),
        (third.qid, "1200.00", FOOD),
    )
    submit(crew, wage_file(crew, *lines))
    assert WageLine.objects.get(contract=second.contract).slip["food_paid_minor"] == 30000

    def say(job: Job, **given: Any) -> None:
        by = job.who.worker
        actions.answer_items(by=by, contract=job.contract.id, month=FEBRUARY, **given)

    with pytest.raises(NotFound):
        actions.answer_items(by=second.who.worker, contract=job.contract.id, month=FEBRUARY)
    for one in crew:
        say(one, food_given=False, housing_given=True)
    assert [_month(one).still_owed for one in crew] == [
        Money(30000, "QAR"),
        Money(0, "QAR"),
        Money(30000, "QAR"),  # called an allowance, while the wage itself is short
    ]
    site = job.employer.pk
    with CaptureQueriesContext(connection) as asked:
        told = queries.told(site, inspector, month=FEBRUARY)
    assert len(asked) <= 3, [one["sql"][:90] for one in asked.captured_queries]
    assert [(one.contract, one.owed.text()) for one in told].count(
        (str(job.contract.pk), "300.00")
    ) == 1
    assert {one.contract for one in told} == {str(job.contract.pk), str(third.contract.pk)}
    in_kind = _told(job, inspector)["in_kind"]
    assert (in_kind["verdict"], in_kind["law"]) == ("breach", ["QAT.minimum_wage.food"])
    assert _said(job, union) == {"in_kind"}
    # a month that nobody has filed is reckoned from contract and law
    actions.answer_items(
        by=job.who.worker, contract=job.contract.id, month="2026-03", housing_given=False
    )
    with CaptureQueriesContext(connection) as asked:
        newest = queries.told(site, inspector)[0]
    assert len(asked) <= 5
    assert (newest.month, newest.owed) == ("2026-03", Money(50000, "QAR"))
    actions.answer_items(by=job.who.worker, contract=job.contract.id, month="2026-03")
    say(job, food_given=False, tell_nobody=True)
    assert _said(job) == {"in_kind"}
    assert _said(job, union) == set()
    assert _told(job, inspector) == {}
    assert not _month(job).discreet.beside.given
    say(job, food_given=True)
    assert _said(job) == set()
    assert _month(job).beside.given == {"food": True, "housing": None}
    # her word on the money and on the food add up
    say(job, food_given=False)
    actions.answer_wages(
        by=job.who.worker, contract=job.contract.id, month=FEBRUARY, said="less", amount="1000.00"
    )
    assert _month(job).owed_by_answer == Money(50000, "QAR")
    assert ItemsAnswer.objects.filter(contract=job.contract).count() == 6


def test_hours_of_a_payslip_are_kept_and_reach_the_month(crew: list[Job]) -> None:
    job = crew[0]
    text = banks.pain(
        banks.batch("B-1", banks.payment("E-1", "1200.00", job.qid)), count=1, total="1200.00"
    )
    file = text.replace(">10007822<", f">{job.employer.registration_number}<").encode()
    slips = (
        b"end_to_end_id,basic,hours,extra_hours,extra_hours_night,extra_hours_rest\n"
        b"E-1,1200.00,208,0,10,0\n"
    )

    def give(slips: bytes) -> None:
        actions.submit_wages(
            by=job.who.employer,
            file=base64.b64encode(file).decode(),
            month=FEBRUARY,
            paid_on=PAID,
            payslips=base64.b64encode(slips).decode(),
        )

    give(slips)
    row = WageLine.objects.get(contract=job.contract)
    assert row.slip == {
        "hours": 20800,
        "overtime_day": 0,
        "overtime_night": 1000,
        "overtime_rest": 0,
    }
    found = WageFinding.objects.get(contract=job.contract, check_id="overtime")
    # ten hours at night: 1,200 / 30 / 8 and half as much again
    assert (found.verdict, found.owed_minor) == ("breach", 7500)
    assert "QAT.overtime.premium.night" in found.finding["law"]
    assert _month(job).slip["overtime_night"] == 1000
    # paid for, beside the full wage: nothing is left, and an hour too few still is one
    text, slips = (one.replace("1200.00", "1275.00") for one in (text, slips.decode()))
    file = text.replace(">10007822<", f">{job.employer.registration_number}<").encode()
    slips = slips.replace("basic,", "basic,overtime,").replace("E-1,1275.00,", "E-1,1200.00,75.00,")
    give(slips.encode())
    newest = WageFinding.objects.filter(contract=job.contract, upload__version=2)
    assert not newest.filter(check_id="overtime").exists()
