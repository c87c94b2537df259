"""The room “observatory” as Django knows it."""

from corridor.platform.room import Room


class ObservatoryConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.governance.observatory"
    label = "observatory"
