"""The room “employment” as Django knows it."""

from corridor.platform.room import Room


class EmploymentConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.employment"
    label = "employment"
