"""The room “recruitment” as Django knows it."""

from corridor.platform.room import Room


class RecruitmentConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.recruitment"
    label = "recruitment"
