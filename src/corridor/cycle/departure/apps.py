from corridor.platform.room import Room


class DepartureConfig(Room):
    name = "corridor.cycle.departure"
    label = "departure"
