"""``corridor node`` as a person runs it: start, stop, check, keys, backup, and its refusals."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from tests.support import children
from tests.support.node import CORRIDOR, ROOT, Node, environment, free_port, running


def run(data: Path, *argv: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CORRIDOR, *argv],
        env=environment(data, free_port(), **more),
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node with tables and a master key, and nothing else. Copy it."""
    data = tmp_path_factory.mktemp("migrated") / "data"
    for argv in (("migrate",), ("keys", "create"), ("keys", "rotate", "pass")):
        done = run(data, "node", *argv)
        assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def node_data(migrated: Path, tmp_path: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(migrated, data)
    return data


def test_a_fresh_node_checks_out(node_data: Path) -> None:
    done = run(node_data, "node", "check", "--json")
    checks = json.loads(done.stdout)
    assert {check["name"]: check["says"] for check in checks if not check["fine"]} == {}
    assert done.returncode == 0
    assert {"guards of facts", "durability default", "durability keys", "fonts", "clock"} <= {
        check["name"] for check in checks
    }
    modes = {file.name: file.stat().st_mode & 0o077 for file in node_data.glob("*.sqlite3*")}
    assert len(modes) >= 2
    assert set(modes.values()) == {0}, modes


def test_a_missing_guard_is_noticed(node_data: Path) -> None:
    with sqlite3.connect(node_data / "corridor.sqlite3") as connection:
        connection.execute("DROP TRIGGER journal_entry_no_update")
    done = run(node_data, "node", "check")
    assert done.returncode == 3
    assert "journal_entry" in done.stdout


def test_a_readable_master_key_is_noticed(node_data: Path) -> None:
    (node_data / "master.key").chmod(0o644)
    assert "chmod 600" in run(node_data, "node", "check").stdout.replace("\n", " ")


def test_run_refuses_what_is_not_set_up_all_at_once(tmp_path: Path) -> None:
    done = run(tmp_path / "empty", "node", "run")
    assert done.returncode == 2
    said = done.stderr.replace("\n", " ")
    for name in ("CORRIDOR_MASTER_KEY", "CORRIDOR_HOSTS", "CORRIDOR_PUBLIC_URL"):
        assert name in said
    assert not (tmp_path / "empty" / "master.key").exists()


def test_run_refuses_the_demo(node_data: Path) -> None:
    done = run(
        node_data,
        *("node", "run"),
        CORRIDOR_DEMO="1",
        CORRIDOR_HOSTS="127.0.0.1",
        CORRIDOR_PUBLIC_URL="http://127.0.0.1",
    )
    assert done.returncode == 2
    assert "anyone could enter" in done.stderr.replace("\n", " ")


def test_it_runs_for_real_use_and_stops(node_data: Path) -> None:
    with running(
        node_data,
        "run",
        CORRIDOR_HOSTS="127.0.0.1",
        CORRIDOR_PUBLIC_URL="http://127.0.0.1",
        CORRIDOR_SERVERS="2",
    ) as node:
        _until_listening(int(node.url.rpartition(":")[2]), 2)
        for _ in range(8):  # new connections: some to either server
            with urllib.request.urlopen(f"{node.url}/health/") as answer:
                assert json.load(answer)["ok"] is True
        request = urllib.request.Request(f"{node.url}/demo/enter/", data=b"persona=admin")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code in {403, 404}
        group = _descendants(node.process.pid)
        assert node.stop() == 0
        assert [pid for pid in group if Path(f"/proc/{pid}").exists()] == []


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path / "d", "node", "demo", PORT=str(taken.getsockname()[1]))
    assert done.returncode == 3
    assert "in use" in done.stderr


@pytest.mark.parametrize("port", ["none", "0", "70000"])
def test_a_wrong_port_is_said(tmp_path: Path, port: str) -> None:
    done = run(tmp_path / "d", "node", "demo", PORT=port)
    assert done.returncode == 2
    assert "PORT=9000" in done.stderr


@pytest.mark.parametrize("servers", ["0", "two", "-1"])
def test_a_wrong_number_of_servers_is_said(node_data: Path, servers: str) -> None:
    done = run(node_data, "node", "demo", CORRIDOR_SERVERS=servers)
    assert done.returncode == 2
    assert "CORRIDOR_SERVERS" in done.stderr


