"""The room “keys” as Django knows it."""

from corridor.platform.room import Room


class KeysConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.keys"
    label = "keys"
