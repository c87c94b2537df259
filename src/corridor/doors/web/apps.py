from corridor.platform.room import Room


class WebConfig(Room):
    name = "corridor.doors.web"
    label = "web"
