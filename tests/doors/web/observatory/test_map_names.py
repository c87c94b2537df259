"""Names on the map: every place has one, and none lies on another."""

from __future__ import annotations

from itertools import combinations

from corridor.doors.web.observatory.map import wide
from corridor.doors.web.observatory.map_names import Spot, placed

GULF = [
    (100, 90, "Saudi Arabia"),
    (107, 84, "Kuwait"),
    (113, 91, "Qatar"),
    (117, 94, "United Arab Emirates"),
    (190, 84, "Nepal"),
    (199, 93, "Bangladesh"),
]


def _over(one: Spot, other: Spot) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_no_name_lies_on_another_or_outside_and_every_place_has_one() -> None:
    found = placed(GULF, 420, 300)
    assert [one.name for one in found] == [name for *_, name in GULF]
    assert not [pair for pair in combinations(found, 2) if _over(*pair)]
    assert all(one.box[0] >= 0 and one.box[2] <= 420 and one.box[1] >= 0 for one in found)
    assert any(one.line for one in found)
    assert not any(one.number for one in found)
    as_drawn_before = [Spot(x, y, name, x, y + 18) for x, y, name in GULF]
    assert [pair for pair in combinations(as_drawn_before, 2) if _over(*pair)]


def test_where_no_name_has_room_a_number_stands_for_it() -> None:
    crowd = [(60 + n % 5 * 22, 30 + n // 5 * 26, f"A long name of a place {n}") for n in range(20)]
    found = placed(crowd, 240, 140)
    numbers = [one.number for one in found if one.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_a_width_is_the_part_of_the_largest_and_never_below_one() -> None:
    assert [wide(one, 800) for one in (800, 400, 80, 1)] == ["10.0", "5.0", "1.0", "1.0"]
