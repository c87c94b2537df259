"""The room “people” as Django knows it."""

from corridor.platform.room import Room


class PeopleConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.people"
    label = "people"
