from corridor.platform.room import Room


class RecruitmentConfig(Room):
    name = "corridor.cycle.recruitment"
    label = "recruitment"
