"""The room “inspection” as Django knows it."""

from corridor.platform.room import Room


class InspectionConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.governance.inspection"
    label = "inspection"
