"""The room “translog” as Django knows it."""

from corridor.platform.room import Room


class TranslogConfig(Room):
    """Where the room is and what it is called."""

    name = "corridor.platform.translog"
    label = "translog"

    def ready(self) -> None:
        super().ready()
        from corridor.platform.keys.actions import before_erasing
        from corridor.platform.records import watch_facts
        from corridor.platform.translog.actions import closing, saw

        watch_facts(saw)
        before_erasing(closing)
