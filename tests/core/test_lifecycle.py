"""Lifecycles are tables: they move, refuse, and draw themselves."""

import pytest

from corridor.core.lifecycle import Lifecycle, Move
from corridor.core.problems import Conflict
from corridor.core.text import N_, sentence

OFFER = Lifecycle(
    "offer",
    {
        "draft": N_("Draft"),
        "signed": sentence("Signed"),
        "lapsed": "Lapsed",
        "accepted": "Accepted",
    },
    [
        Move("draft", "sign", "signed"),
        Move("signed", "accept", "accepted"),
        Move("signed", "lapse", "lapsed"),
    ],
    acts={"accept": N_("Accept the offer")},
)


def test_it_starts_in_its_first_state_and_moves() -> None:
    assert OFFER.start == "draft"
    assert OFFER.move("draft", "sign") == "signed"
    assert OFFER.move("signed", "accept") == "accepted"
    assert OFFER.possible("signed") == ("accept", "lapse")
    assert OFFER.possible("lapsed") == ()
    assert OFFER.label("signed").say() == "Signed"


@pytest.mark.parametrize(
    ("state", "act"),
    [("draft", "accept"), ("draft", "lapse"), ("signed", "sign"), ("signed", "burn")]
    + [(state, act) for state in ("lapsed", "accepted") for act in ("sign", "accept", "lapse")],
)
def test_every_other_move_is_refused(state: str, act: str) -> None:
    with pytest.raises(Conflict) as refused:
        OFFER.move(state, act)
    assert refused.value.code == "lifecycle.move"
    assert refused.value.found == act
    assert refused.value.expected == list(OFFER.possible(state))


def test_the_refusal_says_what_is_possible() -> None:
    with pytest.raises(Conflict) as refused:
        OFFER.move("signed", "sign")
    said = (
        "“sign” is not possible while the state is “Signed”. Possible now: Accept the offer, lapse."
    )
    assert refused.value.say() == said
    with pytest.raises(Conflict) as last:
        OFFER.move("accepted", "accept")
    assert last.value.say() == (
        "“Accept the offer” is not possible while the state is “Accepted”. "
        "This is the last state; nothing more can be done."
    )


@pytest.mark.parametrize(
    ("states", "moves", "says"),
    [
        ({"a": "A"}, [Move("a", "go", "b")], "unknown state b"),
        ({"a": "A", "b": "B"}, [Move("a", "go", "b"), Move("a", "go", "a")], "leaves a twice"),
        ({"a": "A", "b": "B", "c": "C"}, [Move("a", "go", "b")], "no move touches c"),
    ],
)
def test_a_contradictory_table_is_refused(
    states: dict[str, str], moves: list[Move], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Lifecycle("x", states, moves)


def test_the_diagram_draws_the_table() -> None:
    assert OFFER.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft : Draft",
        "    signed : Signed",
        "    lapsed : Lapsed",
        "    accepted : Accepted",
        "    draft --> signed : sign",
        "    signed --> accepted : Accept the offer",
        "    signed --> lapsed : lapse",
        "    lapsed --> [*]",
        "    accepted --> [*]",
    ]
