# ruff: noqa: E501 - law files are quoted as they are written
"""Every malformed pack is refused with the file, the line and the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engines.law.conftest import HEAD, Check

from corridor.core.problems import Problem, Problems
from corridor.engines import law

VALUE = """  - id: XXX.wage
    title: Wage
    plain: A wage.
    type: money
    currency: QAR
    per: month
    dated:
"""
FIRST = '      - {from: 2020-01-01, to: 2020-12-31, value: "750", status: superseded, cites: [gazette]}\n'


def only(problems: list[Problem], code: str, line: int, field: str) -> Problem:
    """The one problem, which must have this code and place."""
    assert [problem.code for problem in problems] == [code]
    place = problems[0].place
    assert place.file == "pack.yaml" or str(place.file).endswith("pack.yaml")
    assert (place.line, place.field) == (line, field)
    assert problems[0].say()
    return problems[0]


def test_a_sound_pack_has_no_problem(check_text: Check) -> None:
    later = '      - {from: 2021-01-01, value: "1000", status: in_force, cites: [gazette]}\n'
    assert check_text(HEAD + VALUE + FIRST + later) == []


@pytest.mark.parametrize(
    ("row", "code", "line", "field"),
    [
        (
            '{from: 2021-01-02, value: "1", status: in_force, cites: [gazette]}',
            "law.gap",
            14,
            "from",
        ),
        ('{from: 2021-02, value: "1", status: in_force, cites: [gazette]}', "law.gap", 14, "from"),
        (
            '{from: 2020-12-31, value: "1", status: in_force, cites: [gazette]}',
            "law.overlap",
            14,
            "from",
        ),
        (
            '{from: 2021-01-01, to: 2020-06-30, value: "1", status: in_force, cites: [gazette]}',
            "law.backwards",
            14,
            "from",
        ),
        ('{from: 2021-01-01, value: "1", status: in_force}', "law.uncited", 14, "cites"),
        (
            '{from: 2021-01-01, value: "1", status: in_force, cites: [rumour]}',
            "law.source",
            14,
            "cites",
        ),
        (
            "{from: 2021-01-01, value: many, status: in_force, cites: [gazette]}",
            "law.type",
            14,
            "value",
        ),
        (
            "{from: 2021-01-01, value: 1e3, status: in_force, cites: [gazette]}",
            "law.type",
            14,
            "value",
        ),
        (
            '{from: 2021-01-01, value: "10.005", status: in_force, cites: [gazette]}',
            "law.type",
            14,
            "value",
        ),
        (
            "{from: 2021-01-01, value: [1], status: in_force, cites: [gazette]}",
            "law.type",
            14,
            "value",
        ),
        ("{from: 2021-01-01, status: in_force, cites: [gazette]}", "law.lacking", 14, "value"),
        (
            '{from: 2021-13-01, value: "1", status: in_force, cites: [gazette]}',
            "law.type",
            14,
            "from",
        ),
        (
            '{from: 1 Jan 2021, value: "1", status: in_force, cites: [gazette]}',
            "law.type",
            14,
            "from",
        ),
        (
            '{from: 2021-01-01, value: "1", status: maybe, cites: [gazette]}',
            "law.type",
            14,
            "status",
        ),
        (
            '{from: 2021-01-01, value: "1", status: in_force, switch: soon, cites: [gazette]}',
            "law.type",
            14,
            "switch",
        ),
        (
            '{from: 2021-01-01, value: "1", status: in_force, cites: [gazette], colour: red}',
            "law.field",
            14,
            "colour",
        ),
        (
            '{from: 2021-01-01, value: "1", missing: lost, status: in_force, cites: [gazette]}',
            "law.type",
            14,
            "value",
        ),
        (
            '{key: {regime: domestic}, from: 2021-01-01, value: "1", status: in_force, cites: [gazette]}',
            "law.type",
            14,
            "regime",
        ),
    ],
)
def test_a_wrong_row_is_placed(
    check_text: Check, row: str, code: str, line: int, field: str
) -> None:
    problems = list(check_text(HEAD + VALUE + FIRST + f"      - {row}\n"))
    # An unreadable date may also leave a hole; the first problem is the one that is placed.
    named = [p for p in problems if p.code == code]
    only(named, code, line, field)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("currency: QAR", "currency: QRA", "code.currency", 10, "currency"),
        ("    currency: QAR\n", "", "law.lacking", 6, "currency"),
        ("type: money", "type: float", "law.type", 9, "type"),
        ("per: month", "per: moon", "law.type", 11, "per"),
        ("title: Wage", "caption: Wage", "law.field", 7, "caption"),
        ("tier: O", "tier: X", "law.type", 4, "tier"),
        ("recorded_at: 2026-01-01", "recorded_at: today", "law.type", 2, "recorded_at"),
    ],
)
def test_a_wrong_head_is_placed(
    check_text: Check, old: str, new: str, code: str, line: int, field: str
) -> None:
    problems = check_text((HEAD + VALUE + FIRST).replace(old, new))
    only([p for p in problems if p.code == code][:1], code, line, field)


def test_all_problems_come_at_once(check_text: Check) -> None:
    rows = "      - {from: soon, value: x, status: maybe}\n"
    codes = {problem.code for problem in check_text(HEAD + VALUE + rows)}
    assert codes == {"law.type", "law.uncited"}


def test_a_field_twice(check_text: Check) -> None:
    only(check_text("kind: values\nkind: values\n"), "spec.twice", 2, "kind")


def test_broken_yaml_names_its_line(check_text: Check) -> None:
    problem = check_text("kind: values\nvalues: [\n")[0]
    assert (problem.code, problem.place.line) == ("spec.unreadable", 3)


def test_wrong_encoding_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(b"kind: values\ntitle: \xe9t\xe9\n")
    problem = law.check(path)[0]
    assert (problem.code, problem.place.line) == ("spec.unreadable", 2)


def test_a_limit_by_sex_needs_its_appeal(check_text: Check) -> None:
    text = VALUE.replace("    dated:", "    keys: {sex: [female, male]}\n    dated:")
    row = (
        '      - {key: {sex: female}, from: 2020, value: "1", status: in_force, cites: [gazette]}\n'
    )
    only(check_text(HEAD + text + row), "law.appeal", 6, "appeal")
    assert check_text(HEAD + text.replace("    keys", "    appeal: Ask.\n    keys") + row) == []


STEPS = """kind: procedure
id: NPL-QAT.test
corridor: NPL-QAT
route: agency
regimes: [general]
from: 1990
to: 1991
recorded_at: 2026-01-01
sources:
  policy: {document: Policy, tier: policy}
