"""The room “access” as Django knows it."""

from corridor.platform.room import Room


class AccessConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.access"
    label = "access"
