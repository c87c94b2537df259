"""The worked tables of the algorithm's page are what the engine says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from corridor.engines.arrivals import Figures, curve, flags, interval, median

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "arrivals.md"


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose heading begins so."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def parts(text: str) -> int:
    """``12.15 %`` in ten-thousandths."""
    return int(Fraction(text.removesuffix("%").strip()) * 100)


def ends(text: str) -> tuple[int, int]:
    low, _, high = text.partition(" to ")
    return parts(low), parts(high)


def test_the_table_of_intervals() -> None:
    rows = table("paid in time")
    assert len(rows) == 7
    for hits_text, of_text, _share, told, flagged in rows:
        hits, of = int(hits_text), int(of_text.replace(",", ""))
        raised = flags(Figures(of, hits, 0, 0), least=10, share=90)
        assert bool(raised) == flagged.startswith("yes")
        if told != "not told":
            found = interval(hits, of)
            assert ends(told) == (found.low, found.high)


def test_the_table_of_the_curve() -> None:
    rows = table("day")
    steps = curve({int(row[0]): (int(row[2]), int(row[3])) for row in rows})
    assert len(steps) == len(rows) == 7
    for row, one in zip(rows, steps, strict=True):
        assert (int(row[1]), parts(row[4])) == (one.at_risk, one.without)
        assert ends(row[5]) == (one.low, one.high)
    assert median(steps) == 70
