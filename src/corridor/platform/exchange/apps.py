"""The room “exchange” as Django knows it."""

from corridor.platform.room import Room


class ExchangeConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.exchange"
    label = "exchange"
