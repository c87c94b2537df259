"""The campaign's rows: what counts as holding, and how the table says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.campaign.results import Control, Result, Tally, finish
from tools import campaign, trust

FINE = Tally(acknowledged=7)
CAUGHT, MISSED = Control("a bug", "3 lost", True), Control("a bug", "0 lost", False)


@pytest.mark.parametrize(
    ("tally", "controls", "holds"),
    [
        (FINE, [CAUGHT], True),
        (FINE, [], False),
        (FINE, [CAUGHT, MISSED], False),
        (Tally(), [CAUGHT], False),
        (Tally(7, lost=1), [CAUGHT], False),
        (Tally(7, duplicated=1), [CAUGHT], False),
        (Tally(7, inconsistent=1), [CAUGHT], False),
    ],
)
def test_a_part_holds_only_when_nothing_is_wrong_and_its_bugs_are_caught(
    tally: Tally, controls: list[Control], holds: bool
) -> None:
    assert Result("kill", 9, tally, controls).holds is holds


def test_rows_are_kept_and_become_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "trust.md"
    page.write_text(f"before\n{trust.CAMPAIGN[0]}\nold\n{trust.CAMPAIGN[1]}\nafter\n")
    monkeypatch.setattr(trust, "PAGE", page)
    monkeypatch.setenv("CAMPAIGN_RESULTS", str(tmp_path / "rows"))
    trust.write_campaign()
    assert "old" in page.read_text()  # nothing was measured: nothing is claimed
    assert finish(Result("kill -9, SQLite", 1000, FINE, [CAUGHT])) == 0
    assert finish(Result("power cut", 9, FINE, [MISSED])) == 1
    assert "NOT CAUGHT" in capsys.readouterr().out
    trust.write_campaign()
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "| kill -9, SQLite | 1,000 | 7 | 0 | 0 | 0 | a bug: 3 lost |" in text
    assert "| power cut (**does not hold**) |" in text
    assert json.loads((tmp_path / "rows" / "power-cut.json").read_text())["rounds"] == 9


def test_parts_are_found_by_words() -> None:
    assert campaign.campaigns(["campaign/campaign_kill"]) == ["tests.campaign.campaign_kill"]
    assert campaign.main(["no-such-part"]) == 2
