"""A register line by line: what is wrong is named, and the counts of a batch always add up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.core.codes.short import short_of
from corridor.core.problems import BadInput
from corridor.core.text import sentence
from corridor.cycle.departure.registers.counts import counted
from corridor.cycle.departure.registers.judging import judge, plain_name
from corridor.cycle.departure.registers.known import Case, Judged, Known, Officer, Slip
from corridor.cycle.departure.registers.table import TABLE, Serial, serial
from corridor.platform.exchange.checking import check

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 10)
BATCH = short_of("01KAM0Q3T5S6X7Y8Z9A0B1C2D3")
OTHER = short_of("01KAM0Q3T5S6X7Y8Z9A0B1C2D4")
SIZE = 6
BEFORE = FIRST - timedelta(days=30)
OFFICERS = [
    Officer("one", frozenset({"asha rai", "asha"}), BEFORE),
    Officer("two", frozenset({"bina rai", "bina"}), BEFORE),
    Officer("gone", frozenset({"old officer"}), BEFORE, FIRST + timedelta(days=2)),
    Officer("three", frozenset({"asha rai", "asha2"}), BEFORE),
]
CASES = {
    "C1": [Case("C1", "Tamang", "NPL-QAT", "accepted", lacks=(sentence("insured"),))],
    "C2": [Case("C2", "Gurung", "NPL-QAT", "accepted"), Case("C9", "Rai", "NPL-QAT", "accepted")],
    "REF": [Case("REF", "Rai", "NPL-QAT", "accepted", "refused", FIRST)],
    "CLR": [Case("CLR", "Rai", "NPL-QAT", "in_force", "cleared", FIRST)],
    "BAR": [Case("BAR", "Rai", "NPL-QAT", "accepted", "requested", barred=frozenset({"one"}))],
    "FAR": [Case("FAR", "Rai", "NPL-ARE", "accepted")],
    "NEW": [Case("NEW", "Rai", "NPL-QAT", "offered")],
}


def known(closed: Mapping[int, Slip] | None = None) -> Known:
    return Known(
        batch=BATCH,
        size=SIZE,
        corridor="NPL-QAT",
        first=FIRST,
        last=LAST,
        today=FIRST + timedelta(days=5),
        closed=closed or {},
        cases=lambda text: CASES.get(text, ()),
        officers=OFFICERS,
    )


def line(number: int = 1, **given: Any) -> dict[str, Any]:
    cleared = {
        "contract": "C1",
        "family_name": "Tamang",
        "cleared_on": FIRST,
        "first_officer": "asha",
        "second_officer": "Bina Rai",
    }
    return {"serial": Serial("", number)} | cleared | given


def only(**given: Any) -> Judged:
    return judge([(2, line(**given))], known())[0]


def codes(one: Judged) -> list[str]:
    return [problem.code.removeprefix("batches.") for problem in one.problems]


def test_a_line_that_fits_names_both_officers_and_what_the_office_must_add() -> None:
    one = only(family_name="  TÁMANG ")
    assert (codes(one), one.fits, one.outcome) == ([], True, "used")
    assert (one.first, one.second, one.on) == ("one", "two", FIRST)
    assert [str(what) for what in one.lacks] == ["insured"]
    assert plain_name("गुरुङ") == "गुरुङ"


@pytest.mark.parametrize(
    ("given", "code", "column"),
    [
        ({"contract": "NONE"}, "contract_unknown", "contract"),
        ({"family_name": "Rai"}, "name", "family_name"),
        ({"serial": Serial("", SIZE + 1)}, "serial_other", "serial"),
        ({"serial": Serial("ANOTHER", 1)}, "serial_other", "serial"),
        ({"cleared_on": FIRST - timedelta(days=1)}, "outside", "cleared_on"),
        ({"cleared_on": FIRST + timedelta(days=6)}, "outside", "cleared_on"),
        ({"second_officer": "Asha2", "first_officer": "asha2"}, "same_officer", "second_officer"),
        ({"first_officer": "Asha Rai"}, "officer", "first_officer"),
        ({"first_officer": "nobody"}, "officer", "first_officer"),
        (
            {"first_officer": "old officer", "cleared_on": FIRST + timedelta(days=2)},
            "officer",
            "first_officer",
        ),
        ({"contract": "REF", "family_name": "Rai"}, "refused", "contract"),
        ({"contract": "CLR", "family_name": "Rai"}, "cleared", "contract"),
        ({"contract": "BAR", "family_name": "Rai"}, "barred", "first_officer"),
        ({"contract": "FAR", "family_name": "Rai"}, "corridor", "contract"),
        ({"contract": "NEW", "family_name": "Rai"}, "contract_open", "contract"),
    ],
)
def test_each_fault_is_named_with_its_line_and_column(
    given: dict[str, Any], code: str, column: str
) -> None:
    one = only(**given)
    assert codes(one) == [code]
    assert (one.problems[0].place.line, one.problems[0].place.field) == (2, column)
    assert one.problems[0].remedy is not None
    assert not one.fits
    assert one.lacks == ()


def test_lines_that_exclude_each_other_are_both_wrong() -> None:
    void = {"serial": Serial("", 3), "outcome": "void"}
    rows = [(2, line(1)), (3, line(2)), (4, void), (5, void | {"outcome": "lost"})]
    found = judge(rows, known())
    assert [codes(one) for one in found] == [["contract_twice"]] * 2 + [["serial_twice"]] * 2
    # The name tells apart two contracts that share a short number.
    apart = [(2, line(1, contract="C2", family_name="gurung")), (3, line(2, contract="C2"))]
    first, second = judge(apart, known())
    assert first.fits
    assert codes(second) == ["name"]


def test_what_is_on_record_stays_and_is_no_fault_to_repeat() -> None:
    closed = {1: Slip("used", "C1"), 2: Slip("lost")}
    rows = [
        (2, line(1)),
        (3, {"serial": Serial("", 2), "outcome": "lost"}),
        (4, {"serial": Serial("ANOTHER", 2), "outcome": "lost"}),
    ]
    first, second, foreign = judge(rows, known(closed))
    assert first.already
    assert second.already
    assert not foreign.already
    assert codes(foreign) == ["serial_other"]
    changed = judge([(2, {"serial": Serial("", 1), "outcome": "void"})], known(closed))
    assert codes(changed[0]) == ["closed"]


def test_slips_are_named_whole_or_by_their_number() -> None:
    assert serial("017") == serial("17") == Serial("", 17)
    assert serial(f"{BATCH}-017").number == 17
    assert serial(f"{BATCH}-017").tail == serial(BATCH.lower() + "-17").tail != ""
    for wrong in ("", "0", "17a", BATCH, BATCH[:-1] + "-017", f"{BATCH}-1234"):
        with pytest.raises(BadInput):
            serial(wrong)
    foreign = judge([(2, line(serial=serial(f"{OTHER}-1")))], known())
    assert codes(foreign[0]) == ["serial_other"]
    assert judge([(2, line(serial=serial(f"{BATCH}-1")))], known())[0].fits


def test_every_cell_that_cannot_be_read_is_named_at_once() -> None:
    text = (
        "serial,contract,family_name,cleared_on,first_officer,second_officer,outcome\n"
        "x,C1,Rai,yesterday,a,b,\n"
        "1,C1,,2026-03-01,a,,\n"
        "2,C1,,,,,void\n"
        "3,,,,,,eaten\n"
        "4,,,,,,\n"
    )
    found = check(text.encode(), TABLE, "r.csv")
    named = [(one.place.line, one.place.field, one.code) for one in found.problems]
    assert named == [
        (2, "serial", "batches.serial"),
        (2, "cleared_on", found.problems[1].code),
        (3, "family_name", "batches.cell"),
        (3, "second_officer", "batches.cell"),
        (4, "outcome", "batches.both"),
        (5, "outcome", "exchange.one_of"),
    ]
    assert [one[1]["serial"].number for one in found.rows] == [4]
    assert judge(found.rows, known()) == []


WORDS = st.sampled_from(["void", "unused", "lost", "cleared", ""])
LINES = st.tuples(
    st.integers(1, SIZE + 1),
    WORDS,
    st.sampled_from([*CASES, "NONE"]),
    st.sampled_from("Tamang Rai"),
)


@given(st.lists(st.lists(LINES, max_size=8), max_size=4))
def test_the_counts_of_a_batch_always_add_up(
    registers: list[list[tuple[int, str, str, str]]],
) -> None:
    closed: dict[int, Slip] = {}
    for register in registers:
        rows = [(at, _line(*one)) for at, one in enumerate(register, start=2)]
        before = dict(closed)
        for one in judge(rows, known(closed)):
            if one.fits:
                assert one.serial not in closed
                closed[one.serial] = Slip(one.outcome, one.case.id if one.case else "")
        assert before.items() <= closed.items()
        # Handed in once more, the same register puts nothing new on record ...
        again = [one for one in judge(rows, known(closed)) if one.fits]
        # ... except for contracts, whose state the world behind this test does not change.
        assert all(one.serial not in closed for one in again)
        counts = counted(SIZE, (one.outcome for one in closed.values()))
        parts = (counts.used, counts.void, counts.unused, counts.lost, counts.open)
        assert sum(parts) == counts.issued == SIZE
        assert min(parts) >= 0


def _line(number: int, word: str, contract: str, family: str) -> dict[str, Any]:
    if word == "cleared":
        return line(number, contract=contract, family_name=family, first_officer="asha2")
    return {"serial": Serial("", number), "outcome": word or None}
