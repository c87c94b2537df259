"""The room “operations” as Django knows it."""

from django.db.backends.signals import connection_created

from corridor.platform.room import Room


class OperationsConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.operations"
    label = "operations"

    def ready(self) -> None:
        super().ready()
        from corridor.platform.operations.standstill import guard_connection

        connection_created.connect(guard_connection, dispatch_uid="operations.standstill")
