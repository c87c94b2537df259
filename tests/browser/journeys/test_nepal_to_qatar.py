"""The whole way of one worker, from a job order in Doha to a wage month that came short.

Ten people, no shortcut: what one of them does is what the next one finds. Walked in English and
in Arabic.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.journeys import steps
from tests.browser.journeys.steps import House
from tests.support.node import Node

from corridor.core.codes.short import short_of
from corridor.core.money import Money
from corridor.core.periods import Period, month
from corridor.doors.demo.cases import QATAR
from corridor.engines import qr, wagefiles

if TYPE_CHECKING:
    from playwright.sync_api import Page

JOB = "Scaffolding labourer"
PASSPORT, QID = "11223344", "28952411223"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_order_to_the_checked_month(
    demo_node: Node, open_page: Callable[..., Page], language: str
) -> None:
    house = House(demo_node, open_page, language)
    _order(house)
    _chosen(house)
    _signed(house)
    _registered(house)
    _cleared(house)
    _through_the_gate(house)
    _at_work(house)


def _order(house: House) -> None:
    """The employer files and names an agency; the attaché attests; the agency publishes."""
    employer = house.desk("employer").follow("File a job order")
    employer.fill(way="NPL-QAT/agency/general", q="9313").press("Find the occupation")
    employer.follow_to("/9313/")
    employer.fill(title=JOB, headcount=3, approval_reference="QAT-REC-2026-7001")
    steps.terms(employer, QATAR)
    employer.keep("order-form").press("Check before filing")
    employer.sees("Check the order before you file it").press("File this order")
    employer.follow("Name the agency").keep("power-of-attorney")
    employer.page.get_by_label("Himal").check()
    employer.press("Give the power of attorney").reads("Himal Careers Pvt. Ltd.")

    attache = house.desk("attache")
    attache.choose(JOB)
    attache.keep("attache-order").press("Attest: employer and terms are checked")

    agency = house.desk("agency")
    agency.choose(JOB)
    agency.follow("Publish this job").press("Publish").sees("The job is public.")
    board = house.visitor("/jobs/")
    board.choose(JOB)
    board.reads("1,200").sees("Never pay for").keep("public-job")


def _chosen(house: House) -> None:
    """Maya applies on the public board; the agency chooses her; the employer signs first."""
    maya = house.desk("maya").open("/jobs/")
    maya.choose(JOB)
    maya.follow("Apply").keep("apply").press("Yes, apply").sees("You have applied")

    agency = house.desk("agency")
    agency.choose(JOB)
    agency.reads("Maya Tamang").follow("Choose").press("Choose this candidate")

    employer = house.desk("employer").open("/employer/orders/")
    employer.choose(JOB)
    employer.follow("Make an offer").press("Check before signing")
    employer.keep("offer-check").press("Sign the offer").reads("Maya Tamang").keep("offer-signed")


def _signed(house: House) -> None:
    """She hears it, answers five questions, keeps a copy, thinks for days, signs last."""
    maya = house.desk("maya").reads("Al Waha Facilities W.L.L.")
    steps.understand(maya, "1200.00")
    steps.think_and_sign(house, "maya")
    employer = steps.contract_of(house, "employer", "Maya Tamang")
    # The employer's page knows the signature and nothing of questions or answers.
    employer.lacks("Questions answered")


def _registered(house: House) -> None:
    """Both states register, each by its own office."""
    for office in ("destination", "officer"):
        desk = steps.find_case(house.desk(office), PASSPORT)
        desk.press("Register and sign the receipt").keep(f"registered-{office}")
        desk.sees("Registered. The receipt is signed and both sides can print it.")


def _cleared(house: House) -> None:
    """The papers, then two officers; the first may not decide."""
    agency = house.desk("agency")
    agency.choose("Maya Tamang")
    agency.follow_to("/visa/").fill(number="QV7001001", valid_to="2028-01-01")
    agency.press("Record the visa").sees("The visa is on record.")
    agency.follow_to("/fitness/").fill(fit="fit").press("Record it")
    agency.follow_to("/step/insured/").press("Record that this is done")
    officer = steps.find_case(house.desk("officer"), PASSPORT).press("Record that she took part")
    agency = house.desk("agency")
    agency.choose("Maya Tamang")
    agency.follow_to("/clearance/").press("Ask for clearance").sees("The clearance is asked for.")

    officer = steps.find_case(house.desk("officer"), PASSPORT)
    officer.press("I have checked it: send it to a second officer").keep("first-officer")
    officer.sees("You made the first check. Another officer must decide.")
    assert not officer.has_button("Clear: sign the pass")
    second = steps.find_case(house.desk("second_officer"), PASSPORT).keep("second-officer")
    second.press("Clear: sign the pass")
    second.sees("Cleared. The pass is signed and the worker was told.")


def _through_the_gate(house: House) -> None:
    """The pass from her phone works once; a changed one is refused in words."""
    maya = house.desk("maya").follow("Show my pass").keep("pass")
    photo = steps.qr_of(maya)
    text = qr.read(photo)
    gate = steps.held_up(house.desk("gate"), text=steps.forged(text))
    gate.sees("This office did not sign this text. Keep the paper and call your supervisor.")
    gate.keep("gate-forged")
    steps.held_up(gate, photo).reads("MAYA TAMANG").keep("gate-valid")
    gate.press("Let it be used").page.locator(".has-error").wait_for()
    gate.fill(same=True).press("Let it be used").sees("Used").keep("gate-used")
    steps.held_up(gate, photo).sees(
        "A pass works once. Compare the passport, and call the clearance office."
    )
    assert not gate.has_button("Let it be used")
    maya = house.desk("maya").sees("Have you arrived?").follow("Say that I have arrived")
    maya.press("Yes, I have arrived").keep("arrived")


def _at_work(house: House) -> None:
    """A month later the wage file says 830 of 1,200; the money is shown to all who may see it."""
    paid_for = _first_whole_month(house)
    employer = steps.contract_of(house, "employer", "Maya Tamang")
    employer.follow("Record the number in wage files")
    employer.fill(number=QID, issued_by="state").press("Record the number")

    employer.open("/employer/wages/").follow("Give a wage file")
    employer.fill(file=_wage_file(paid_for), paid_on=paid_for.end.isoformat())  # type: ignore[union-attr]
    employer.press("Read it through").reads("Maya Tamang", "370").keep("wage-file-preview")
    employer.press("Put this file on record").keep("wage-file-on-record")
    before = house.desk("employer").open(f"/employer/wages/{paid_for.start:%Y-%m}/").text()

    maya = house.desk("maya").follow("Answer").fill(said="less").press("Next")
    contract = maya.id()
    maya.fill(amount="830").keep("private-answer").press("Keep my answer")
    maya.reads("1,200", "830", "370").keep("her-wages")
    employer.open(f"/employer/wages/{paid_for.start:%Y-%m}/")
    assert employer.text() == before, "the employer's page changed with a private answer"

    inspector = house.desk("inspector").keep("inspection")
    inspector.choose("Al Waha")
    inspector.reads(short_of(contract), "370").keep("establishment")
    assert "Maya" not in inspector.text()


def _first_whole_month(house: House) -> Period:
    """Two presses of “Next month”: the first whole month after arrival has ended."""
    house.next_month()
    house.next_month()
    maya = house.desk("maya")
    link = maya.page.locator("main .now .button").get_attribute("href") or ""
    return month(link.rstrip("/").rsplit("/", 1)[1])


def _wage_file(period: Period) -> dict[str, Any]:
    """A real Qatar wage file: one line for Maya, 370 short."""
    paid = Money(83_000, "QAR")
    none = Money(0, "QAR")
    row = {
        "sequence": "1", "employee_qid": QID, "visa_id": "", "name": "MAYA TAMANG",
        "bank": "QNB", "account": "QA58DOHB00001234567890ABCDEFG", "frequency": "M",
        "working_days": str(period.days), "net": paid, "basic": paid, "extra_hours": "0",
        "extra_income": none, "deductions": none, "payment_type": "Normal Payment", "notes": "",
        "housing_allowance": none, "food_allowance": none, "transport_allowance": none,
        "overtime_allowance": none, "deduction_reason": "",
    }  # fmt: skip
    header = {
        "employer_eid": QATAR["employer_id"], "file_date": _day_after(period),
        "file_time": "1100", "payer_eid": QATAR["employer_id"], "payer_qid": "",
        "payer_bank": "QNB", "payer_iban": "QA58DOHB00001234567890ABCDEFG",
        "salary_month": period,
    }  # fmt: skip
    content = wagefiles.write("qat-sif", header, [row])
    return {"name": "wages.csv", "mimeType": "text/csv", "buffer": content}


def _day_after(period: Period) -> date:
    assert period.end is not None
    return period.end
