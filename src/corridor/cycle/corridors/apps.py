from corridor.platform.room import Room


class CorridorsConfig(Room):
    name = "corridor.cycle.corridors"
    label = "corridors"
