from corridor.platform.room import Room


class KeysConfig(Room):
    name = "corridor.platform.keys"
    label = "keys"
