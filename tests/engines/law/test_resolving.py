# ruff: noqa: E501 - law files are quoted as they are written
"""From dated values to one answer: doubt, keys, holes, columns, frames."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.problems import BadInput
from corridor.engines import law
from corridor.engines.law import Ratio
from corridor.engines.law.kinds import plain

Pack = Callable[[str], law.Book]
WAGE = """  - id: XXX.wage
    title: Wage
    plain: A wage.
    type: money
    currency: QAR
    per: month
"""


def test_a_declared_hole_is_missing_with_its_reason(pack: Pack) -> None:
    book = pack(
        WAGE
        + """    dated:
      - {from: 2020, to: 2020-06, value: "1", status: superseded, cites: [gazette]}
      - {from: 2020-07-01, to: 2020-12-31, missing: The gazette is lost., status: superseded, cites: [gazette]}
      - {from: 2021-01-01, value: "3", status: in_force, cites: [gazette]}
"""
    )
    answer = book.value("XXX.wage", date(2020, 8, 1))
    assert (answer.state, str(answer.reason)) == ("missing", "The gazette is lost.")
    assert answer.next is not None


def test_two_rough_dates_narrow_each_other(pack: Pack) -> None:
    book = pack(
        WAGE
        + """    dated:
      - {from: 2007, to: 2021-05, value: "1", status: superseded, cites: [gazette]}
      - {from: 2021, value: "2", status: in_force, cites: [gazette]}
"""
    )
    days = {
        "2021-05-01": "1.00",
        "2021-05-02": None,
        "2021-05-31": None,
        "2021-06-01": "2.00",
    }
    for day, expected in days.items():
        answer = book.value("XXX.wage", date.fromisoformat(day))
        assert plain(answer.value) == expected, day


def test_the_most_particular_key_counts(pack: Pack) -> None:
    book = pack(
        WAGE
        + """    keys: {regime: [general, domestic], job: [nurse]}
    dated:
      - {from: 2020-01-01, value: "1", status: in_force, cites: [gazette]}
      - {key: {regime: domestic}, from: 2020-01-01, value: "2", status: in_force, cites: [gazette]}
      - {key: {regime: domestic, job: nurse}, from: 2020-01-01, value: "3", status: in_force, cites: [gazette]}
"""
    )
    day = date(2021, 1, 1)
    assert (
        str(book.value("XXX.wage", day, {"regime": "domestic", "job": "nurse"}).value) == "QAR 3.00"
    )
    assert book.value("XXX.wage", day, {"regime": "domestic"}).state == "unknown"
    assert str(book.value("XXX.wage", day, {"regime": "general"}).value) == "QAR 1.00"
    answer = book.value("XXX.wage", day)
    assert answer.state == "unknown"
    assert "regime" in str(answer.reason)
    with pytest.raises(BadInput) as refused:
        book.value("XXX.wage", day, {"job": "pilot"})
    assert refused.value.code == "law.key"
    assert refused.value.expected == ["nurse"]


def test_a_value_that_ended_in_a_rough_month(pack: Pack) -> None:
    book = pack(
        WAGE
        + '    dated:\n      - {from: 2020-01-01, to: 2020-06, value: "1", status: repealed, cites: [gazette]}\n'
    )
    states = {
        "2020-06-01": "known",
        "2020-06-02": "unknown",
        "2020-06-30": "unknown",
        "2020-07-01": "missing",
    }
    for day, state in states.items():
        assert book.value("XXX.wage", date.fromisoformat(day)).state == state, day


def test_the_first_full_pay_period_is_kept(pack: Pack) -> None:
    book = pack(
        WAGE
        + '    dated:\n      - {from: 2020-07-01, value: "1", status: in_force, switch: first_full_pay_period, cites: [gazette]}\n'
    )
    assert book.value("XXX.wage", date(2020, 7, 1)).switch == "first_full_pay_period"


def test_an_unknown_column_of_a_record() -> None:
    book, day = law.book(), date(2026, 1, 10)
    with pytest.raises(BadInput):
        book.value("QAT.hours.century", day)
    with pytest.raises(BadInput):
        book.value("QAT.minimum_wage.basic.week", day)


def test_ratios_are_exact() -> None:
    texts = {
        "25 %": "0.25",
        "18.6 %": "0.186",
        "2/3": "2/3",
        "32.1": "32.1",
        "0.85": "0.85",
        "100 %": "1",
        "-0.5": "-0.5",
        "45.3 %": "0.453",
        "1/80": "0.0125",
    }
    for text, expected in texts.items():
        assert Ratio.parse(text).text() == expected
        assert Ratio.parse(Ratio.parse(text).text()) == Ratio.parse(text)
    assert Ratio(1, 4).percent() == "25 %"
    for wrong in ("", "1e3", "1,5", "٢", "1/0", "1.5/2", "%"):
        with pytest.raises(ValueError):  # noqa: PT011 - the text is for the schema
            Ratio.parse(wrong)


def test_frames_resolve_each_key_and_day_once() -> None:
    days = [
        (date.fromisoformat(day) - date(1970, 1, 1)).days
        for day in ("2021-03-19", "2021-03-20", "2017-11-10")
    ]
    frame = pl.DataFrame({"due": [*days, *days], "regime": ["general", "domestic", "general"] * 2})
    found = law.at_dates(
        frame,
        {
            "least": "QAT.minimum_wage.basic",
            "week": "QAT.hours.week",
            "extra": "QAT.overtime.premium.day",
        },
        "due",
        ["regime"],
    )
    assert found.height == 3
    joined = frame.join(found, on=["due", "regime"]).sort("due")
    assert joined["least"].to_list() == [None, None, 75000, 75000, 100000, 100000]
    assert joined["least.state"].to_list()[:2] == ["unknown", "unknown"]
    assert joined["week"].to_list() == [48, 48, 48, 48, None, None]
    assert joined["extra.num"].to_list()[2:4] == [1, 1]
    assert joined["extra.den"].dtype == pl.Int64


def test_frames_without_a_day_stay_unknown() -> None:
    frame = pl.DataFrame({"due": [None]}, schema={"due": pl.Int64})
    found = law.at_dates(frame, ["QAT.minimum_wage.basic"], "due")
    assert found["QAT.minimum_wage.basic.state"].to_list() == ["unknown"]


def test_policy_may_be_changed_and_law_may_not() -> None:
    day = date(2026, 1, 10)
    book = law.Book(policy={"OC.cooling_off.days": "7"})
    assert book.value("OC.cooling_off.days", day).value == 7
    wait = book.procedure("NPL-QAT", "agency", "general", day).step("accepted").not_before
    assert wait is not None
    assert wait.days == 7
    assert law.book().value("OC.cooling_off.days", day).value == 3
    for wrong in ({"QAT.wps.pay_within": "90"}, {"OC.no": "1"}, {"OC.cooling_off.days": "-1"}):
        with pytest.raises(BadInput) as refused:
            law.set_policy(wrong)
        assert refused.value.code == "law.policy"


@given(on=st.dates(date(1950, 1, 1), date(2060, 1, 1)), announced=st.booleans())
@settings(max_examples=40)
def test_an_answer_is_known_or_says_why(on: date, announced: bool) -> None:
    book = law.book()
    for id_ in book.ids():
        answer = book.value(id_, on, announced=announced)
        assert (answer.value is not None) == (answer.state == "known"), id_
        assert answer.known or str(answer.reason), id_
        assert answer.as_json()["id"] == id_