steps:
"""


def step(name: str, *after: str, more: str = "") -> str:
    return (
        f"  - {{id: {name}, plain: A step., side: worker, by: [worker],"
        f" after: [{', '.join(after)}], cites: [policy]{more}}}\n"
    )


@pytest.mark.parametrize(
    ("steps", "code", "line", "field"),
    [
        (step("dance"), "law.step", 12, "id"),
        (step("accepted") + step("home", "accepted", "party"), "law.step", 13, "after"),
        (step("accepted") + step("accepted"), "law.step_twice", 13, "id"),
        (step("accepted", "home") + step("home", "accepted"), "law.circle", 12, "steps"),
        (step("accepted", more=", persons: 3"), "law.type", 12, "persons"),
        (step("accepted").replace("[worker]", "[wizard]"), "law.type", 12, "by"),
        (step("accepted").replace("side: worker", "side: moon"), "law.type", 12, "side"),
        (step("accepted").replace(", cites: [policy]", ""), "law.uncited", 12, "cites"),
        (step("accepted", more=", law: [QAT.no_such]"), "law.reference", 1, "accepted"),
        (
            step("accepted", more=", clock: {days: OC.none, expires: Nothing.}"),
            "law.reference",
            12,
            "clock",
        ),
    ],
)
def test_a_wrong_procedure_is_placed(
    check_text: Check, steps: str, code: str, line: int, field: str
) -> None:
    only(check_text(STEPS + steps), code, line, field)


def test_a_sound_procedure_has_no_problem(check_text: Check) -> None:
    assert check_text(STEPS + step("accepted") + step("home", "accepted")) == []


def test_two_procedures_for_one_day(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(STEPS.replace("test", name) + step("accepted"))
    assert [problem.code for problem in law.check(tmp_path)] == ["law.procedure_twice"]


def test_a_pack_in_doubt_is_never_verified(tmp_path: Path) -> None:
    folder = tmp_path / "jurisdictions" / "QAT"
    folder.mkdir(parents=True)
    source = law.PACKAGED / "jurisdictions" / "QAT"
    for path in source.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("verified: no", "verified: yes")
        (folder / path.name).write_text(text, encoding="utf-8")
    problem = law.check(tmp_path)[0]
    assert problem.code == "law.verified"
    assert problem.place.file == "jurisdictions/QAT/jurisdiction.yaml"
    assert "QAT.eos" in problem.say()


def test_a_false_worked_case_is_refused(tmp_path: Path) -> None:
    case = tmp_path / "cases.yaml"
    case.write_text(
        "kind: cases\ncases:\n  - id: X\n    source: Nobody\n    checks:\n"
        '      - {value: QAT.minimum_wage.basic, on: 2022-01-01, expect: "999.00"}\n'
    )
    problem = law.check(case)[0]
    assert (problem.code, problem.place.line) == ("law.case", 6)
    assert (problem.expected, problem.found) == ("999.00", "1000.00")


def test_a_book_with_a_problem_refuses_to_answer(tmp_path: Path) -> None:
    from datetime import date

    folder = tmp_path / "jurisdictions" / "XXX"
    folder.mkdir(parents=True)
    (folder / "values.yaml").write_text(HEAD + VALUE + "      - {from: soon, value: x}\n")
    with pytest.raises(Problems) as refused:
        law.Book(tmp_path).value("XXX.wage", date(2020, 1, 1))
    assert len(refused.value.problems) >= 3


def test_no_such_path() -> None:
    with pytest.raises(Problem) as refused:
        law.check(Path("no/such/place"))
    assert refused.value.code == "law.path"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("corridor: NPL-QAT", "corridor: NPL-MARS", "corridor"),
        ("route: agency", "route: government", "route"),
        ("[general]", "[maritime]", "regimes"),
    ],
)
def test_a_procedure_belongs_to_its_corridor(
    check_text: Check, old: str, new: str, field: str
) -> None:
    only(check_text((STEPS + step("accepted")).replace(old, new)), "law.reference", 1, field)


@pytest.mark.parametrize(
    "text",
    [
        "kind: values\na: &a [x]\nb: [*a, *a]\n",
        "kind: values\na: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "kind: " + "[" * 60 + "]" * 60,
        "kind: values\n#" + "x" * 1_000_000,
    ],
)
def test_files_that_would_unfold_are_refused(check_text: Check, text: str) -> None:
    assert [problem.code for problem in check_text(text)] == ["spec.unreadable"]
