"""The job worker as a process: works until SIGTERM, finishing the job in hand."""

from __future__ import annotations

import os
import signal
from threading import Event


def main() -> None:
    """Set up Django and run the worker's loop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.site.settings")
    import django

    django.setup()
    from corridor.platform.jobs.worker import run

    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    run(stop)


if __name__ == "__main__":
    main()
