"""The inspector's ranked list with very many establishments: look-ups and time of whole pages.

    python bench/inspection.py 200000

Starts a throw-away PostgreSQL, writes the running totals of so many invented establishments
(one in eight owes wages), and asks for pages through the web framework as a signed-in inspector:
every sort, filters, searches, and pages deep in the list.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORDS = (
    *("Al", "Waha", "Noor", "Bright", "Gulf", "Pearl", "Doha", "Lusail", "Marina", "Falcon"),
    *("Desert", "Blue", "Star", "United", "Golden", "Modern", "Royal", "Horizon", "Atlas"),
    *("Orient", "Summit", "Delta", "Prime", "National", "Crescent"),
)
TRADES = ("Services", "Contracting", "Cleaning", "Trading", "Facilities", "Catering", "Transport")
SECTORS = ("construction", "cleaning", "hospitality", "transport", "security", "")
ROUNDS = 6


def _ready(url: str, data: Path) -> None:
    os.environ.update(
        DATABASE_URL=url,
        CORRIDOR_KEYS_URL=f"sqlite:///{data / 'keys.sqlite3'}",
        CORRIDOR_DATA=str(data),
        CORRIDOR_SECRET_KEY="bench-only-" + "0" * 40,
        CORRIDOR_TESTING="1",
        DJANGO_SETTINGS_MODULE="corridor.site.settings",
    )
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("keys", "default"):
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def _row(at: int, draw: random.Random, today: Any) -> tuple[Any, Any, list[str]]:
    from corridor.governance.inspection.models import Standing
    from corridor.governance.inspection.names import words
    from corridor.platform.people.models import Organisation
    from corridor.platform.records import new_id

    name = " ".join((*draw.sample(WORDS, 2), draw.choice(TRADES), str(at)))
    site = Organisation(kind="employer", name=name, country="QAT", registration_number=str(at))
    owes = draw.random() < 0.125
    workers = 1 + int(draw.expovariate(0.05)) if owes else 0
    few = 0 < workers < 3
    seen = owes and not few
    late = today - timedelta(days=draw.randrange(1, 90)) if seen else None
    standing = Standing(
        employer=site, country="QAT", name=name, number=str(at), kind="employer",
        sector=draw.choice(SECTORS), regime="general", place=f"Zone {at % 90}, Doha",
        headcount=workers + 20, currency="QAR", few=few, listed=owes, seen=new_id(),
        owed_minor=workers * draw.randrange(5_000, 400_000) if seen else 0,
        workers=workers if seen else 0, months=draw.randrange(1, 7) if seen else 0,
        repeats=draw.randrange(0, 12) if seen else 0, stage=draw.randrange(0, 6) if seen else 0,
        late_since=late, next_on=late, next_month="2026-09" if late else "",
        next_step="Notice" if late else "",
    )  # fmt: skip
    return site, standing, words(f"{name} {standing.place}")


def fill(count: int) -> None:
    """Write so many establishments with their running totals and the words of their names."""
    from django.db import connection

    from corridor.governance.inspection.models import Standing, StandingWord
    from corridor.platform.clock.queries import today
    from corridor.platform.people.models import Organisation

    draw, on, table = random.Random(4), today(), StandingWord._meta.db_table
    for first in range(0, count, 5_000):
        made = [_row(at, draw, on) for at in range(first, min(first + 5_000, count))]
        Organisation.objects.bulk_create([site for site, _, _ in made])
        Standing.objects.bulk_create([standing for _, standing, _ in made])
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} (standing_id, country, word) FROM STDIN") as copy,
        ):
            for _, standing, found in made:
                for word in found:
                    copy.write_row((standing.pk, "QAT", word))
        print(f"{first + len(made):,} of {count:,}", end="\r")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses(count: int) -> list[str]:
    """What an inspector may ask the list for."""
    sorts = ["owed", "workers", "months", "repeat", "stage"]
    found = [f"?sort={one}" for one in sorts]
    found += [f"?sort=owed&sector={one}" for one in SECTORS if one]
    found += ["?stage=3", "?show=repeated", "?visit=wages", "?visit=routine", "?regime=general"]
    found += ["?q=waha", "?q=falcon+catering", f"?q={count // 2}", "?q=nobody", "?q=zone+17"]
    return found


def _walked(client: Any, sort: str, pages: int) -> list[str]:
    """Addresses of pages deep in the list."""
    import re

    found, address = [], f"?sort={sort}"
    for _ in range(pages):
        page = client.get(f"/inspection/{address}").content.decode()
        link = re.search(r'class="button" href="(\?[^"]*after=[^"]*)"', page)
        if link is None:
            break
        address = link[1].replace("&amp;", "&")
        found.append(address)
    return found


def measure(count: int) -> dict[str, Any]:
    """Whole pages, each asked several times: milliseconds and look-ups."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from tests.support import people
    from tests.support.signed_in import client_of

    from corridor.governance.inspection.actions import count_nation
    from corridor.platform.access.actor import SYSTEM, Role

    count_nation(by=SYSTEM, country="QAT")
    client = client_of(people.actor(Role.INSPECTOR, "QAT"))
    asked = [*addresses(count), *_walked(client, "owed", 40)[::8], *_walked(client, "stage", 10)]
    times: dict[str, list[float]] = {}
    own: list[float] = []
    look_ups = 0
    for address in asked * ROUNDS:
        with CaptureQueriesContext(connection) as queried:
            begun, busy = time.perf_counter(), time.process_time()
            answer = client.get(f"/inspection/{address}")
            own.append((time.process_time() - busy) * 1000)
            times.setdefault(address, []).append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
        look_ups = max(look_ups, len(queried))
    every = sorted(one for mine in times.values() for one in mine)
    slowest = sorted(times, key=lambda one: -statistics.median(times[one]))[:3]
    return {
        "establishments": count,
        "pages": len(every),
        "look_ups_at_most": look_ups,
        "p50_ms": round(statistics.median(every)),
        "p95_ms": round(every[int(len(every) * 0.95)]),
        "p95_ms_own_processor": round(sorted(own)[int(len(own) * 0.95)]),
        "slowest": {one: round(statistics.median(times[one])) for one in slowest},
    }


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("establishments", type=int, nargs="*", default=[200_000])
    count = parser.parse_args().establishments[-1]
    sys.path.insert(0, str(ROOT))
    from tools.postgres import ThrowAwayPostgres

    with tempfile.TemporaryDirectory() as data, ThrowAwayPostgres() as server:
        _ready(f"{server.url.rpartition('/')[0]}/postgres", Path(data))
        begun = time.perf_counter()
        fill(count)
        print(f"filled in {time.perf_counter() - begun:.0f} s; {server.version}")
        print(json.dumps(measure(count), indent=1))


if __name__ == "__main__":
    main()
