from corridor.platform.room import Room


class AccessConfig(Room):
    name = "corridor.platform.access"
    label = "access"
