"""The pure floors stay pure, and money stays whole."""

from __future__ import annotations

import ast

import pytest
from tests.house import rules, tree


def _report(offences: list[str], what: str) -> str:
    return f"{what}:\n" + "\n".join(offences)


# Estimates and their errors are binary fractions by nature; no wage or debt is counted there.
ESTIMATES = "src/corridor/engines/statistics/"


def test_no_floats_where_money_is_counted() -> None:
    offences = [
        f"  {tree.name(path)}:{line} {what}"
        for path in tree.modules("core", "engines", "cycle")
        if not tree.name(path).startswith(ESTIMATES)
        for line, what in rules.floats(tree.parsed(path))
    ]
    assert not offences, _report(offences, "binary fractions or rounding outside engines.exact")


def test_core_and_engines_have_no_clock_and_no_environment() -> None:
    offences = [
        f"  {tree.name(path)}:{line} {what}"
        for path in tree.modules("core", "engines")
        for line, what in rules.impure(tree.parsed(path))
    ]
    assert not offences, _report(offences, "impure calls in the lower floors")


@pytest.mark.parametrize("line", ["x = 0.5", "float(x)", "round(x, 2)", "frame.round(2)"])
def test_a_float_is_noticed(line: str) -> None:
    assert rules.floats(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    ["date.today()", "datetime.now(UTC)", "time.time()", "os.environ['X']", "f.join_asof(g)"],
)
def test_an_impure_call_is_noticed(line: str) -> None:
    assert rules.impure(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    ["x = 2 * 50 // 3", "y = Path('a') / 'b'", "difflib.get_close_matches(a, names, cutoff=0.5)"],
)
def test_what_counts_no_money_is_left_alone(line: str) -> None:
    assert rules.floats(ast.parse(line)) == []
