"""Pages and acts: requests per second of a list, a detail and a writing act, on both databases.

Run: ``python bench/pages.py [rows]``. Each database runs in a process of its own with the same
stored job orders; requests go through the whole application without a network, one after
another, so the figures are processor and database, not sockets. ratio: SQLite's rate divided by
PostgreSQL's. Where no PostgreSQL is installed the second half is said to be missing.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 4.0


def measure(rows: int) -> dict[str, Any]:
    """Inside the child: migrate, store ``rows`` orders, and time the three requests."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    from django.test import Client
    from tests.support import orders, people

    from corridor.cycle.vacancies.models import JobOrder
    from corridor.platform.access.actor import SYSTEM, Role
    from corridor.platform.people.actions import issue_token
    from corridor.platform.people.models import Membership
    from corridor.platform.records import new_id

    employer = people.actor(Role.EMPLOYER, "QAT")
    membership = Membership.objects.get(person=employer.person)
    token = issue_token(by=SYSTEM, membership=membership.id)
    body = {
        "corridor": "NPL-QAT", "route": "agency", "regime": "general", "title": "Labourer",
        "occupation_isco": "9313", "worksite": "Doha", "headcount": 3,
        "approval_reference": "QAT-1", "terms": orders.terms(),
    }  # fmt: skip
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def write() -> int:
        answer = client.post(
            "/api/v1/acts/vacancies/file_order",
            json.dumps(body),
            content_type="application/json",
            headers={"Idempotency-Key": new_id()},
        )
        return int(answer.status_code)

    assert write() == 200
    stored = JobOrder.objects.get()
    JobOrder.objects.bulk_create(
        [_copy(stored, JobOrder, new_id()) for _ in range(rows)], batch_size=500
    )
    page = "/api/v1/records/vacancies.joborder"
    return {
        "list": _rate(lambda: client.get(page).status_code),
        "detail": _rate(lambda: client.get(f"{page}/{stored.id}").status_code),
        "write": _rate(write),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _copy(stored: Any, model: Any, new: str) -> Any:
    values = {field.attname: getattr(stored, field.attname) for field in stored._meta.fields}
    return model(**values | {"id": new})


def _rate(request: Callable[[], int]) -> float:
    request()
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        assert request() == 200
        count += 1
    return count / (time.perf_counter() - start)


def _child(url: str | None, rows: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"CORRIDOR_DATA": scratch, "CORRIDOR_TESTING": "1"}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        run = subprocess.run(
            [sys.executable, __file__, "--child", str(rows)],
            env=environment, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        return dict(json.loads(run.stdout.splitlines()[-1]))


def main(rows: int) -> None:
    """Run both children and print the table."""
    sys.path.insert(0, str(ROOT))
    from tools.postgres import PostgresError, ThrowAwayPostgres

    lite = _child(None, rows)
    try:
        with ThrowAwayPostgres() as server:
            full = _child(server.url.rpartition("/")[0] + "/postgres", rows)
    except PostgresError as problem:
        print(f"PostgreSQL was not measured: {problem}")
        full = {}
    print(f"{rows} stored orders; requests per second, one client")
    print(f"{'request':<10}{'SQLite':>10}{'PostgreSQL':>12}{'ratio':>8}")
    for name in ("list", "detail", "write"):
        other = full.get(name)
        figures = f"{other:>12.0f}{lite[name] / other:>8.2f}" if other else f"{'-':>12}{'-':>8}"
        print(f"{name:<10}{lite[name]:>10.0f}{figures}")
    print(f"{'peak MB':<10}{lite['megabytes']:>10}{full.get('megabytes', '-'):>12}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
