"""What a power cut left, in the hands of a real node: it starts, migrates and verifies."""

from __future__ import annotations

import json
from pathlib import Path

from tests.campaign import home, processes

_NAMES = {"default": "corridor.sqlite3", "keys": "keys.sqlite3"}


def on_a_node(base: Path, files: dict[str, bytes]) -> list[str]:
    """Start a node on these files; what is wrong afterwards."""
    data, answer = base / "data", base / "resumed"
    _lay_down(data, files)

    def run() -> None:
        import django

        django.setup()
        from corridor.doors.cli.nodes.start import migrate

        migrate()
        answer.write_text(json.dumps(wrong()))
        home.close()

    answer.unlink(missing_ok=True)
    try:
        processes.run_apart(run, base / "logs" / "resumed")
    except RuntimeError as error:
        return [str(error)[-600:]]
    return list(json.loads(answer.read_text()))


def _lay_down(data: Path, files: dict[str, bytes]) -> None:
    for name in _NAMES.values():
        for old in data.glob(f"{name}*"):
            old.unlink()
    for exported in data.rglob("*checkpoint*"):  # a later one would rightly be missed
        exported.unlink()
    for name, content in files.items():
        alias, _, rest = name.partition("-")
        (data / f"{_NAMES[alias]}{'-' if rest else ''}{rest}").write_bytes(content)


def wrong() -> list[str]:
    """What does not hold in the databases that Django is set up on."""
    from tests.campaign.invariants import Checker, broken, log_troubles
    from tests.campaign.results import Tally

    from corridor.doors.cli.nodes.checks import unapplied

    tally = Tally()
    Checker().journal(tally)
    found = [f"{alias} is not migrated" for alias in ("default", "keys") if unapplied(alias)]
    return [*found, *tally.told, *broken(), *log_troubles()]
