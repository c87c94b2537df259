"""The work behind ``corridor log``; the commands themselves stand in ``corridor.doors.cli.log``."""
