"""A generated nation in PostgreSQL, and the pages of everybody who looks at it.

    python bench/nation_pages.py [--workers 1000000] [--employers 200000] [--pictures FOLDER]

1. ``_planted_nation`` generates a nation on one corridor (that of the law packs with a duty to file
   wages), ``_planted_rows`` puts its September into a throw-away PostgreSQL by COPY.
2. The product counts: standings of establishments, the nation's totals, what became of arrivals.
3. Two hundred requests of each kind of page go through the whole application as the person who
   would ask: look-ups at most, half and 95 per cent of the times.
4. With ``--pictures`` the pages are opened in chromium, on a desktop and on a phone.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.postgres import ThrowAwayPostgres  # noqa: E402

REQUESTS = 200
PATIENCE = 120.0  # seconds for one kind of page, after which fewer requests must do
COUNTRY, CORRIDOR, MONTH = "QAT", "NPL-QAT", "2026-09"
AFTER_ARRIVAL = (
    *("", f"?corridor={CORRIDOR}", "?only=flagged", "?only=never_paid", "?first=500"),
    *("?name=falcon", "?name=17-4711"),
)
SETTINGS = {"shared_buffers": "1GB", "maintenance_work_mem": "256MB", "max_wal_size": "4GB"}


@contextlib.contextmanager
def said(what: str) -> Iterator[None]:
    """Say how long something took."""
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)


def ready(url: str, data: Path) -> None:
    """The application on this database, its tables made."""
    os.environ.update(
        DATABASE_URL=url, CORRIDOR_KEYS_URL=f"sqlite:///{data / 'keys.sqlite3'}",
        CORRIDOR_DATA=str(data), CORRIDOR_SECRET_KEY="bench-only-" + "0" * 40,
        CORRIDOR_TESTING="1", DJANGO_SETTINGS_MODULE="corridor.site.settings",
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("keys", "default"):
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def load(folder: Path, given: argparse.Namespace) -> None:
    """Generate, and put the rows into the tables."""
    import numpy as np
    from bench import _planted_rows as rows
    from bench._planted import Shape, day, text, ulids
    from bench._planted_nation import make
    from django.db import connection

    make(folder, Shape(given.workers, given.employers, qatar=1.0))
    inputs, draw = folder / "inputs", np.random.default_rng(1)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        to = rows.Tables(cursor, lambda count: text(ulids(count, draw)))
        rows.people(to, inputs)
        rows.contracts(to, inputs, day(date(2026, 11, 21)))
        rows.files(to, inputs, rows.checked(inputs))
        rows.stations(to, inputs)
        rows.orders(to, inputs)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        print(f"{cursor.fetchone()[0] / 1e9:.1f} GB on disk")


def count() -> None:
    """What the product's own jobs would count at night.

    Establishments whose files are all in order are put down by SQL, as the job would leave them.
    """
    from bench._planted_quiet import quiet
    from django.db import connection

    from corridor.cycle.employment.actions import note_arrivals
    from corridor.cycle.employment.arrivals import count as arrivals
    from corridor.cycle.employment.models import WageFinding
    from corridor.governance.inspection.actions import count_nation, refresh
    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.clock.queries import today

    rows = WageFinding.objects.filter(check_id="wage").exclude(verdict="ok").order_by()
    sites = [str(one) for one in rows.values_list("upload__employer", flat=True).distinct()]
    with said(f"standings of {len(sites):,} establishments with something to look at"):
        for first in range(0, len(sites), 5_000):
            refresh(by=SYSTEM, employers=sites[first : first + 5_000])
    with said("standings of the others"), connection.cursor() as cursor:
        quiet(cursor)
    with said("arrivals counted"):
        note_arrivals(by=SYSTEM, counted=arrivals(CORRIDOR, today()))
    count_nation(by=SYSTEM, country=COUNTRY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked() -> dict[str, tuple[Any, list[str]]]:
    """For each kind of page who asks, and the addresses."""
    from tests.support import people

    from corridor.cycle.contracts.models import Contract
    from corridor.cycle.employment.models import EmployerArrivals, WageFileUpload
    from corridor.governance.inspection.models import Standing
    from corridor.platform.access.actor import Role
    from corridor.platform.people.models import Organisation

    greatest = WageFileUpload.objects.order_by("-records").values_list("employer", flat=True)[0]
    worst = Standing.objects.filter(listed=True).order_by("-owed_minor")
    sites = [str(one) for one in worst.values_list("employer", flat=True)[:40]]
    sites += [str(one) for one in worst.filter(few=True).values_list("employer", flat=True)[:20]]
    ranked = EmployerArrivals.objects.exclude(employer=None).order_by("-concern", "-never_paid")
    cases = [str(one) for one in ranked.values_list("employer", flat=True)[:20]]
    contract = Contract.objects.filter(employer=greatest, state="in_force").order_by("id")[7]
    big = f"/inspection/{greatest}/"
    return {
        "ranked list": (people.actor(Role.INSPECTOR, COUNTRY), ranking()),
        "establishment": (
            people.actor(Role.INSPECTOR, COUNTRY),
            [big, f"{big}?page=2", f"{big}?page=90", f"{big}?month={MONTH}"]
            + [f"/inspection/{one}/" for one in sites],
        ),
        "employer’s month": (
            people.member(Role.EMPLOYER, Organisation.objects.get(pk=greatest)),
            [f"/employer/wages/{MONTH}/"],
        ),
        "employer’s files": (
            people.member(Role.EMPLOYER, Organisation.objects.get(pk=greatest)),
            ["/employer/wages/"],
        ),
        "worker’s months": (people.worker(contract.worker), [f"/my/c/{contract.pk}/wages/"]),
        "after arrival": (
            people.actor(Role.ORIGIN_OFFICER, "NPL"),
            [f"/office/arrivals/{one}" for one in AFTER_ARRIVAL],
        ),
        "one employer’s arrivals": (
            people.actor(Role.ORIGIN_OFFICER, "NPL"),
            [f"/office/arrivals/employers/{CORRIDOR}/{one}/" for one in cases],
        ),
    }  # fmt: skip


def ranking() -> list[str]:
    """Sorts, filters and searches of the inspector's list."""
    sorts = [f"?sort={one}" for one in ("owed", "workers", "months", "repeat", "stage")]
    sorts += [f"?sort=owed&sector={one}" for one in ("construction", "retail", "security")]
    sorts += ["?stage=1", "?show=unknown", "?show=silent", "?show=repeated", "?visit=wages"]
    sorts += ["?visit=routine", "?regime=general", "?q=falcon", "?q=desert+trading", "?q=nobody"]
    return [f"/inspection/{one}" for one in [*sorts, "?q=17-4711", "?q=الخليج"]]