def test_backup_and_restore(node_data: Path, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy", tmp_path / "other"
    assert run(node_data, "node", "backup", str(copy)).returncode == 0
    assert not list(copy.rglob("master.key"))
    assert run(node_data, "node", "backup", str(copy)).returncode == 2
    assert run(other, "node", "restore", str(copy)).returncode == 0
    assert run(node_data, "node", "restore", str(copy)).returncode == 2
    before = run(node_data, "node", "issuer-keys").stdout
    assert json.loads(before)["keys"]
    assert run(other, "node", "issuer-keys").stdout == before
    with (copy / "default").open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"x")
    refused = run(tmp_path / "third", "node", "restore", str(copy))
    assert refused.returncode == 2
    assert "altered" in refused.stderr.replace("\n", " ")


def test_the_master_key_goes_and_comes_back(node_data: Path, tmp_path: Path) -> None:
    sealed = tmp_path / "key.json"
    words = {"PASSPHRASE": "five random words are enough"}
    assert run(node_data, "node", "keys", "backup", str(sealed), **words).returncode == 0
    key = (node_data / "master.key").read_text()
    assert key not in sealed.read_text()
    (node_data / "master.key").unlink()
    wrong = run(node_data, "node", "keys", "restore", str(sealed), PASSPHRASE="something else")
    assert wrong.returncode == 2
    assert run(node_data, "node", "keys", "restore", str(sealed), **words).returncode == 0
    assert (node_data / "master.key").read_text() == key
    assert (node_data / "master.key").stat().st_mode & 0o777 == 0o600


def test_the_first_administrator_is_the_only_first_one(node_data: Path) -> None:
    argv = (
        *("node", "first-admin", "--username", "ada", "--email", "ada@node.example"),
        *("--given-name", "Ada", "--country", "NPL", "--password"),
    )
    weak = run(node_data, *argv, "password1234")
    assert weak.returncode == 2
    assert run(node_data, *argv, "correct horse battery").returncode == 0
    again = run(node_data, *argv, "correct horse battery")
    assert again.returncode == 2
    assert "already" in again.stderr.replace("\n", " ")


def test_only_the_demo_can_be_reset(seeded_demo: Path, tmp_path: Path) -> None:
    data = tmp_path / "demo"
    shutil.copytree(seeded_demo, data)

    def entries() -> int:
        with sqlite3.connect(data / "corridor.sqlite3") as connection:
            return int(connection.execute("SELECT count(*) FROM people_account").fetchone()[0])

    before = entries()
    done = run(data, "node", "reset-demo")
    assert done.returncode == 0, done.stderr
    assert entries() == before
    check = run(data, "node", "check", CORRIDOR_DEMO="1")
    assert "NOT FINE" not in check.stdout


def test_the_demo_starts_again_quickly_and_stops_whole(demo_node: Node) -> None:
    assert "ready" in demo_node.printed()
    assert "Ctrl-C" in demo_node.printed()
    group = _descendants(demo_node.process.pid)
    assert len(group) >= 2
    assert demo_node.stop() == 0
    time.sleep(0.2)
    assert [pid for pid in group if Path(f"/proc/{pid}").exists()] == []


def test_a_killed_worker_is_started_again(demo_node: Node) -> None:
    (victim,) = _wait_for_worker(demo_node)
    os.kill(victim, signal.SIGKILL)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        now = _workers(demo_node)
        if now and now != [victim]:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the job worker did not come back")
    assert "starting it again" in demo_node.printed()


def test_when_the_supervisor_is_killed_nothing_is_left(demo_node: Node) -> None:
    group = _descendants(demo_node.process.pid)
    os.kill(demo_node.process.pid, signal.SIGKILL)
    demo_node.process.wait()
    deadline = time.monotonic() + 15
    while any(Path(f"/proc/{pid}").exists() for pid in group):
        assert time.monotonic() < deadline, "children outlive the supervisor"
        time.sleep(0.1)


def _until_listening(port: int, servers: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        found = sum(one[1].endswith(f":{port:04X}") and one[3] == "0A" for one in lines)
        if found == servers:
            return
        time.sleep(0.05)
    pytest.fail(f"{found} of {servers} servers listen")


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in (int(part) for part in listing.read_text().split()):
            found += [child, *_descendants(child)]
    return found


def _workers(node: Node) -> list[int]:
    return [pid for pid in _descendants(node.process.pid) if "nodes.jobs" in children.name(pid)]


def _wait_for_worker(node: Node) -> list[int]:
    deadline = time.monotonic() + 15
    while not _workers(node):
        assert time.monotonic() < deadline, "there is no job worker"
        time.sleep(0.1)
    return _workers(node)
