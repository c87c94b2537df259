"""Order as a table: what blocks a step, until when, and how the line is drawn from records."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.line import Record, StationState, signed_by
from corridor.core.periods import Period
from corridor.core.problems import NotFound, NotYet
from corridor.core.procedure import (
    STATIONS,
    Appeal,
    Clock,
    Fee,
    NotBefore,
    Procedure,
    Step,
)

FRIDAY_SATURDAY = frozenset({5, 6})
TODAY = date(2026, 9, 3)  # a Thursday
DAY = timedelta(days=1)

OFFER = Step("offer_signed", "", "destination", ("employer",), "Employer", "offer.sign")
EXPLAINED = Step(
    "offer_explained", "", "origin", ("agency",), after=("offer_signed",), optional=True
)
ACCEPTED = Step(
    "accepted",
    "Signed by the worker",
    "worker",
    ("worker",),
    after=("offer_explained",),
    not_before=NotBefore(7, "offer_signed"),
    law=("NPL.cooling_off",),
)
REGISTERED = Step(
    "registered_destination",
    "",
    "destination",
    ("destination_officer",),
    "Ministry of Labour",
    after=("accepted",),
    clock=Clock(5, "working", "accepted", "escalated"),
    appeal=Appeal(15, "Appeals board"),
    fees=(Fee("registration", "employer"),),
)
CLEARED = Step(
    "cleared",
    "",
    "origin",
    ("origin_officer",),
    "Department of Foreign Employment",
    after=("registered_destination", "accepted"),
    persons=2,
)
DEPARTED = Step("departed", "", "origin", ("border_officer", "worker"), after=("cleared",))
STEPS = (OFFER, EXPLAINED, ACCEPTED, REGISTERED, CLEARED, DEPARTED)


def procedure(*steps: Step, absent: frozenset[str] = frozenset()) -> Procedure:
    valid = Period(date(2026, 1, 1), None)
    return Procedure("test", "NPL-QAT", "agency", ("general",), valid, steps or STEPS, absent)


def states(built: Procedure, records: list[Record], today: date = TODAY) -> dict[str, StationState]:
    return {one.id: one.state for one in built.line(records, today, FRIDAY_SATURDAY)}


def refusal(built: Procedure, step: str, done: dict[str, date], today: date = TODAY) -> NotYet:
    with pytest.raises(NotYet) as refused:
        built.check(step, done, today, FRIDAY_SATURDAY)
    return refused.value


# --- building ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        replace(OFFER, after=("visa",)),
        replace(OFFER, not_before=NotBefore(7, "visa")),
        replace(OFFER, clock=Clock(5, "working", "visa", "")),
    ],
)
def test_a_name_of_no_step_is_refused_with_both_names(step: Step) -> None:
    with pytest.raises(ValueError, match="step offer_signed names visa"):
        procedure(step)


def test_circles_are_refused_and_named() -> None:
    first, second = replace(OFFER, id="a", after=("b",)), replace(OFFER, id="b", after=("a",))
    with pytest.raises(ValueError, match="circle among a, b"):
        procedure(OFFER, first, second)
    with pytest.raises(ValueError, match="circle among offer_signed"):
        procedure(replace(OFFER, after=("offer_signed",)))
    with pytest.raises(ValueError, match="circle"):
        procedure(replace(OFFER, not_before=NotBefore(1, "offer_signed")))


def test_a_step_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        procedure(OFFER, OFFER)


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        (Clock, (-1, "working", None, "")),
        (Clock, (1, "lunar", None, "")),
        (NotBefore, (-1, "offer_signed")),
        (Step, ("x", "", "moon", ("worker",))),
    ],
)
def test_parts_refuse_nonsense(kind: type, given_: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kind(*given_)


@pytest.mark.parametrize("persons", [0, 3])
def test_a_step_takes_one_person_or_two(persons: int) -> None:
    with pytest.raises(ValueError, match="persons"):
        replace(OFFER, persons=persons)


def test_steps_stand_in_an_order_in_which_they_can_be_taken() -> None:
    backwards = procedure(*reversed(STEPS))
    assert [step.id for step in backwards.steps] == [step.id for step in STEPS]


def test_looking_up_steps() -> None:
    built = procedure()
    assert built.step("accepted") is ACCEPTED
    assert built.has("accepted")
    assert not built.has("visa_recorded")
    with pytest.raises(NotFound) as refused:
        built.step("visa_recorded")
    assert refused.value.code == "procedure.no_step"
    assert "Visa recorded" in refused.value.say()


def test_labels_are_the_procedures_own_or_the_usual_ones() -> None:
    assert ACCEPTED.label.say() == "Signed by the worker"
    assert OFFER.label.say() == STATIONS["offer_signed"]
    assert replace(OFFER, id="odd").label.say() == "odd"
    assert len(STATIONS) == 28


# --- what blocks a step --------------------------------------------------------------------


def test_nothing_blocks_the_first_step() -> None:
    assert procedure().missing("offer_signed", {}, TODAY) == []
    procedure().check("offer_signed", {}, TODAY)


def test_what_must_come_first_is_named() -> None:
    problem = refusal(procedure(), "registered_destination", {"offer_signed": TODAY})
    assert problem.code == "procedure.not_yet"
    assert problem.say() == (
        "“Registered in the country of work” is not possible yet. "
        "Signed by the worker must come first."
    )
    assert problem.expected == {"steps": ["accepted"], "not_before": None}


def test_all_that_blocks_is_said_at_once_and_each_once() -> None:
    built = procedure()
    assert [one.say() for one in built.missing("cleared", {}, TODAY)] == [
        "Signed by the worker must come first.",
        "Registered in the country of work must come first.",
    ]
    assert [one.say() for one in built.missing("accepted", {}, TODAY)] == [
        "Offer signed by the employer must come first."
    ]


def test_an_optional_step_may_be_skipped_but_not_what_stands_before_it() -> None:
    step = Step("home", "", "worker", ("worker",), after=("offer_explained",))
    built = procedure(OFFER, EXPLAINED, step)
    assert built.blockers("home", {}) == ("offer_signed",)
    assert built.blockers("home", {"offer_signed": TODAY}) == ()
    assert built.blockers("home", {"offer_explained": TODAY}) == ()


def test_cooling_off_holds_to_the_day() -> None:
    built, done = procedure(), {"offer_signed": TODAY}
    for days in range(7):
        problem = refusal(built, "accepted", done, TODAY + days * DAY)
        assert problem.expected == {"steps": [], "not_before": "2026-09-10"}
    assert problem.law == ("NPL.cooling_off",)
    assert problem.say() == (
        "“Signed by the worker” is not possible yet. Not before 2026-09-10: "
        "the cooling-off days (7) run from “Offer signed by the employer”."
    )
    built.check("accepted", done, TODAY + 7 * DAY)


def test_a_cooling_off_that_never_began_has_not_passed() -> None:
    step = replace(ACCEPTED, not_before=NotBefore(0, "offer_explained"))
    built = procedure(OFFER, EXPLAINED, step)
    assert built.blockers("accepted", {"offer_signed": TODAY}) == ("offer_explained",)


@pytest.mark.parametrize(
    ("counted_from", "due"),
    [
        (date(2026, 9, 3), date(2026, 9, 10)),
        (date(2026, 9, 4), date(2026, 9, 10)),
        (date(2026, 9, 6), date(2026, 9, 13)),
    ],
)
def test_working_day_clocks_pass_over_friday_and_saturday(counted_from: date, due: date) -> None:
    built = procedure()
    done = {"accepted": counted_from}
    assert built.due("registered_destination", done, FRIDAY_SATURDAY) == due
    holiday = built.due("registered_destination", done, FRIDAY_SATURDAY, {due})
    assert holiday is not None
    assert holiday > due


def test_no_clock_or_none_started_is_no_due_day() -> None:
    built = procedure(replace(OFFER, clock=Clock(3, "calendar", None, "")), EXPLAINED)
    assert built.due("offer_explained", {"offer_signed": TODAY}) is None
    assert built.due("offer_signed", {"offer_signed": TODAY}) is None
    assert procedure().due("registered_destination", {}) is None


@given(st.sets(st.sampled_from([step.id for step in STEPS])), st.integers(0, 10))
@settings(max_examples=60)
def test_check_and_missing_agree(taken: set[str], days: int) -> None:
    built, done = procedure(), dict.fromkeys(taken, TODAY)
    for step in STEPS:
        reasons = built.missing(step.id, done, TODAY + days * DAY)
        try:
            built.check(step.id, done, TODAY + days * DAY)
        except NotYet as problem:
            assert reasons
            assert all(reason.say() in problem.say() for reason in reasons)  # noqa: PT017
        else:
            assert reasons == []


@given(st.permutations(STEPS))
@settings(max_examples=40)
def test_walking_the_steps_in_order_always_works(given_: list[Step]) -> None:
    built, done, today = procedure(*given_), dict[str, date](), TODAY
    for step in built.steps:
        today += 7 * DAY
        built.check(step.id, done, today)
        done[step.id] = today


# --- two persons, refusals, silence --------------------------------------------------------


def test_two_persons_are_two_different_persons() -> None:
    built = procedure()
    assert built.needs_second("cleared")
    assert not built.needs_second("accepted")
    first = Record("cleared", TODAY, "ana")
    assert built.done([first]) == {}
    assert built.done([first, first]) == {}
    assert built.done([first, Record("cleared", TODAY + DAY, "bo")]) == {"cleared": TODAY + DAY}


def test_an_unnamed_person_is_never_the_second() -> None:
    built, nameless = procedure(), Record("cleared", TODAY)
    assert built.done([nameless, Record("cleared", TODAY, "ana")]) == {}
    assert built.done([Record("accepted", TODAY)]) == {"accepted": TODAY}


def test_a_refusal_undoes_and_asks_for_both_persons_again() -> None:
    built = procedure()
    signed = [Record("cleared", TODAY, "ana"), Record("cleared", TODAY, "bo")]
    refused = Record("cleared", TODAY + DAY, "cy", "refused")
    assert built.done([*signed, refused]) == {}
    again = Record("cleared", TODAY + 2 * DAY, "ana")
    assert built.done([*signed, refused, again]) == {}
    both = [*signed, refused, again, Record("cleared", TODAY + 3 * DAY, "bo")]
    assert built.done(both) == {"cleared": TODAY + 3 * DAY}


def test_the_first_completion_is_the_day_it_was_done() -> None:
    twice = [Record("accepted", TODAY, "w"), Record("accepted", TODAY + DAY, "w")]
    assert procedure().done(twice) == {"accepted": TODAY}


def test_the_order_of_records_counts_not_their_days() -> None:
    refused, healed = (
        Record("accepted", TODAY, "w", "refused"),
        Record("accepted", TODAY - DAY, "w"),
    )
    assert procedure().done([refused, healed]) == {"accepted": TODAY - DAY}
    assert procedure().done([healed, refused]) == {}


def test_what_was_undone_is_as_if_it_had_never_been() -> None:
    undone = [*ALL_DONE[:3], Record("accepted", TODAY, "w", "undone")]
    assert states(procedure(), undone) == states(procedure(), ALL_DONE[:2])


def test_who_has_signed_so_far() -> None:
    ana, bo = Record("cleared", TODAY, "ana"), Record("cleared", TODAY, "bo")
    assert signed_by("cleared", []) == frozenset()
    assert signed_by("cleared", [ana, ana, Record("accepted", TODAY, "w")]) == {"ana"}
    assert signed_by("cleared", [ana, bo]) == {"ana", "bo"}
    assert signed_by("cleared", [ana, replace(bo, outcome="refused"), bo]) == {"bo"}


def test_records_of_other_procedures_are_left_alone() -> None:
    assert procedure().done([Record("visa_recorded", TODAY, "x")]) == {}


ALL_DONE = [
    Record("offer_signed", TODAY - 9 * DAY, "e"),
    Record("offer_explained", TODAY - 9 * DAY, "a"),
    Record("accepted", TODAY - 2 * DAY, "w"),
    Record("registered_destination", TODAY - DAY, "d"),
    Record("cleared", TODAY, "o1"),
    Record("cleared", TODAY, "o2"),
    Record("departed", TODAY, "b"),
]


def test_the_line_of_nothing_and_of_everything() -> None:
    built = procedure()
    assert list(states(built, []).values()) == ["now", "ahead", "ahead", "ahead", "ahead", "ahead"]
    assert set(states(built, ALL_DONE).values()) == {"done"}
    stations = built.line(ALL_DONE, TODAY, FRIDAY_SATURDAY)
    assert [one.on for one in stations][:3] == [TODAY - 9 * DAY, TODAY - 9 * DAY, TODAY - 2 * DAY]
    assert stations[3].office == "Ministry of Labour"
    assert stations[3].due == date(2026, 9, 8)
    assert [one.side for one in stations][:3] == ["destination", "origin", "worker"]
    assert stations[2].label.say() == "Signed by the worker"


def test_each_office_counts_its_own_working_days() -> None:
    built = procedure()
    sides = {one.side for one in built.line(ALL_DONE, TODAY)}
    same = built.line(ALL_DONE, TODAY, dict.fromkeys(sides, FRIDAY_SATURDAY))
    assert same == built.line(ALL_DONE, TODAY, FRIDAY_SATURDAY)
    other = built.line(ALL_DONE, TODAY, {"origin": FRIDAY_SATURDAY})
    assert other[3].side == "destination"
    assert other[3].due == built.line(ALL_DONE, TODAY)[3].due != same[3].due


def test_the_ring_is_on_the_step_whose_cooling_off_runs() -> None:
    seen = states(procedure(), [Record("offer_signed", TODAY, "e")])
    assert seen["accepted"] == "now"
    assert seen["offer_explained"] == "ahead"
    assert seen["registered_destination"] == "ahead"


def test_with_one_of_two_persons_the_ring_stays() -> None:
    assert states(procedure(), ALL_DONE[:5])["cleared"] == "now"
    assert states(procedure(), ALL_DONE[:5])["departed"] == "ahead"


def test_a_refused_station_is_broken_on_its_day() -> None:
    records = [*ALL_DONE[:4], Record("cleared", TODAY, "o1", "refused")]
    station = procedure().line(records, TODAY)[4]
    assert (station.state, station.on) == ("broken", TODAY)
    assert states(procedure(), records)["departed"] == "ahead"


def test_a_station_is_broken_the_day_after_its_clock_ran_out() -> None:
    records = ALL_DONE[:3]
    due = date(2026, 9, 8)
    assert states(procedure(), records, due)["registered_destination"] == "now"
    assert states(procedure(), records, due + DAY)["registered_destination"] == "broken"


def test_what_was_passed_over_is_skipped_if_optional_and_else_unknown() -> None:
    seen = states(procedure(), [Record("accepted", TODAY, "w")])
    assert seen["offer_explained"] == "skipped"
    assert seen["offer_signed"] == "unknown"
    assert seen["accepted"] == "done"


def test_a_state_that_takes_no_part_is_unknown_and_blocks_nobody() -> None:
    built = procedure(absent=frozenset({"destination"}))
    seen = states(built, ALL_DONE[:3], TODAY + 30 * DAY)
    assert seen["registered_destination"] == "unknown"
    assert seen["cleared"] == "now"
    assert built.missing("cleared", {"accepted": TODAY}, TODAY) == []
    assert built.blockers("cleared", {}) == ("accepted",)
    assert states(built, ALL_DONE[:4])["registered_destination"] == "done"


def test_employers_on_the_absent_side_still_count() -> None:
    built = procedure(absent=frozenset({"destination", "origin"}))
    assert built.blockers("accepted", {}) == ("offer_signed",)
    assert states(built, [])["offer_signed"] == "now"
    assert built.silent(CLEARED)
    assert not built.silent(DEPARTED)


def test_the_diagram_draws_lanes_waits_and_options() -> None:
    drawn = procedure().diagram()
    assert drawn.splitlines()[0] == "flowchart LR"
    assert '    subgraph worker\n        accepted["Signed by the worker"]\n    end\n' in drawn
    assert '        offer_explained(["Offer explained"])' in drawn
    assert "    offer_explained -.-> accepted" in drawn
    assert "    offer_signed -->|+7| accepted" in drawn
    assert procedure(replace(OFFER, station='The "offer"')).diagram().count('"') == 2
