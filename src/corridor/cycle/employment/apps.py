from corridor.platform.room import Room


class EmploymentConfig(Room):
    name = "corridor.cycle.employment"
    label = "employment"
