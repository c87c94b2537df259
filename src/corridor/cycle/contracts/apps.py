"""The room “contracts” as Django knows it."""

from corridor.platform.room import Room


class ContractsConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.contracts"
    label = "contracts"
