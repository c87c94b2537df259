"""Only ``engines.exact`` divides and rounds; what three engines answer differently stays out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ENGINES = Path(__file__).resolve().parents[2] / "src" / "corridor" / "engines"
FORBIDDEN = {"round", "join_asof", "unpivot", "melt", "div", "floordiv", "truediv", "true_divide"}
FORBIDDEN |= {"mean", "offset_by", "dt"}
# exact is the one place that divides; law reads text, is no frame code, and reduces fractions;
# wage files and tokens are text and bytes; arrivals counts people in exact integers and fractions;
# statistics is estimation and optimisation in floating point, held against other programs.
DIVIDES = ("exact.py", "law", "wagefiles", "tokens.py", "arrivals", "statistics")


def breaches(source: str) -> list[str]:
    """Line and name of everything an engine may not use."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(
            node.op, ast.Div | ast.FloorDiv
        ):
            found.append(f"{node.lineno} division")
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN:
            found.append(f"{node.lineno} .{node.attr}")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "round"
        ):
            found.append(f"{node.lineno} round()")
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{node.lineno} float {node.value}")
        if isinstance(node, ast.Attribute) and node.attr in ("Float64", "Float32", "Duration"):
            found.append(f"{node.lineno} .{node.attr}")
    return found


def paths(*, dividing: bool) -> list[Path]:
    every = sorted(ENGINES.rglob("*.py"))
    return [p for p in every if (p.relative_to(ENGINES).parts[0] in DIVIDES) == dividing]


@pytest.mark.parametrize("path", paths(dividing=False), ids=lambda path: path.name)
def test_engines_neither_divide_nor_round(path: Path) -> None:
    assert breaches(path.read_text("utf-8")) == []


def test_the_lint_sees_what_it_forbids() -> None:
    bad = ["a / b", "a // b", "a /= 2", "x.round(2)", "round(x)", "f.join_asof(g)", "f.unpivot()"]
    bad += ["1.5", "col.dt.year()"]
    for line in bad:
        assert len(breaches(line)) == 1, line
    assert breaches("a * b + c - d\nf.join(g)\n") == []


def test_there_are_engines_to_lint() -> None:
    assert len(paths(dividing=False)) > 15
