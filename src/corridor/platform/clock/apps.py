"""The room “clock” as Django knows it."""

from corridor.platform.room import Room


class ClockConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.clock"
    label = "clock"
