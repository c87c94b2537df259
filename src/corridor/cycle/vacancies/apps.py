from corridor.platform.room import Room


class VacanciesConfig(Room):
    name = "corridor.cycle.vacancies"
    label = "vacancies"
