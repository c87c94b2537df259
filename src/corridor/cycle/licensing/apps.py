"""The room “licensing” as Django knows it."""

from corridor.platform.room import Room


class LicensingConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.licensing"
    label = "licensing"
