"""Every check that needs no running system, each a named step with a one-line result.

``make check`` runs all; ``make check ARGS="types writes"`` runs some. What a failing step printed
comes after the table. Exit code 1 when any step fails.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LIMIT = 300  # seconds a step may take


@dataclass(frozen=True)
class Step:
    """A name, what it makes sure of, and the command that does."""

    name: str
    ensures: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How a step ended."""

    step: Step
    code: int
    output: str
    seconds: float


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def _house(file: str) -> tuple[str, ...]:
    quiet = ("-q", "--tb=short", "--no-header", "-p", "no:cacheprovider", "-m", "not browser")
    return _python("-m", "pytest", f"tests/house/test_{file}.py", *quiet)


def _django(*arguments: str) -> tuple[str, ...]:
    named = ("--settings", "corridor.site.settings")
    return _python("-W", "ignore", "-m", "django", *arguments, *named)


STEPS = (
    Step("types", "mypy --strict with Django's plugin", _tool("mypy")),
    Step(
        "format",
        "ruff format",
        _tool("ruff", "format", "--check", "--output-format", "concise", "."),
    ),
    Step("lint", "ruff", _tool("ruff", "check", "--output-format", "concise", ".")),
    Step("imports", "floors, stages and faces import downwards only", _tool("lint-imports")),
    Step("writes", "all writes are acts; doors go through queries", _house("writes")),
    Step("floors", "no float, clock or environment in the pure floors", _house("floors")),
    Step("rooms", "every app has the same rooms; no file too long", _house("rooms")),
    Step("tree", "no secret, no machine's name, a current lock file", _house("tree")),
    Step("harness", "the harness refuses what it must", _house("harness")),
    Step("documented", "settings, commands and pages are in docs/", _house("documented")),
    Step("licences", "run-time libraries may be used by any state", _python("tools/licences.py")),
    Step(
        "translations", "no sentence without its translations", ("tools/translations.py", "check")
    ),
    Step("law", "law packs are valid and their cases hold", _tool("corridor", "law", "check")),
    Step(
        "migrations",
        "models and migrations agree",
        _django("makemigrations", "--check", "--dry-run"),
    ),
    Step(
        "deploy",
        "Django's own deployment checks",
        _django("check", "--deploy", "--fail-level", "WARNING"),
    ),
)


def environment(scratch: Path) -> dict[str, str]:
    """A production-like node: https, no demo, nothing written outside a scratch directory."""
    own = ("CORRIDOR_", "DJANGO_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "CORRIDOR_DATA": str(scratch),
        "CORRIDOR_SECRET_KEY": "checks-only-" + os.urandom(30).hex(),
        "CORRIDOR_PUBLIC_URL": "https://corridor.example.org",
        "CORRIDOR_HOSTS": "corridor.example.org",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }


def run(step: Step, env: dict[str, str]) -> Result:
    """Run one step to its end."""
    started = time.monotonic()
    command = step.command
    if command[0].endswith(".py"):
        command = _python(*command)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        code, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        code, output = 124, f"not done after {LIMIT} s"
    except OSError as error:
        code, output = 127, str(error)
    return Result(step, code, output.strip(), time.monotonic() - started)


def _summary(result: Result) -> str:
    # A failing step says its own last word: "Found 3 errors", "2 failed, 5 passed".
    if result.code == 0 or not result.output:
        return result.step.ensures
    lines = [line.strip() for line in result.output.splitlines() if re.search(r"\w", line)]
    return lines[-1][:90] if lines else result.step.ensures


def show(result: Result) -> None:
    """One line for one step."""
    word = "ok  " if result.code == 0 else "FAIL"
    print(f"{word} {result.step.name:<13} {result.seconds:5.1f} s  {_summary(result)}", flush=True)


def main() -> int:
    """Run the steps, two at a time, and print what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(s.name for s in STEPS))
    names = parser.parse_args().steps
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    chosen = [step for step in STEPS if not names or step.name in names]
    started, failed = time.monotonic(), []
    scratch = Path(tempfile.mkdtemp(prefix="corridor-check-"))
    try:
        with ThreadPoolExecutor(max_workers=2) as pool:
            for result in pool.map(lambda step: run(step, environment(scratch)), chosen):
                show(result)
                if result.code:
                    failed.append(result)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for result in failed:
        print(f"\n--- {result.step.name}: {' '.join(result.step.command)}\n{result.output[-8000:]}")
    seconds = time.monotonic() - started
    print(f"\n{len(chosen) - len(failed)} of {len(chosen)} checks passed in {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
