"""The room “messages” as Django knows it."""

from corridor.platform.room import Room


class MessagesConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.messages"
    label = "corridor_messages"  # Django has a "messages" of its own
