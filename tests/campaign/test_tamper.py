"""The tamper campaign's row: what is missed, misnamed or wrongly alarmed makes it fail."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.campaign.campaign_tamper import judged
from tests.campaign.tamper import Share

FINE = {"edits": {"edit_fact": 9}, "clean": 3, "blind": 4, "control": 4, "refused": 0}


def share(**given: object) -> Share:
    empty: dict[str, object] = {"missed": [], "misnamed": [], "alarms": []}
    return Share.together([{**empty, **FINE, **given}])


def test_a_share_without_fault_holds() -> None:
    row = judged(share())
    assert row.holds
    assert (row.rounds, row.tally.acknowledged) == (9, 9)
    assert row.notes["false alarms"] == "0 in 3 clean runs"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"missed": ["edit_fact: nothing was found"]}, "lost"),
        ({"misnamed": ["edit_fact: root was named"]}, "inconsistent"),
        ({"alarms": ["run 3"]}, "inconsistent"),
    ],
)
def test_any_fault_shows_in_the_row(given: dict[str, list[str]], kind: str) -> None:
    row = judged(share(**given))
    assert not row.holds
    assert getattr(row.tally, kind) == 1


@pytest.mark.parametrize("blind", [0, 3])
def test_a_control_that_sees_without_recomputing_is_no_control(blind: int) -> None:
    assert not judged(share(blind=blind)).holds


def test_shares_are_added_up() -> None:
    one = {"missed": [], "misnamed": [], "alarms": [], **FINE}
    both = Share.together([one, one])
    assert both.edits == Counter({"edit_fact": 18})
    assert (both.clean, both.control) == (6, 8)
