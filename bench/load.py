"""A busy morning: a thousand people at once on one node, driven by the public tool wrk.

Run: ``python bench/load.py [users] [seconds] [pause]`` (1000 600 30). A demo node is started on
this machine, its people are signed in, and ``wrk`` keeps one connection open for every user;
each reads a page of the desk that somebody signed in may open, or a public one, waits about
``pause`` seconds as readers do, and goes on. One request in twenty files a job order. An error
is any answer of 400 or more, a broken connection, or no answer within ten seconds.

The control is the same load on a node whose queue has no room: its refusals must be counted.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LUA = Path(__file__).with_name("load.lua")
PEOPLE = (
    *("asha", "bikash", "sunita", "liza", "employer", "agency", "officer", "attache"),
    *("inspector", "destination", "union"),
)
PUBLIC = ("/", "/jobs/", "/agencies/", "/law/", "/verify/", "/log/", "/help/", "/about/")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"#?]+)"')
_LEFT_OUT = re.compile(r"^/(static|api|sign-out|journey|account)|(pdf|csv|json|svg|proof|html)/?$")


class Visitor:
    """Somebody with cookies."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    def page(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The address that answered, and the text."""
        data = urlencode(form).encode() if form else None
        asked = urllib.request.Request(self.address + path, data, {"Referer": self.address})
        with self._open(asked, timeout=30) as answer:
            return answer.url.removeprefix(self.address), answer.read().decode("utf-8", "replace")

    def enter(self, persona: str) -> tuple[str, str]:
        """The desk of a persona of the demo."""
        _, text = self.page("/journey/")
        form = re.search(
            rf'<form[^>]*action="([^"]*)"[^>]*>(?:(?!</form>).)*value="{persona}".*?</form>',
            text,
            re.S,
        )
        assert form, f"the journey does not offer {persona}"
        hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
        return self.page(form[1] or "/journey/", hidden | {"persona": persona})

    def cookie(self) -> str:
        """What a browser sends."""
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)


def reading(address: str) -> Iterator[str]:
    """A line for every page that is read, by whom."""
    for path in PUBLIC:
        yield f"GET\t{path}\t\t\t"
    for persona in PEOPLE:
        visitor = Visitor(address)
        desk, text = visitor.enter(persona)
        links = [path for path in dict.fromkeys(_LINK.findall(text)) if not _LEFT_OUT.search(path)]
        for path in [desk.partition("?")[0], *links[:12]]:
            try:
                here, _ = visitor.page(path)
            except OSError:
                continue
            if here.partition("?")[0] == path:  # wrk follows no redirect
                yield f"GET\t{path}\tCookie\t{visitor.cookie()}\t"


TOKEN = """
import json
from tests.support import orders
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.people.actions import issue_token
from corridor.platform.people.models import Membership
member = Membership.objects.filter(role=Role.EMPLOYER).order_by("pk").first()
body = {"corridor": "NPL-QAT", "route": "agency", "regime": "general", "title": "Labourer",
        "occupation_isco": "9313", "worksite": "Doha", "headcount": 3,
        "approval_reference": "QAT-1", "terms": orders.terms()}
print("TOKEN", issue_token(by=SYSTEM, membership=member.pk))
print("BODY", json.dumps(body))
"""


def writing(data: Path) -> str:
    """The line of the act, with a token of the demo's employer."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v", "0", "-c", TOKEN],
        env=os.environ
        | {
            "CORRIDOR_DATA": str(data),
            "CORRIDOR_DEMO": "1",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = dict(line.split(" ", 1) for line in done.splitlines() if line[:5] in {"TOKEN", "BODY "})
    path = "/api/v1/acts/vacancies/file_order"
    return f"POST\t{path}\tAuthorization\tBearer {found['TOKEN']}\t{found['BODY']}"


def load(users: int, seconds: int, pause: float, **settings: str) -> dict[str, Any]:
    """One node under one load."""
    from tests.support.node import running

    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data", "demo", **settings) as node,
    ):
        lines = [*reading(node.url), writing(node.data)]
        script = Path(folder) / "lines"
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [*f"wrk -t2 -c{users} -d{seconds}s --timeout 10s -s".split(), str(LUA)]
        told = subprocess.run(
            [*command, node.url, "--", str(script)],
            env=os.environ | {"LOAD_PAUSE": str(int(pause * 1000))},
            capture_output=True,
            text=True,
            check=False,
        )
        refused = _refusals(node.url)
    found = [one for one in told.stdout.splitlines() if one.startswith("LOAD ")]
    if not found:
        raise SystemExit(f"wrk said: {told.stdout}{told.stderr}")
    return json.loads(found[-1][5:]) | {"pages": len(lines), "refused": refused}


def _refusals(address: str) -> str:
    """What the node counted besides good answers, by face and kind of status."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    counted = re.compile(
        r'corridor_(?:requests|refused)_total\{face="(\w+)",status="([345]\w+)"\} (\d+)'
    )
    return ", ".join(" ".join(found.groups()) for line in lines if (found := counted.match(line)))


def main() -> None:
    """The load, then the control."""
    if shutil.which("wrk") is None:
        print("wrk is not on this machine (Debian, Ubuntu: apt-get install wrk); nothing measured.")
        return
    given = [float(one) for one in sys.argv[1:]] + [1000, 600, 30][len(sys.argv) - 1 :]
    users, seconds, pause = int(given[0]), int(given[1]), given[2]
    servers = str(min(4, len(os.sched_getaffinity(0))))  # as a node starts by itself
    shares = {"CORRIDOR_LOG": "ERROR", "CORRIDOR_SERVERS": servers, "CORRIDOR_WARM": "1"}
    for name, many, length, more in (
        ("load", users, seconds, {}),
        (
            "control",
            200,
            15,
            {"CORRIDOR_QUEUE": "8", "CORRIDOR_THREADS": "2", "CORRIDOR_SERVERS": "1"},
        ),
    ):
        found = load(many, length, pause if name == "load" else 0.05, **(shares | more))
        errors = sum(found[kind] for kind in ("connect", "read", "write", "status", "timeout"))
        rate = found["requests"] / found["seconds"]
        print(
            f"{name}: {many} users, {found['seconds']:.0f} s, {found['pages']} pages,"
            f" {found['requests']} requests, {rate:.0f}/s, errors {errors}"
            f" (status {found['status']}, timeout {found['timeout']}),"
            f" [{found['refused']}],"
            f" p50 {found['p50']:.0f} ms, p95 {found['p95']:.0f} ms, p99 {found['p99']:.0f} ms",
            flush=True,
        )
        if name == "control" and not errors:
            raise SystemExit("the control was not refused: errors are not counted")


if __name__ == "__main__":
    main()
