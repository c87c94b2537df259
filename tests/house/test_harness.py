"""The harness itself: what it must refuse, it refuses."""

from __future__ import annotations

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from tests.support import children, offline
from tests.support.browser import PHONE, Watch, overflow, serious_violations
from tests.support.databases import environment
from tools.test import _CLOSING, Need, Outcome, missing, report

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>One page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
</head><body><main><h1>नमस्ते, مرحبا</h1>{body}</main></body></html>"""


@pytest.fixture
def site() -> Iterator[str]:
    """Serves whatever body the address asks for, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            bodies = {
                "/wide": "<div class='wide' style='width:900px'>wide</div>",
                "/unlabelled": "<form><input type='text'></form>",
                "/tracker": "<img alt='' src='https://tracker.example/one.gif'>",
            }
            content = PAGE.format(body=bodies.get(self.path, "<p>Quiet.</p>")).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("address", ["192.0.2.1", "203.0.113.7", "2001:db8::1"])
def test_connections_elsewhere_are_refused(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with (
        socket.socket(family) as probe,
        pytest.raises(offline.NetworkRefusedError, match="only to"),
    ):
        probe.connect((address, 443))


def test_names_elsewhere_are_not_looked_up() -> None:
    with pytest.raises(urllib.error.URLError, match="tests may not look up example"):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_loopback_is_open(site: str) -> None:
    with urllib.request.urlopen(site, timeout=5) as answer:
        assert answer.status == 200


def test_a_process_left_behind_is_noticed() -> None:
    before = children.children()
    process = subprocess.Popen(["sleep", "60"])
    try:
        assert ["sleep 60" in line for line in children.left_since(before)] == [True]
    finally:
        process.kill()
        process.wait()
    assert children.left_since(before) == []


def test_settings_point_at_a_scratch_directory() -> None:
    settings = environment(Path("/scratch"))
    assert settings["DATABASE_URL"].startswith(("sqlite:////scratch/", "postgresql://"))
    assert settings["CORRIDOR_KEYS_URL"] != settings["DATABASE_URL"]


@pytest.mark.parametrize(
    "line",
    [
        b"======================== 277 passed in 0.93s =========================",
        b"==== 1 failed, 3 passed, 2 skipped, 1 warning in 61.20s (0:01:01) ====",
        b"\x1b[32m===== \x1b[32m\x1b[1m2 passed\x1b[0m\x1b[32m in 0.01s\x1b[0m =====\x1b[0m",
    ],
)
def test_closing_lines_are_recognised(line: bytes) -> None:
    assert _CLOSING.findall(b"tests/x.py ..\n" + line + b"\n") == [line]


@pytest.mark.parametrize(
    ("outcome", "strict", "code"),
    [
        (Outcome(codes={"sqlite": 0, "browser": 0}), "true", 0),
        (Outcome(codes={"sqlite": 0, "browser": 1}), "", 1),
        (Outcome(codes={"sqlite": 0}, not_run={"browser": "no chromium"}), "", 0),
        (Outcome(codes={"sqlite": 0}, not_run={"browser": "no chromium"}), "true", 1),
        (Outcome(not_run={"sqlite": "gone"}), "", 1),
    ],
)
def test_what_was_not_run_fails_ci_only(
    outcome: Outcome,
    strict: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CI", strict)
    outcome.closing = [b"==== 3 passed in 0.10s ===="]
    assert report(outcome, 1) == code
    printed = capfd.readouterr().out.splitlines()
    assert printed[-1] == "==== 3 passed in 0.10s ===="
    assert any("NOT RUN" in line for line in printed) == bool(outcome.not_run)


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    need = Need("browser", "a browser nobody has", lambda: False, ("no-such-package",))
    monkeypatch.setattr("tools.test.NEEDS", (need,))
    monkeypatch.setattr("tools.test.apt_install", lambda packages: None)
    assert missing(["sqlite", "browser"]) == {
        "browser": "a browser nobody has not found (apt-get install no-such-package)"
    }
    assert missing(["sqlite"]) == {}


def test_a_clean_page_passes(page: Page, site: str, watch: Watch) -> None:
    page.goto(site)
    assert page.get_by_role("heading").inner_text() == "नमस्ते, مرحبا"
    assert overflow(page) == []
    assert serious_violations(page) == []
    assert watch.verdict() == []


def test_overflow_and_axe_find_their_faults(open_page: Visit, site: str) -> None:
    phone = open_page(size=PHONE)
    phone.goto(f"{site}/wide")
    assert any("div.wide" in line for line in overflow(phone))
    phone.goto(f"{site}/unlabelled")
    assert any(line.startswith("label:") for line in serious_violations(phone))


def test_a_third_party_request_is_counted(open_page: Visit, site: str, watch: Watch) -> None:
    open_page(javascript=False).goto(f"{site}/tracker")
    assert watch.verdict() == ["request to a third party: https://tracker.example/one.gif"]
    watch.third_party.clear()
    watch.console_errors.clear()
