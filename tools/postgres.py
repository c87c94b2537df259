"""A PostgreSQL server of our own for one run: made, used, removed.

Runs the machine's own binaries in a temporary directory, on a free loopback port, as an
unprivileged user (PostgreSQL refuses to run as root). Durability is off: nothing is kept.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

NAME = "corridor"
_PR_SET_PDEATHSIG = 1
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "timezone": "UTC",
}


class PostgresError(Exception):
    """The server could not be made; the message holds its own words."""


def binaries() -> Path | None:
    """The directory holding ``initdb`` and ``postgres``, the newest version first."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(packaged, key=lambda path: -float(path.parent.name))
    places = [*newest_first, Path("/usr/local/pgsql/bin")]
    on_path = shutil.which("initdb")
    if on_path:
        places.insert(0, Path(on_path).resolve().parent)
    for place in places:
        if os.access(place / "initdb", os.X_OK) and os.access(place / "postgres", os.X_OK):
            return place
    return None


def unprivileged() -> dict[str, Any]:
    """Arguments for ``subprocess`` that step down from root; empty for anyone else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresError("running as root, and neither user postgres nor user nobody exists")


def _die_with_parent() -> None:
    # A killed harness must not leave a server behind; SIGQUIT ends it at once.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ThrowAwayPostgres:
    """``with ThrowAwayPostgres() as server: server.url`` is a superuser's address.

    ``settings`` go before those that make a test run fast; ``crash`` ends the server as a power
    cut of its process would, ``start`` brings it back on the same port with the same data.
    """

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = {**_SETTINGS, **(settings or {})}
        found = binaries()
        if found is None:
            raise PostgresError("initdb and postgres were not found")
        self._bin = found
        self._who = unprivileged()
        self._home: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.password = secrets.token_urlsafe(18)
        self.port = 0
        self._read = 0

    @property
    def url(self) -> str:
        """``postgresql://user:password@127.0.0.1:port/name``."""
        return f"postgresql://{NAME}:{quote(self.password)}@127.0.0.1:{self.port}/{NAME}"

    @property
    def version(self) -> str:
        """What ``postgres --version`` prints."""
        command = [str(self._bin / "postgres"), "--version"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def __enter__(self) -> Self:
        try:
            self._make()
            for _ in range(3):  # the free port may be taken by another before we bind it
                if self._start():
                    return self
                self.port = 0
            raise PostgresError(self._log()[-4000:])
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _make(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="corridor-postgres-"))
        secret = self._home / "password"
        secret.write_text(self.password)
        if self._who:
            for path in (self._home, secret):
                os.chown(path, self._who["user"], self._who["group"])
        command = [
            str(self._bin / "initdb"),
            *("-D", str(self._home / "data"), "-U", NAME, "--pwfile", str(secret)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self._home, **self._who
        )
        if done.returncode:
            raise PostgresError(done.stderr.strip() or done.stdout.strip())

    def _start(self) -> bool:
        assert self._home is not None
        self.port = self.port or _free_port()
        settings = {**self._settings, "port": self.port, "unix_socket_directories": self._home}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._home / "data", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._home,
                start_new_session=True,  # Ctrl-C reaches us first; we stop it when tests are done
                preexec_fn=_die_with_parent,
                **self._who,
            )
        return self._wait()

    def _wait(self) -> bool:
        assert self._process is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            if "ready to accept connections" in self._log()[self._read :]:
                return True
            time.sleep(0.05)
        return False

    def crash(self) -> None:
        """End every process of the server at once, as ``pg_ctl stop -m immediate`` does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=20)

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        """Start it again after ``crash``, with changed ``settings`` where some are given.

        Raises ``PostgresError`` when it does not come back.
        """
        self._settings |= settings or {}
        self._read = len(self._log())
        if not self._start():
            raise PostgresError(self._log()[-4000:])

    def _log(self) -> str:
        path = self._home / "log" if self._home else None
        return path.read_text(errors="replace") if path and path.exists() else ""

    def stop(self) -> None:
        """End the server and remove its directory. May be called twice."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=20)
        home, self._home = self._home, None
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Start one, print its address, and keep it until Ctrl-C."""
    with ThrowAwayPostgres() as server:
        print(f"{server.version}\n{server.url}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("stopping", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
