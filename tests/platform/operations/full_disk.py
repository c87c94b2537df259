"""A process whose disk fills up under real acts and pages, and has room again.

``python full_disk.py limit|tmpfs [unguarded]`` in the environment of a test; prints one JSON
document. ``limit`` forbids files to grow, ``tmpfs`` fills the file system that holds the data.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

# Half of a compiled module would break every later import of it, here and in other tests.
sys.dont_write_bytecode = True

DATA = Path(os.environ["CORRIDOR_DATA"])
LARGEST = 400


def main(kind: str, guarded: bool) -> dict[str, Any]:
    import django

    django.setup()
    if not guarded:
        _lose_the_guard()
    from django.test import Client
    from tests.support import people
    from tests.support.signed_in import client_of

    from corridor.platform.access.actor import Role
    from corridor.platform.operations import anchors, standstill

    anchors.hold()
    admin = client_of(people.actor(Role.ADMIN, "NPL"))
    admin.raise_request_exception = False
    _fill(kind)
    said = _until_refused(admin)
    stranger = Client(raise_request_exception=False)
    said["read"] = [
        admin.get(page).status_code for page in ("/admin-desk/", "/admin-desk/changes/")
    ]
    said["public"] = stranger.get("/agencies/").status_code
    said["banner"] = b"nothing new can be stored" in stranger.get("/agencies/").content
    said["api"] = _api(admin)
    health = stranger.get("/health/").json()
    said["health"] = (health["ok"], health["read_only"])
    said["whole_health"] = health
    said["again"] = _register(admin, 9_999).status_code
    _empty(kind)
    deadline = time.monotonic() + 20
    while standstill.STANDSTILL.since is not None and time.monotonic() < deadline:
        stranger.get("/about/")
        time.sleep(0.1)
    said["after"] = _register(admin, 10_000).status_code
    said["stored"], said["entries"] = _stored()
    return said


def _lose_the_guard() -> None:
    from corridor.platform.operations import standstill

    standstill.is_full = lambda error: False


def _fill(kind: str) -> None:
    if kind == "limit":
        # WAL files begin small; nothing may grow beyond what the databases have now.
        largest = max(file.stat().st_size for file in DATA.glob("*.sqlite3-wal"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 200_000, resource.RLIM_INFINITY))
        return
    with (DATA / "filler").open("wb") as filler:
        room = os.statvfs(DATA)
        filler.write(b"\0" * (room.f_bavail * room.f_bsize - 300_000))


def _empty(kind: str) -> None:
    if kind == "limit":
        infinite = resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_FSIZE, (infinite, infinite))
    else:
        (DATA / "filler").unlink()


def _register(admin: Any, number: int) -> Any:
    form = {
        **{"kind": "union", "name": f"Union {number}", "country": "NPL"},
        **{"registration_number": f"U{number}", "once": f"once-{number:010d}"},
    }
    return admin.post("/admin-desk/organisations/new/", form)


def _until_refused(admin: Any) -> dict[str, Any]:
    for number in range(LARGEST):
        told = _register(admin, number)
        if told.status_code != 302:
            text = told.content.decode()
            return {
                "acknowledged": number,
                "status": told.status_code,
                "retry_after": told.headers.get("Retry-After"),
                "sentence": "disk is full" in text,
            }
    raise AssertionError("the disk did not fill up")


def _api(admin: Any) -> list[Any]:
    told = admin.post(
        "/api/v1/acts/people/register_organisation",
        json.dumps({"kind": "union", "name": "Union X", "country": "NPL"}),
        content_type="application/json",
        headers={"Idempotency-Key": "k" * 20},
    )
    return [told.status_code, told.headers.get("Retry-After"), told.headers["Content-Type"]]


def _stored() -> tuple[int, int]:
    """Unions on record, and journal entries that say one was registered."""
    from corridor.platform.journal.models import Entry
    from corridor.platform.people.models import Organisation

    unions = Organisation.objects.filter(kind="union", name__startswith="Union ")
    ids = set(unions.values_list("pk", flat=True))
    entries = Entry.objects.filter(act="people.register_organisation", subject__in=ids)
    every = Entry.objects.filter(act="people.register_organisation").count()
    assert every - entries.count() == 1  # the administrator's own office
    return unions.count(), entries.count()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], "unguarded" not in sys.argv)))
