"""The room “jobs” as Django knows it."""

from corridor.platform.room import Room


class JobsConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.jobs"
    label = "jobs"
