"""The room “corridors” as Django knows it."""

from corridor.platform.room import Room


class CorridorsConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.corridors"
    label = "corridors"
