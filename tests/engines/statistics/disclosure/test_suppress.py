"""The worked table, and what must hold of every pattern."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.campaign.attacker import cell, ranges
from tests.engines.statistics.disclosure import houses

from corridor.engines.statistics.disclosure import output, program, protect
from corridor.engines.statistics.disclosure.audit import audit
from corridor.engines.statistics.disclosure.learnt import HIDDEN
from corridor.engines.statistics.disclosure.protect import Suppressed

FOUR = {("NPL", "homes"), ("NPL", "cleaning"), ("BGD", "homes"), ("BGD", "cleaning")}


@pytest.fixture(scope="module")
def worked() -> Suppressed:
    return houses.made()


def test_the_worked_table(worked: Suppressed) -> None:
    assert houses.withheld(worked) == FOUR
    assert (worked.sensitive.sum(), worked.complementary.sum()) == (1, 3)
    assert protect.lost(worked) == []


def test_the_public_is_not_told_which_cell_is_small(worked: Suppressed) -> None:
    shown, full = output.published(worked), output.review(worked)
    assert set(shown["conf"]) == {"F", "C"}
    assert set(shown["note"]) == {""}
    assert shown.filter(pl.col("conf") == "C")["value"].null_count() == 4
    assert full.filter(pl.col("conf") == "D").height == 3
    assert full.filter(pl.col("note") == "threshold").height == 1


def test_the_attack_agrees_with_trying_every_table(worked: Suppressed) -> None:
    learnt = audit(output.release(worked), output.claims(worked)).learnt
    shown = output.published(worked).filter(pl.col("conf") == "F")
    known = {
        cell({"origin": one["origin"], "sector": one["sector"]}): int(one["value"])
        for one in shown.to_dicts()
    }
    hidden = [cell(one.codes) for one in learnt]
    true = ranges(houses.body(), known, hidden, 25)
    for one in learnt:
        low, high = true[cell(one.codes)]
        assert low <= one.low < one.high <= high  # whatever it claims is possible
        if one.asked:
            assert low <= one.asked[0]
            assert one.asked[1] <= high
    assert true[cell({"origin": "NPL", "sector": "homes"})] == (1, 10)


def test_every_cell_given_back_is_seen(worked: Suppressed) -> None:
    claims = output.claims(worked)
    assert audit(output.release(worked), claims).passed
    for place in np.flatnonzero(worked.complementary):
        less = worked.complementary.copy()
        less[place] = False
        found = audit(output.release(replace(worked, complementary=less)), claims)
        assert {one.verdict for one in found.failures} == {"exact"}


def test_sums_contributors_and_their_number_share_one_pattern() -> None:
    given = houses.body(
        measures=[{"id": "wages", "sum": "wage"}],
        rules={"threshold": 3, "p": 10, "dominance": {"n": 1, "k": 60}},
        source={"contributor": "employer"},
    )
    found = houses.made(given)
    assert set(found.found.reasons[int(np.flatnonzero(found.sensitive)[0])])
    learnt = audit(output.release(found), output.claims(found), whole={"n": True})
    assert learnt.passed, learnt.failures
    assert all(one.verdict == HIDDEN for one in learnt.learnt)
    plain = houses.made(houses.body(measures=[{"id": "wages", "sum": "wage"}]))
    assert [one.id for one in protect.measures(plain.graph, plain.figures)] == ["wages", "n"]
    assert audit(output.release(plain), output.claims(plain)).passed


def test_a_cell_that_is_kept_is_published_and_another_hides_instead() -> None:
    wish = [{"origin": "BGD", "sector": "homes"}]
    found = houses.made(houses.body(keep=wish))
    assert ("BGD", "homes") not in houses.withheld(found)
    assert audit(output.release(found), output.claims(found)).passed


def test_what_cannot_be_hidden_fails_the_release() -> None:
    wish = [{"origin": "NPL", "sector": sector} for sector in ("building", "cleaning", "_T")]
    found = houses.made(houses.body(keep=wish))
    assert protect.lost(found)[0]["cell"] == {"origin": "NPL", "sector": "homes"}
    failures = audit(output.release(found), output.claims(found)).failures
    assert [one.verdict for one in failures] == ["exact"]


def test_whoever_is_alone_in_a_cell_does_not_learn_his_neighbour() -> None:
    rows = [("NPL", "homes")] + [("NPL", "cleaning")] * 2 + [("NPL", "building")] * 9
    rows += [("BGD", sector) for sector in houses.SECTORS for _ in range(8)]
    rows += [("KEN", sector) for sector in houses.SECTORS for _ in range(7)]
    frame = pl.DataFrame(rows, schema=["origin", "sector"], orient="row")
    rules = {"threshold": 3, "zeros": "withhold"}
    careless = houses.made(houses.body(rules=rules | {"insiders": "false"}), frame)
    careful = houses.made(houses.body(rules=rules), frame)
    told = output.claims(careful)
    assert any(one.given for one in told)
    assert audit(output.release(careful), told).passed
    found = audit(output.release(careless), told).failures
    assert [(one.verdict, one.beside) for one in found] == [("exact", "origin NPL, sector homes")]


def test_every_question_has_the_same_answer_fresh_and_warm(
    worked: Suppressed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_core", None)
    again = houses.made()
    assert houses.withheld(again) == houses.withheld(worked)


def test_published_figures_that_no_true_ones_could_give() -> None:
    release = output.release(houses.made())
    odd = release.frame.with_columns(
        pl.when((pl.col("origin") == "KEN") & (pl.col("sector") == "_T"))
        .then(pl.lit(90.0))
        .otherwise(pl.col("value"))
        .alias("value")
    )
    failures = audit(replace(release, frame=odd)).failures
    assert [one.verdict for one in failures] == ["contradiction"]
