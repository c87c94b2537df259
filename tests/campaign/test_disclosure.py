"""Fifteen of the thousand tables, small ones; the other attacker knows what it is doing."""

from __future__ import annotations

from typing import Any

from tests.campaign.attacker import cell, determined, ranges
from tests.campaign.campaign_disclosure import Tables

SQUARE: dict[str, Any] = {
    "tables": [["a", "b"]],
    "dimensions": {"a": ["x", "y"], "b": {"codes": ["1", "2", "3"], "groups": {"G": ["1", "2"]}}},
}


def test_nothing_is_worked_out_and_every_cell_given_back_is_seen() -> None:
    work = Tables(small=True)
    work.run(range(15))
    assert (work.tally.told, work.tally.wrong, work.unseen) == ([], 0, 0)
    assert work.attacked > 100
    assert work.given_back > 5


def test_elimination_finds_what_the_sums_give_away() -> None:
    x1, y1 = cell({"a": "x", "b": "1"}), cell({"a": "y", "b": "1"})
    x2, y2 = cell({"a": "x", "b": "2"}), cell({"a": "y", "b": "2"})
    assert determined(SQUARE, {x1}) == {x1}
    assert determined(SQUARE, {x1, y1}) == {x1, y1}  # each is alone in its row
    assert determined(SQUARE, {x1, y1, x2, y2}) == set()
    total = cell({"b": "1"})
    assert determined(SQUARE, {x1, y1, x2, y2, total}) == {total}


def test_enumeration_gives_the_true_ranges() -> None:
    hidden = [cell({"a": a, "b": b}) for a in "xy" for b in "12"]
    known = {cell({"a": "x", "b": "G"}): 3, cell({"a": "y", "b": "G"}): 7}
    known |= {cell({"b": "1"}): 4, cell({"b": "2"}): 6}
    found = ranges(SQUARE, known, hidden, 9)
    assert found[hidden[0]] == (1, 2)
    assert found[hidden[3]] == (4, 5)
