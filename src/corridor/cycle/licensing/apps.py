from corridor.platform.room import Room


class LicensingConfig(Room):
    name = "corridor.cycle.licensing"
    label = "licensing"
