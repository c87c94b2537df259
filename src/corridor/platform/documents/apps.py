"""The room “documents” as Django knows it."""

from corridor.platform.room import Room


class DocumentsConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.documents"
    label = "documents"
