"""Wage files that are refused: all or nothing, with every fault and a remedy."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cycle.employment.wagemonths import FEBRUARY, nothing_stored, submit, wage_file
from tests.support import employment, people
from tests.support.employment import Job

from corridor.core.problems import BadInput, NotPermitted, Problem
from corridor.cycle.employment import actions, drafts

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_broken_file_is_refused_whole_with_every_fault(crew: list[Job]) -> None:
    text = wage_file(crew).decode().splitlines()
    text[3] = text[3].replace("1200.00", "12OO.00")
    text[4] = text[4].replace(",M,", ",W,")
    with pytest.raises(Problem) as caught:
        submit(crew, ("\r\n".join(text) + "\r\n").encode(), name="SIF.csv")
    lines = {problem.place.line for problem in caught.value.problems}
    assert {4, 5} <= lines
    assert {problem.place.file for problem in caught.value.problems} == {"SIF.csv"}
    assert nothing_stored()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"\xff\xfeU\x00", b"a,b\n1,2\n"])
def test_what_is_no_wage_file_gets_one_sentence(crew: list[Job], data: bytes) -> None:
    with pytest.raises(Problem):
        submit(crew, data)
    assert nothing_stored()


def test_what_is_no_base64_did_not_arrive_whole(crew: list[Job]) -> None:
    with pytest.raises(BadInput) as caught:
        actions.submit_wages(by=crew[0].who.employer, file="%%%")
    assert caught.value.code == "employment.base64"


def test_a_file_beyond_the_limit_is_refused(
    crew: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "_LARGEST", 100)
    with pytest.raises(BadInput) as caught:
        submit(crew, wage_file(crew))
    assert caught.value.code == "employment.file_size"


def test_the_file_of_another_employer_is_refused_with_a_sentence(crew: list[Job]) -> None:
    other = people.organisation("employer", "QAT", number="10999999")
    data = employment.qatar_file(other, FEBRUARY, [(crew[0].qid, "1200.00", {})])
    with pytest.raises(NotPermitted) as caught:
        submit(crew, data)
    assert caught.value.code == "employment.other_employer"
    assert "10999999" in caught.value.say()
    assert nothing_stored()


def test_another_month_a_coming_month_an_impossible_day(crew: list[Job]) -> None:
    with pytest.raises(BadInput) as caught:
        submit(crew, wage_file(crew), month="2026-01")
    assert caught.value.code == "employment.other_month"
    with pytest.raises(BadInput) as caught:
        submit(crew, wage_file(crew, month="2026-04"))
    assert caught.value.code == "employment.month"
    for day in (date(2026, 1, 31), date(2026, 3, 5)):
        with pytest.raises(BadInput) as caught:
            submit(crew, wage_file(crew), paid_on=day)
        assert caught.value.code == "employment.paid_on"
    assert nothing_stored()
