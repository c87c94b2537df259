"""The room “web” as Django knows it."""

from corridor.platform.room import Room


class WebConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.doors.web"
    label = "web"
