"""Figures against R's survey package, and arithmetic against fractions."""

from __future__ import annotations

from fractions import Fraction
from math import inf, nextafter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.statistics.moments import survey_data as small

from corridor.core.problems import BadInput
from corridor.engines.statistics.moments import collect, table
from corridor.engines.statistics.moments.estimate import Figure, quality
from corridor.engines.statistics.moments.exact import quotient, root

# svydesign(~u, strata=~h, weights=~w, nest=TRUE, fpc=) of survey 4.1-1; domains by subset().
# Policy, with population or not, indicator, cell: estimate, standard error, design effect, degf.
BY_R = """
remove - hourly - 11.617804037056434 1.0281642705356293 1.4518173776385983 10
remove - bill N.F 15189.0768999999980 3646.7404499766385 8.3934601808724825 5
remove - mean_wage N.F 314.14843640124093 34.766496411198581 1.7833892174318984 5
remove - rate M 74.789016997503865 8.6240433070452234 1.129329759194595 10
certainty fpc hourly - 11.617804037056434 0.96439294011852295 1.2773061988137819 10
certainty fpc mean_wage N.F 314.14843640124093 27.3419391710536 1.1030187835961429 5
adjust - hourly - 11.617804037056434 1.0352628336899692 1.4719336059653179 10
adjust - bill N.F 15189.0768999999980 3646.7404499766385 8.3934601808724825 5
adjust fpc rate M 74.789016997503865 7.8120028583438055 0.92666700989122597 10
average - hourly - 11.617804037056434 1.1495226004770758 1.8147717220482478 10
average fpc bill N.F 15189.0768999999980 2955.9284562052985 5.5146653455207044 5
average fpc rate M 74.789016997503865 8.6705739198287954 1.1415491243016034 10
"""
RELATIVE = 1e-13


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("moments") / "small.parquet"
    small.frame().write_parquet(path)
    return path


def _figures(data: Path, policy: str, *, fpc: bool) -> dict[tuple[str, str], Figure]:
    design = {"lonely": policy} | ({"fpc": "fpc"} if fpc else {})
    found, sorted_first = collect(small.spec(**design), [data])
    assert not sorted_first
    return {(one.indicator, " ".join(one.codes.values())): one for one in table(found)}


@pytest.mark.parametrize("policy", ["remove", "certainty", "adjust", "average"])
@pytest.mark.parametrize("fpc", [False, True])
def test_agrees_with_r(data: Path, policy: str, fpc: bool) -> None:
    found = _figures(data, policy, fpc=fpc)
    checked = 0
    for line in BY_R.split("\n")[1:-1]:
        one, population, indicator, cell, *golden = line.split()
        if (one, population) == (policy, "fpc" if fpc else "-"):
            mine = found[indicator, cell.replace("-", "").replace(".", " ")]
            figures = (mine.estimate, mine.se, mine.deff, mine.df)
            assert figures == pytest.approx(tuple(map(float, golden)), rel=RELATIVE)
            checked += 1
    assert checked or (policy, fpc) in {("certainty", False), ("remove", True)}


def test_an_interval_is_students(data: Path) -> None:
    one = _figures(data, "remove", fpc=False)["hourly", ""]
    assert one.se is not None
    assert one.estimate is not None
    reach = 2.2281388519862735 * one.se  # qt(0.975, 10)
    assert (one.low, one.high) == pytest.approx((one.estimate - reach, one.estimate + reach))
    assert one.quality == "reliable"
    assert one.as_json()["ci"] == [one.low, one.high]


def test_strata_of_one_unit_are_refused(data: Path) -> None:
    found, _ = collect(small.spec(lonely="fail"), [data])
    with pytest.raises(BadInput, match="1 strata have one sampling unit, the first of them 3"):
        list(table(found))


@pytest.mark.parametrize(
    ("cv", "n", "df", "word"),
    [(0.1, 30, 10, "reliable"), (0.1, 29, 10, "with_care"), (0.1, 30, 9, "with_care"),
     (0.2, 99, 99, "with_care"), (0.4, 99, 99, "unreliable"), (None, 99, 99, "")],
)  # fmt: skip
def test_quality(cv: float | None, n: int, df: int, word: str) -> None:
    assert quality(cv, n, df) == word


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**400), st.integers(1, 2**300))
def test_roots_and_quotients_are_the_nearest(over: int, under: int) -> None:
    found, exact = quotient(over, under), Fraction(over, under)
    assert abs(Fraction(found) - exact) <= abs(Fraction(nextafter(found, inf)) - exact)
    side = root(over, under)
    low, high = (Fraction(side) + Fraction(nextafter(side, to)) for to in (-inf, inf))
    if over:
        assert (low / 2) ** 2 <= exact <= (high / 2) ** 2
    else:
        assert side == 0
