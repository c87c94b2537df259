from corridor.platform.room import Room


class ClockConfig(Room):
    name = "corridor.platform.clock"
    label = "clock"
