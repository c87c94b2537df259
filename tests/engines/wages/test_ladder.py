"""The ladder of late wages: by day, by month, by size, and in doubt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.engines.smallbook import SmallBook

from corridor.core.problems import BadInput
from corridor.engines import law
from corridor.engines.law.kinds import Table
from corridor.engines.wages.ladder import MOST_DAYS, stage

FIRST = date(2024, 1, 1)


def ladder(*rows: dict[str, object]) -> Table:
    return Table(("day", "after_months", "consequence"), tuple(rows))


def small(grace: int | None = 3) -> SmallBook:
    steps = ladder(
        {"day": 5, "consequence": "Notice"},
        {"after_months": 1, "consequence": "Stop"},
        {"day": 40, "consequence": "Court", "establishment_from": 50, "establishment_to": 499},
    )
    return SmallBook({"QAT.wps.ladder": [(FIRST, steps)], "QAT.wps.pay_within": [(FIRST, grace)]})


@pytest.mark.parametrize(
    ("days", "late", "reached", "following"),
    [
        (0, False, None, date(2024, 2, 5)),
        (3, False, None, date(2024, 2, 5)),
        (4, True, None, date(2024, 2, 5)),
        (5, True, "5", date(2024, 2, 29)),
        (28, True, "5", date(2024, 2, 29)),
        (29, True, "1 month", date(2024, 3, 11)),
        (40, True, "40", None),
    ],
)
def test_days_and_months_after_the_due_date(
    days: int, late: bool, reached: str | None, following: date | None
) -> None:
    due = date(2024, 1, 31)
    found = stage(small(), "QAT", due, days, size=50)
    assert (found.state, found.late, found.stage) == ("known", late, reached)
    assert found.on == due + timedelta(days=days)
    assert [rung.on for rung in found.next] == ([following] if following else [])
    assert found.law == ("QAT.wps.pay_within", "QAT.wps.ladder")


def test_a_step_for_other_sizes_does_not_hold_and_an_unsaid_size_is_unknown() -> None:
    for size in (49, 500):
        assert [r.label for r in stage(small(), "QAT", FIRST, 60, size).rungs] == ["5", "1 month"]
    open_ = stage(small(), "QAT", FIRST, 60)
    assert (open_.stage, [rung.consequence for rung in open_.unknown]) == ("1 month", ["Court"])
    before = stage(small(), "QAT", FIRST, 39)
    assert not before.unknown  # its day has not come
    assert [rung.consequence for rung in before.next] == ["Court"]


def test_silence_is_unknown_and_no_ladder_is_missing() -> None:
    doubt = SmallBook({"QAT.wps.ladder": [(FIRST, None)]})
    found = stage(doubt, "QAT", FIRST, 10)
    assert (found.state, found.late, found.stage, found.rungs) == ("unknown", None, None, ())
    nothing = stage(SmallBook(), "QAT", FIRST, 10)
    assert (nothing.state, nothing.law) == ("missing", ())
    assert nothing.reason is not None
    assert "QAT" in nothing.reason.say()
    assert stage(small(grace=None), "QAT", FIRST, 10).late is None


@pytest.mark.parametrize(
    ("days", "size", "code"),
    [(-1, None, "ladder.days"), (MOST_DAYS + 1, None, "ladder.days"), (1, 0, "ladder.size")],
)
def test_impossible_questions_are_refused(days: int, size: int | None, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        stage(small(), "QAT", FIRST, days, size)
    assert refused.value.code == code
    with pytest.raises(BadInput):
        stage(small(), "QAT", date(9999, 12, 1), 31)


def test_the_regime_is_that_of_the_due_date_whatever_has_changed_since() -> None:
    book = law.book()
    old, new = date(2026, 5, 31), date(2026, 6, 1)
    assert stage(book, "ARE", old, 40, 10).stage == "17"
    assert stage(book, "ARE", new, 40, 10).stage == "21"
    assert (stage(book, "ARE", old, 15).late, stage(book, "ARE", old, 16).late) == (False, True)
    assert stage(book, "ARE", new, 1).late
    for size in (1, 49, 50, 499, 500, 100_000):
        prosecuted = [
            r.on for r in stage(book, "ARE", old, 0, size).rungs if "prosec" in r.consequence
        ]
        days = 60 if size < 50 else 45 if size < 500 else 30
        assert prosecuted == [old + timedelta(days=days)]


def test_a_regime_without_a_ladder_says_so() -> None:
    found = stage(law.book(), "ARE", date(2026, 6, 1), 40, 10, {"regime": "domestic"})
    assert (found.state, found.grace_days, found.late) == ("missing", 10, True)
    assert found.reason is not None
