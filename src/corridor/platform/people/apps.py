from corridor.platform.room import Room


class PeopleConfig(Room):
    name = "corridor.platform.people"
    label = "people"
