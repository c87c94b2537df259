"""What the supervisor gives the server before it starts."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from corridor.doors.cli.nodes import supervisor

ASK = """
import resource
from corridor.doors.cli.nodes.supervisor import allow_files
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
allow_files()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def test_more_files_may_be_open_than_most_systems_allow_unasked() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    soft, hard = map(int, told.stdout.split())
    assert hard == resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert soft == (16_384 if hard == resource.RLIM_INFINITY else min(16_384, hard))


def test_each_server_counts_beside_the_others_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORRIDOR_SERVERS", "3")
    (tmp_path / "9.json").write_text("{}")  # of an earlier run with more servers
    *servers, worker = supervisor.children("127.0.0.1", 8000, 8, tmp_path)
    assert [one.more["CORRIDOR_SERVER"] for one in servers] == ["1", "2", "3"]
    assert {one.more["CORRIDOR_FIGURES"] for one in servers} == {str(tmp_path)}
    assert list(tmp_path.iterdir()) == []
    assert not worker.more


def test_as_many_servers_as_processors_but_not_more_than_four(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CORRIDOR_SERVERS", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    for processors, servers in ((1, 1), (2, 2), (64, 4)):
        monkeypatch.setattr(
            "os.sched_getaffinity", lambda _, n=processors: set(range(n)), raising=False
        )
        assert supervisor.servers() == servers
    monkeypatch.setattr("sys.platform", "darwin")
    assert supervisor.servers() == 1
