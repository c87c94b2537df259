"""The search for secrets finds one wherever it may lie, and nothing where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.campaign.campaign_clock import disorder
from tests.campaign.secrets import found_in
from tests.campaign.world import CANARY, PHONE, World

WORLD = World("token-1", "token-2", "token-3", "token-4", (), "")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A node's directories after some harmless work."""
    for name in ("logs", "tmp", "data/outbox", "data/files/A0"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "data" / "master.key").write_text("ab" * 32)
    (tmp_path / "logs" / "server").write_text("job messages.deliver will be tried again\n")
    (tmp_path / "data" / "corridor.sqlite3").write_bytes(b"\0sealed")
    (tmp_path / "data" / "outbox" / "m.json").write_text(PHONE)  # the gateway's, not a scrap
    return tmp_path


def test_harmless_work_leaves_nothing(base: Path) -> None:
    assert found_in(base, WORLD) == []


@pytest.mark.parametrize(
    ("place", "secret"),
    [
        ("logs/server", f"person {CANARY} was not found"),
        ("logs/worker", "ab" * 32),
        ("tmp/upload", f"P{CANARY}0000001"),
        ("tmp/trace", "Bearer token-2"),
        ("data/files/A0/x.tmp", PHONE),
        ("data/core.123", "token-4"),
        ("data/corridor.sqlite3-wal", PHONE),
    ],
)
def test_a_secret_is_found(base: Path, place: str, secret: str) -> None:
    (base / place).write_text(secret)
    assert found_in(base, WORLD) == [place]


def test_disorder_is_what_was_acknowledged_before_and_stands_after() -> None:
    told = [{"sent": "a"}, {"done": "a", "id": "A"}, {"sent": "b"}, {"sent": "c"}]
    told += [{"done": "c", "id": "C"}, {"done": "b", "id": "B"}]
    assert disorder(told, {"A": 1, "B": 3, "C": 2}) == 0
    assert disorder(told, {"A": 2, "B": 1, "C": 3}) == 1
    assert disorder(told, {"A": 3, "B": 1, "C": 2}) == 2
