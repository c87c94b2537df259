"""Published tables held against themselves: what is impossible, what is only rounding."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics import published
from corridor.engines.statistics.published.findings import (
    AMBIGUOUS,
    EXPLAINED,
    IMPOSSIBLE,
    SUSPECT,
    Finding,
)
from corridor.engines.statistics.published.printed import printed
from corridor.engines.statistics.published.reading import from_csv, from_tree, read

WORLD = """\
table: The world's migrant workers, 2022
figures: {all: 167.7, employed: 155.6, unemployed: 12.1, men: 102.7, women: 64.9,
          men_share: 61.3, women_share: 38.7, rich: 114.7, rich_share: 68.4,
          young: 9.3, prime: 74.9, older: 12.5, old: 3.4}
sums:
  - {whole: all, parts: [employed, unemployed]}
  - {whole: all, parts: [men, women]}
  - {whole: 100, parts: [young, prime, older, old]}
parts:
  - {part: men, whole: all, percent: men_share}
  - {part: women, whole: all, percent: women_share}
  - {part: rich, whole: all, percent: rich_share}
percentages: [men_share]
"""

LAOS = """\
table: Recruitment costs, 2017
estimates:
  - {variable: cost, kind: money, n: 254, N: 48429, mean: 141.31, total: 6843640, se: 0.64}
  - {variable: earnings, kind: money, n: 254, N: "48,429", mean: 430.88, total: 20866748, se: 1.90}
