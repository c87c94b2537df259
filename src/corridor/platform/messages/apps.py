from corridor.platform.room import Room


class MessagesConfig(Room):
    name = "corridor.platform.messages"
    label = "corridor_messages"  # Django has a "messages" of its own
