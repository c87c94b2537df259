from corridor.platform.room import Room


class DocumentsConfig(Room):
    name = "corridor.platform.documents"
    label = "documents"
