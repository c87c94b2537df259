"""The room “web” as Django knows it."""

from corridor.platform.room import Room


class WebConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.doors.web"
    label = "web"

    def ready(self) -> None:
        """Load the room, and what listens to sign-ins."""
        super().ready()
        from corridor.doors.web.accounts import signals  # noqa: F401 - registers itself
