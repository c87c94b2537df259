"""Two versions of one month's file: lines added, removed, changed, with amounts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.problems import BadInput, Problems
from corridor.engines import wagefiles

from . import samples


def _read(text: str) -> wagefiles.WageFile:
    return wagefiles.read(text.encode())


def test_lines_added_removed_and_changed_are_told_with_their_amounts() -> None:
    lines = samples.ARE.splitlines()
    new = lines[3].replace("30305106000777", "30305106000999").replace(",15,0,0,15", ",15,10,0,15")
    text = "\n".join(
        [
            lines[1].replace(",50.00,", ",150.00,"),
            lines[2].replace("20.00,0.00", "120.00,0.00"),
            lines[0],
            new,
            lines[4].replace("2271.92", "2381.92"),
        ]
    )
    found = wagefiles.difference(_read(samples.ARE), _read(text))  # fmt: skip
    assert [(one.worker, one.line_after, one.by) for one in found.added] == [
        ("30305106000999", 4, 1000)
    ]
    assert [(one.worker, one.line_before, one.paid_before, one.paid_after)
            for one in found.removed] == [("30305106000777", 4, 0, None)]  # fmt: skip
    (change,) = found.changed
    assert (change.line_before, change.line_after, change.by) == (2, 1, 10000)
    assert change.fields == {
        "paid": (105000, 115000),
        "variable": (5000, 15000),
        "housing": (2000, 12000),
    }
    assert (found.unchanged, found.total_before, found.total_after) == (1, 227192, 238192)
    assert not found.empty


def test_another_account_alone_is_a_change_of_no_amount() -> None:
    other = samples.ARE.replace("155481122", "155481199")
    (change,) = wagefiles.difference(_read(samples.ARE), _read(other)).changed
    assert change.by == 0
    assert change.fields == {"account": ("155481122", "155481199")}


def test_the_order_of_lines_is_no_difference() -> None:
    lines = samples.ARE.splitlines()
    turned = "\n".join([lines[3], *lines[:3], lines[4]])
    found = wagefiles.difference(_read(samples.ARE), _read(turned))
    assert found.empty
    assert found.unchanged == 3


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("0000000009103", "0000000009104", "employer_id"), (",062026,", ",072026,", "salary_month")],
)
def test_files_of_another_employer_or_month_are_no_versions(old: str, new: str, field: str) -> None:
    other = samples.ARE.replace(old, new)
    if field == "salary_month":
        other = other.replace("2026-06-30,30", "2026-07-30,60").replace(
            "2026-06-16,2026-06-30,15", "2026-06-16,2026-07-01,16"
        )
    assert _read(other).valid
    with pytest.raises(BadInput) as raised:
        wagefiles.difference(_read(samples.ARE), _read(other))
    assert raised.value.place.field == field
    with pytest.raises(Problems):
        wagefiles.difference(_read(samples.ARE), _read(samples.ARE.replace(",3,2271", ",4,2271")))


paid = st.dictionaries(st.integers(1, 9).map(str), st.integers(0, 99), max_size=6)


@settings(max_examples=50, deadline=None)
@given(paid, paid)
def test_what_came_and_went_explains_the_totals(was: dict[str, int], now: dict[str, int]) -> None:
    def frame(wages: dict[str, int]) -> pl.DataFrame:
        columns = {"worker_id": pl.String, "line": pl.Int64, "paid": pl.Int64}
        rows = [(worker, line, paid) for line, (worker, paid) in enumerate(wages.items(), 1)]
        return pl.DataFrame(rows, schema=columns, orient="row")

    found = wagefiles.compare(frame(was), frame(now))
    moved = sum(one.by for one in (*found.added, *found.removed, *found.changed))
    assert found.total_before + moved == found.total_after
    assert len(found.added) + len(found.changed) + found.unchanged == len(now)
    assert len(found.removed) + len(found.changed) + found.unchanged == len(was)
    back = wagefiles.compare(frame(now), frame(was))
    assert {one.worker for one in back.added} == {one.worker for one in found.removed}
