"""The room “vacancies” as Django knows it."""

from corridor.platform.room import Room


class VacanciesConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.cycle.vacancies"
    label = "vacancies"