def deep(client: Any, address: str, pages: int) -> list[str]:
    """Addresses of pages deep in the list, by its own links."""
    import re

    found = []
    for _ in range(pages):
        page = client.get(address).content.decode()
        link = re.search(r'class="button" href="(\?[^"]*after=[^"]*)"', page)
        if link is None:
            break
        address = f"/inspection/{link[1].replace('&amp;', '&')}"
        found.append(address)
    return found


def measure(requests: int) -> dict[str, Any]:
    """Every kind of page so many times; prints the table, answers who asked for what."""
    from tests.support.signed_in import client_of

    kinds = asked()
    print("| page | requests | addresses | look-ups at most | p50 ms | p95 ms | processor ms |")
    print("|---|---|---|---|---|---|---|")
    for name, (by, addresses) in kinds.items():
        client = client_of(by)
        if name == "ranked list":
            addresses += deep(client, "/inspection/?sort=owed", 40)[::5]
            addresses += deep(client, "/inspection/?sort=stage", 8)
        found, look_ups = timed(client, addresses, requests)
        wall, own = sorted(one[1] for one in found), sorted(one[2] for one in found)
        cells = [name, len(found), len(addresses), look_ups]
        cells += [round(wall[len(wall) // 2]), round(wall[int(len(wall) * 0.95)])]
        print("|", " | ".join(map(str, [*cells, round(own[len(own) // 2])])), "|", flush=True)
        for slow, address in sorted(((took, one) for one, took, _ in found), reverse=True)[:3]:
            print(f"    {slow:.0f} ms {address}", flush=True)
    return kinds


Timed = list[tuple[str, float, float]]


def timed(client: Any, addresses: list[str], requests: int) -> tuple[Timed, int]:
    """Address, milliseconds and those of our own processor; the most look-ups of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        most = max(most, len(queries))
    found: Timed = []
    until = time.perf_counter() + PATIENCE
    for turn in range(requests):
        address = addresses[turn % len(addresses)]
        begun, own = time.perf_counter(), time.process_time()
        client.get(address)
        took = time.perf_counter() - begun
        found.append((address, took * 1000, (time.process_time() - own) * 1000))
        if time.perf_counter() > until:
            break
    return found, most


def photograph(kinds: dict[str, Any], folder: Path) -> None:
    """Open the first address of each kind in chromium: English and Arabic, desktop and phone."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.wsgi import get_wsgi_application
    from playwright.sync_api import sync_playwright
    from tests.support.chromium import ARGUMENTS, find_chromium
    from tests.support.signed_in import client_of

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

    cookies = {name: client_of(by).cookies["sessionid"].value for name, (by, _) in kinds.items()}
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for name, (_, addresses) in kinds.items():
            shoot(browser, home, name, cookies[name], addresses[0], folder)
        browser.close()
    server.shutdown()


def shoot(browser: Any, home: str, name: str, cookie: str, address: str, folder: Path) -> None:
    """One page in two languages and two sizes; says which are wider than their window."""
    for language in ("en", "ar"):
        for size, width, height in (("desktop", 1366, 768), ("phone", 360, 740)):
            context = browser.new_context(viewport={"width": width, "height": height})
            context.add_cookies(
                [{"name": "sessionid", "value": cookie, "url": home},
                 {"name": "language", "value": language, "url": home}]
            )  # fmt: skip
            page = context.new_page()
            page.goto(f"{home}{address}", timeout=60_000)
            wide = page.evaluate("document.documentElement.scrollWidth")
            picture = folder / f"{name.replace(' ', '-').replace('’', '')}-{language}-{size}.png"
            page.screenshot(path=picture, full_page=True)
            if wide > width:
                print(f"{picture.name}: {wide} wide in a window of {width}")
            context.close()


def main() -> None:
    """Load, count, measure and, if asked, photograph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=1_000_000)
    parser.add_argument("--employers", type=int, default=200_000)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    folder = ROOT / "var/nation/pages"
    with tempfile.TemporaryDirectory() as data, ThrowAwayPostgres(SETTINGS) as server:
        ready(f"{server.url.rpartition('/')[0]}/postgres", Path(data))
        with said("loaded"):
            load(folder, given)
        shutil.rmtree(folder)
        count()
        kinds = measure(given.requests)
        if given.pictures:
            photograph(kinds, given.pictures)


if __name__ == "__main__":
    main()
