"""The room “departure” as Django knows it."""

from corridor.platform.room import Room


class DepartureConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.departure"
    label = "departure"
