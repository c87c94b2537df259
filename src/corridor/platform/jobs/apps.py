from corridor.platform.room import Room


class JobsConfig(Room):
    name = "corridor.platform.jobs"
    label = "jobs"
