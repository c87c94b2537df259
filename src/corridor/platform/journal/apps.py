"""The room “journal” as Django knows it."""

from django.db.models.signals import post_migrate

from corridor.platform.room import Room


class JournalConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.journal"
    label = "journal"

    def ready(self) -> None:
        super().ready()
        from corridor.platform.journal.guard import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="journal.guard")