ratios: [{value: 0.33, numerator: cost, denominator: earnings}]
"""


def _audit(tmp_path: Path, text: str) -> list[Finding]:
    path = tmp_path / "table.yaml"
    path.write_text(text, encoding="utf-8")
    return published.read_and_audit(path)


def _estimate(**numbers: Any) -> list[tuple[str, str]]:
    given = {"estimates": [{"variable": "x", **{k: str(v) for k, v in numbers.items()}}]}
    return [(one.check, one.verdict) for one in published.audit(from_tree(given))]


def test_rounding_explains_the_worlds_figures(tmp_path: Path) -> None:
    found = _audit(tmp_path, WORLD)
    assert [(one.check, one.verdict) for one in found] == [("sum", EXPLAINED)] * 2
    men_and_women, ages = found
    assert men_and_women.cells == ("all", "men", "women")
    assert "sum to 167.6, not to 167.7" in men_and_women.says.say()
    assert "gap is 0.1" in men_and_women.inference[1].say()
    assert "0.15 in all" in men_and_women.inference[1].say()
    assert "0.2 in all" in ages.inference[1].say()


def test_what_rounding_cannot_explain(tmp_path: Path) -> None:
    wrong = WORLD.replace("employed: 155.6", "employed: 155.8").replace("61.3", "62.3")
    verdicts = [(one.check, one.verdict) for one in _audit(tmp_path, wrong)]
    assert ("sum", IMPOSSIBLE) in verdicts
    assert ("share", IMPOSSIBLE) in verdicts
    exact = WORLD.replace("all: 167.7", 'all: "167.70"').replace("102.7", '"102.70"')
    assert ("sum", IMPOSSIBLE) in {
        (one.check, one.verdict) for one in _audit(tmp_path, exact.replace("64.9", '"64.90"'))
    }


def test_weights_taken_for_people(tmp_path: Path) -> None:
    found = _audit(tmp_path, LAOS)
    assert [(one.check, one.verdict) for one in found] == [
        ("design", SUSPECT),
        ("design", SUSPECT),
        ("ratio", AMBIGUOUS),
    ]
    steps = [one.say() for one in found[0].inference]
    assert "0.64 × √254 = 10.20" in steps[0]
    assert "7.22 %" in steps[0]
    assert "0.64 × √48429 = 140.8" in steps[1]
    assert "= 13.8" in steps[3]
    assert found[0].cells == ("cost.mean", "cost.se", "cost.n", "cost.N")
    assert "0.3280" in found[2].inference[0].say()


def test_an_honest_error_is_not_suspected() -> None:
    assert _estimate(n=254, N=48429, mean="141.31", se="8.84") == []
    assert _estimate(n=254, N=48429, mean="141.31") == []
    assert _estimate(n=254, N=300, mean="141.31", se="0.64") == []


def test_a_known_spread_makes_it_certain() -> None:
    # 20 % of 400 asked: the error is 2.0 points; of 40,000 it would be 0.2.
    assert _estimate(n=400, N=40000, percent="20.0", se="0.20") == [("design", IMPOSSIBLE)]
    assert _estimate(n=400, N=40000, percent="20.0", se="2.0") == []
    assert _estimate(n=400, N=40000, mean="50.0", sd="30.0", se="0.15") == [("design", IMPOSSIBLE)]
    assert _estimate(n=400, N=40000, mean="50.0", sd="30.0", se="0.02") == [("design", SUSPECT)]
    assert _estimate(n=400, N=40000, mean="50.0", se="-1") == [("design", IMPOSSIBLE)]


@pytest.mark.parametrize(
    ("numbers", "check"),
    [
        ({"q1": 6, "median": 4, "q3": 9}, "order"),
        ({"min": 4, "mean": 2}, "order"),
        ({"low": "1.2", "mean": "1.5", "high": "1.3"}, "order"),
        ({"low": 51, "mean": 50, "high": 60}, "order"),
        ({"low": 35, "proportion": "0.30"}, "order"),
        ({"low": 4, "high": 3}, "order"),
        ({"percent": "104.2"}, "range"),
        ({"level": 105}, "range"),
        ({"proportion": "-0.2"}, "range"),
        ({"mean": "10.00", "N": 100, "total": 1100}, "product"),
        ({"mean": "10.0", "se": "1.0", "cv": "20.0"}, "cv"),
        ({"n": 500, "N": 400}, "sample"),
    ],
)
def test_figures_that_cannot_stand_together(numbers: dict[str, Any], check: str) -> None:
    assert _estimate(**numbers) == [(check, IMPOSSIBLE)]


def test_figures_that_can() -> None:
    assert _estimate(q1=4, median="4.4", q3=4, mean=4, N=10, total=44) == []
    assert _estimate(mean="10.0", se="1.0", cv="10.2", low="8.0", high="12.0") == []


def test_an_interval_is_as_wide_as_its_error_says() -> None:
    far = {"mean": 5, "se": "1.0", "low": "4.9", "high": "5.1"}
    assert _estimate(**far) == [("interval", SUSPECT)]
    assert _estimate(percent=50, se="1.0", low=30, high=70) == [("interval", SUSPECT)]
    assert _estimate(mean=5, se=1, low="3.5", high="6.5") == []  # 90 %, the error rounded
    assert _estimate(mean=50, se="1.0", low="47.4", high="52.6") == []  # 99 %
    assert _estimate(mean=50, se="1.0", low="47.4", high="52.6", level=68) == [
        ("interval", SUSPECT)
    ]
    assert _estimate(mean=50, se="1.0", low="49.0", high="51.0", level="0.68") == []
    assert _estimate(mean=5, se=0, low=5, high=5) == []
    given = {"variable": "x", "level": "90", **{name: str(one) for name, one in far.items()}}
    (told,) = published.audit(from_tree({"estimates": [given]}))
    assert "At 90 % it would be about 5 ± 1.64 × 1.0: from 3.355 to 6.645" in str(told.inference[0])
    assert told.cells == ("x.mean", "x.low", "x.high", "x.se", "x.level")


def test_a_fault_of_many_rows_is_told_once_and_counted() -> None:
    rows = "".join(f"v{n},many\n" for n in range(125))
    with pytest.raises(Problem) as caught:
        from_csv(f"variable,value\n{rows}".encode())
    told = [one.say() for one in caught.value.problems]
    assert len(told) == 21
    assert "“many” is no number" in told[19]
    assert "The same holds for 105 more rows" in told[20]
    with pytest.raises(Problem) as caught:
        from_csv(("origin,sex\n" + "NPL,M\n" * 125).encode())
    assert [one.place.line for one in caught.value.problems] == [1, 1, 1]


def test_ratios() -> None:
    means = [{"variable": "a", "mean": "2.00"}, {"variable": "b", "mean": "4.00"}]

    def told(**more: str) -> list[tuple[str, str]]:
        ratio = {"numerator": "a", "denominator": "b", **more}
        found = published.audit(from_tree({"estimates": means, "ratios": [ratio]}))
        return [(one.check, one.verdict) for one in found]

    assert told(value="0.50", kind="ratio_of_means") == []
    assert told(value="0.60", kind="ratio_of_means") == [("ratio", IMPOSSIBLE)]
    assert told(value="0.60", kind="mean_of_ratios") == []
    assert told(value="0.60") == [("ratio", AMBIGUOUS)]
    assert told(value="1.20", kind="mean_of_ratios", high="1") == [("ratio", IMPOSSIBLE)]


def test_a_csv_of_variables() -> None:
    text = (
        "variable,part_of,value,percent,n,N,mean,se,kind\n"
        "all,,167.7,,,,,,\nmen,all,102.7,61.3,,,,,\nwomen,all,64.9,39.7,,,,,\n"
        "cost,,,,254,48429,141.31,0.64,money\n"
    )
    found = published.audit(from_csv(text.encode()))
    assert [(one.check, one.verdict) for one in found] == [
        ("sum", EXPLAINED),
        ("sum", IMPOSSIBLE),
        ("share", IMPOSSIBLE),
        ("design", SUSPECT),
    ]


def test_every_fault_of_a_file_at_once(tmp_path: Path) -> None:
    bad = "variable,part_of,value,colour,kind\na,,1,,\na,x,two,,shape\n,,3,,,9\n"
    with pytest.raises(Problem) as caught:
        from_csv(bad.encode())
    assert sorted((one.place.line or 0) for one in caught.value.problems) == [0, 1, 3, 3, 3, 4, 4]
    path = tmp_path / "bad.yaml"
    path.write_text(
        WORLD.replace("men: 102.7", "men: many").replace("[men, women]", "[men, wimen]")
        + "colour: red\n"
    )
    with pytest.raises(Problem) as caught:
        published.read(path)
    assert [(one.code, one.place.line) for one in caught.value.problems] == [
        ("disclosure.number", 2),
        ("disclosure.unknown", 7),
        ("disclosure.field", 14),
    ]
    for name in ("none.yaml", "table.pdf"):
        (tmp_path / "table.pdf").write_bytes(b"%PDF")
        with pytest.raises(Problem):
            published.read(tmp_path / name)


def test_printed_figures() -> None:
    one = printed("x", "12.10")
    assert one is not None
    assert (one.low, one.high) == (Decimal("12.095"), Decimal("12.105"))
    thousands = printed("x", "48,000", Decimal(1000))
    assert thousands is not None
    assert thousands.low == 47500
    assert printed("x", "n/a") is None


@pytest.mark.parametrize("name", ["table.csv", "table.yaml"])
def test_another_encoding_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    for encoding in ("utf-16", "utf-16-be", "utf-32"):
        (tmp_path / name).write_bytes("variable,value\nall,1\n".encode(encoding))
        with pytest.raises(Problem, match=f"{name} is written in UTF-"):
            read(tmp_path / name)
