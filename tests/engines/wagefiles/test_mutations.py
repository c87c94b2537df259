"""Every structurally wrong file of the committed table is rejected, with line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corridor.engines import wagefiles
from corridor.engines.wagefiles import qatar_fields, uae, uae_trailer

from . import samples

TABLE: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("mutations.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)


def mutated(case: dict[str, Any]) -> bytes:
    """The sample named by ``case``, with its one change."""
    lines = samples.FILES[case["file"]].splitlines()
    number = lambda text: int(text) - 1  # noqa: E731 - lines count from 1 in the table
    if "set" in case:
        line, place, value = case["set"]
        cells = lines[number(line)].split(",")
        assert cells[int(place)] != value, "a change must change something"
        cells[int(place)] = value
        lines[number(line)] = ",".join(cells)
    if "drop" in case:
        del lines[number(case["drop"])]
    if "repeat" in case:
        lines.insert(number(case["repeat"]), lines[number(case["repeat"])])
    if "swap" in case:
        one, two = map(number, case["swap"])
        lines[one], lines[two] = lines[two], lines[one]
    if "insert" in case:
        lines.insert(number(case["insert"][0]), case["insert"][1])
    if "append" in case:
        lines.append(case["append"])
    if "cut" in case:
        lines[number(case["cut"])] = lines[number(case["cut"])].rpartition(",")[0]
    if "add" in case:
        lines[number(case["add"])] += ",extra"
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize("name", samples.FILES)
def test_the_unchanged_files_are_valid(name: str) -> None:
    read = wagefiles.read(samples.FILES[name].encode(), samples.FORMAT[name])
    assert read.problems == ()
    assert read.records == 3


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case)[1:-1])
def test_the_change_is_rejected_with_line_and_field(case: dict[str, Any]) -> None:
    read = wagefiles.read(mutated(case), samples.FORMAT[case["file"]])
    places = [(problem.place.line, problem.place.field) for problem in read.problems]
    assert (int(case["at"][0]), case["at"][1]) in places
    assert read.problem_count == len(places) <= 8, "one change must not bury its reader"
    for problem in read.problems:
        assert problem.say()
        assert problem.remedy is not None
        assert problem.expected is not None
        assert problem.found is not None


def test_the_table_is_large_and_knows_every_field() -> None:
    assert len(TABLE) >= 150
    tried = {(samples.FORMAT[case["file"]], case["at"][1]) for case in TABLE}
    published = {
        "are-sif": [*uae.EDR, *uae.EVP, *uae_trailer.SCR],
        "qat-sif": [*qatar_fields.HEADER, *qatar_fields.ROW_V1, *qatar_fields.SPARE],
    }
    for form, fields in published.items():
        for field in fields:
            assert (form, field.name) in tried
