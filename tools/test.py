"""The whole suite: on SQLite, again on a PostgreSQL of its own, and in a real browser.

``make test`` and CI run this. What cannot be run on this machine is installed with apt where
that is possible; otherwise it is named aloud, and under ``CI=true`` that is a failure. The last
lines printed are pytest's own closing lines, one per part, in the order in which they ran.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import bytecode, template
from tests.support.chromium import find_chromium, has_fonts
from tools.postgres import PostgresError, ThrowAwayPostgres, binaries

PARTS = ("sqlite", "postgresql", "browser")
LIMIT = 25 * 60  # seconds one part may take before it is stopped as hanging
_COLOUR = rb"(?:\x1b\[[0-9;]*m)*"
_CLOSING = re.compile(rb"^%s=+ .*\bin [0-9.]+s\b.*=+%s" % (_COLOUR, _COLOUR), re.MULTILINE)
_NOTHING_COLLECTED = 5


@dataclass
class Outcome:
    """How the run went: exit codes by part, closing lines, what was not run and why."""

    codes: dict[str, int] = field(default_factory=dict)
    closing: list[bytes] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Need:
    """Something a part needs from the machine, and the Debian packages that bring it."""

    part: str
    what: str
    there: Callable[[], bool]
    packages: tuple[str, ...]


NEEDS = (
    Need(
        "postgresql", "PostgreSQL's initdb and postgres", lambda: bool(binaries()), ("postgresql",)
    ),
    Need("browser", "chromium", lambda: find_chromium() is not None, ("chromium",)),
    Need(
        "browser", "fonts for Arabic and Devanagari", has_fonts, ("fonts-noto-core", "fontconfig")
    ),
)


def say(text: str) -> None:
    """One line between the parts."""
    print(text, flush=True)


def apt_install(packages: list[str]) -> None:
    """Install Debian packages when that can be done without asking for a password."""
    apt = shutil.which("apt-get")
    sudo = shutil.which("sudo")
    if apt is None:
        return
    prefix: list[str] = []
    if os.geteuid() != 0:
        if sudo is None or subprocess.run([sudo, "-n", "true"], capture_output=True).returncode:
            return
        prefix = [sudo, "-n"]
    say(f"Installing with apt: {' '.join(packages)}")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    for command in (
        [*quiet, "update"],
        [*quiet, "install", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            say(f"  {' '.join(command)} failed: {done.stderr.strip().splitlines()[-1:]}")


def missing(parts: list[str]) -> dict[str, str]:
    """What the machine lacks for these parts, after trying to install it."""
    lacking = [need for need in NEEDS if need.part in parts and not need.there()]
    if lacking:
        apt_install(sorted({package for need in lacking for package in need.packages}))
    why: dict[str, list[str]] = {}
    for need in lacking:
        if not need.there():
            remedy = f"{need.what} not found (apt-get install {' '.join(need.packages)})"
            why.setdefault(need.part, []).append(remedy)
    return {part: "; ".join(reasons) for part, reasons in why.items()}


def pytest(arguments: list[str], extra: dict[str, str]) -> tuple[int, bytes]:
    """Run pytest, passing its output on as it comes. Answers exit code and closing line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *colour, *arguments],
        cwd=ROOT,
        env=os.environ | extra,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
    )
    tail = b""
    deadline = time.monotonic() + LIMIT
    assert process.stdout is not None
    try:
        while chunk := os.read(process.stdout.fileno(), 65536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            tail = (tail + chunk)[-20000:]
            if time.monotonic() > deadline:
                raise TimeoutError(f"stopped after {LIMIT} s")
        code = process.wait()
    finally:
        _end(process)
    closing = _CLOSING.findall(tail)
    return code, closing[-1] if closing else f"=== no closing line, exit code {code} ===".encode()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop pytest and whatever it started, when it has not stopped by itself."""
    for number, patience in ((signal.SIGINT, 20), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        os.killpg(process.pid, number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def _template(part: str, extra: dict[str, str]) -> dict[str, str]:
    """Migrate this part's databases once, for its workers to copy. Nothing when that fails.

    Then each worker migrates its own, and the tests say what is wrong with it.
    """
    kind = "postgresql" if part == "postgresql" else "sqlite"
    told = {template.TOLD: str(Path(os.environ["CORRIDOR_TEST_SCRATCH"]) / f"template-{kind}")}
    if kind == "sqlite" and Path(told[template.TOLD]).exists():
        return told
    command = [sys.executable, "-m", "tests.support.template"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | extra | told, check=False)
    return told if done.returncode == 0 else {}


def run_part(part: str, options: argparse.Namespace, outcome: Outcome, stack: ExitStack) -> None:
    """One part of the suite; a missing server is an outcome, not an accident."""
    common = ["--tb=short", "--durations=10", *options.paths]
    # Our own order (tests/support/order.py), not xdist's, which counts tests and not seconds.
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]
    spread = ["-n", str(options.jobs), *by_file] if options.jobs > 1 else []
    extra = {"CORRIDOR_TEST_DATABASE_URL": ""}
    arguments = {
        "sqlite": [*common, *spread, "-m", "not browser"],
        "postgresql": [*common, *spread, "-m", "not browser", "--only-database"],
        "browser": [*common, *spread, "-m", "browser"],
    }[part]
    if part == "postgresql":
        try:
            server = stack.enter_context(ThrowAwayPostgres())
        except PostgresError as failure:
            outcome.not_run[part] = f"the server did not start: {failure}"
            return
        say(f"{server.version} on 127.0.0.1:{server.port}")
        extra["CORRIDOR_TEST_DATABASE_URL"] = server.url
    started = time.monotonic()
    code, closing = pytest(arguments, extra | _template(part, extra))
    if code == _NOTHING_COLLECTED and options.paths:
        outcome.not_run[part] = "none of these tests belongs to it"
        return
    outcome.codes[part] = code
    outcome.closing.append(closing)
    say(f"{part}: {time.monotonic() - started:.0f} s, exit code {code}\n")


def report(outcome: Outcome, seconds: float) -> int:
    """Say what was not run, then pytest's closing lines, last. Answers the exit code."""
    strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    for part, why in outcome.not_run.items():
        say(f"!!! NOT RUN: {part}: {why}{' (a failure under CI)' if strict else ''}")
    say(f"{seconds:.0f} s in all. Closing lines of {', '.join(outcome.codes) or 'nothing'}:")
    for line in outcome.closing:
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
    failed = any(outcome.codes.values()) or not outcome.codes
    return 1 if failed or (strict and outcome.not_run) else 0


def main() -> int:
    """Run the parts asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="run this part only")
    parser.add_argument("--jobs", type=int, default=2, help="processes for tests without a browser")
    parser.add_argument("paths", nargs="*", help="files or folders; all of tests/ by default")
    options = parser.parse_args()
    parts = options.only or list(PARTS)
    outcome, started = Outcome(), time.monotonic()
    outcome.not_run = missing(parts)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is removed too
    # Ours to remove, even when a worker is killed before it can tidy up.
    scratch = tempfile.mkdtemp(prefix="corridor-test-run-")
    os.environ["CORRIDOR_TEST_SCRATCH"] = scratch
    bytecode.share(Path(scratch) / "bytecode")
    try:
        for part in parts:
            if part not in outcome.not_run:
                say(f"== {part} ==")
                with ExitStack() as stack:
                    run_part(part, options, outcome, stack)
    except KeyboardInterrupt:
        say("\nInterrupted; nothing is left running.")
        return 130
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return report(outcome, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
