"""One shape for everything that can go wrong."""

import json

import pytest

from corridor.core import problems
from corridor.core.problems import BadInput, Conflict, NotFound, Place, Problem, Problems, raise_all
from corridor.core.text import sentence


def bad(name: str, **place: object) -> Problem:
    return BadInput(name, sentence("{name} is wrong.", name=name)).at(**place)


@pytest.mark.parametrize(
    ("kind", "status", "exit_code"),
    [
        ("BadInput", 422, 2),
        ("NotPermitted", 403, 2),
        ("NotFound", 404, 2),
        ("NotYet", 409, 2),
        ("Conflict", 409, 2),
        ("Unavailable", 503, 3),
        ("Problems", 422, 2),
    ],
)
def test_status_and_exit_code(kind: str, status: int, exit_code: int) -> None:
    cls = getattr(problems, kind)
    assert (cls.status, cls.exit_code) == (status, exit_code)


def test_json_carries_place_remedy_and_law_and_only_what_is_known() -> None:
    problem = Conflict(
        "contract.two",
        sentence("There are two."),
        remedy=sentence("End one."),
        place=Place(file="a.csv"),
        expected=1,
        found=2,
        law=["QAT.x"],
    ).at(line=3, field="contract_id")
    body = problem.as_json()
    assert body == {
        "type": "/problems/contract.two",
        "code": "contract.two",
        "title": "There are two.",
        "status": 409,
        "detail": "There are two. End one.",
        "file": "a.csv",
        "line": 3,
        "field": "contract_id",
        "remedy": "End one.",
        "expected": 1,
        "found": 2,
        "law": ["QAT.x"],
    }
    assert json.loads(json.dumps(body)) == body
    plain = bad("x").as_json()
    assert plain.keys() == {"type", "code", "title", "status", "detail"}


def test_it_is_said_in_the_readers_language() -> None:
    problem = BadInput("x", sentence("No."), remedy=sentence("Yes."))
    assert problem.say({"No.": "Nein.", "Yes.": "Ja."}.__getitem__) == "Nein. Ja."
    assert str(problem) == "No. Yes."


def test_raise_all_raises_nothing_one_or_all() -> None:
    raise_all([])
    alone = NotFound("x", sentence("Gone."))
    with pytest.raises(NotFound) as single:
        raise_all([alone])
    assert single.value is alone
    with pytest.raises(Problems) as several:
        raise_all([bad("a"), alone])
    assert [one.code for one in several.value.problems] == ["a", "x"]


def test_many_are_flat_and_in_reading_order() -> None:
    inner = Problems([bad("c", line=10), bad("b", line=2, column=7)])
    outer = Problems([inner, bad("d", line=10), bad("a")])
    assert [one.code for one in outer.problems] == ["a", "b", "c", "d"]
    assert [one["code"] for one in outer.as_json()["errors"]] == ["a", "b", "c", "d"]
    assert outer.as_json()["code"] == outer.code == "a"


def test_naming_the_file_names_it_on_each() -> None:
    several = Problems([bad("a", line=1), bad("b", line=2)]).at(file="wages.sif")
    assert [one.place for one in several.problems] == [
        Place(file="wages.sif", line=1),
        Place(file="wages.sif", line=2),
    ]
    assert several.place.file == "wages.sif"


def test_problems_without_a_problem_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Problems([])
