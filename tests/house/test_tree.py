"""Nothing in the tree is secret, belongs to one machine, or disagrees with the lock file."""

from __future__ import annotations

import os
import re
import socket
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.house import tree

# Split so that this file does not hold what it looks for.
SECRETS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIV" + r"ATE KEY-----",
    "AWS key": r"\bAK" + r"IA[0-9A-Z]{16}\b",
    "GitHub token": r"\bgh" + r"[pousr]_[A-Za-z0-9]{36}\b",
    "Slack token": r"\bxox" + r"[abprs]-[A-Za-z0-9-]{10,}",
    "JSON web token": r"\bey" + r"J[A-Za-z0-9_-]{10,}\.ey" + r"J[A-Za-z0-9_-]{10,}\.",
    "password in an address": (
        r"\b[a-z+]+://[^\s:/@{}<$]+:[^\s:/@{}<$*]{3,}@(?!127\.0\.0\.1|localhost|host)"
    ),
    "assigned secret": (
        r"(?i)\b(?:secret_key|api_key|auth_token)\s*=\s*[\"'][A-Za-z0-9+/=_-]{20,}[\"']"
    ),
}
# A home or work directory of some machine; addresses of package mirrors and proxies.
MACHINES = {
    "home directory": r"(?<![\w.])/(?:home|Users)/(?!you\b|user\b|corridor\b)[\w.-]+/",
    "root's directory": r"(?<![\w.])/ro" + r"ot/",
    "work directory": r"(?<![\w.])/w" + r"ork(?:space)?/",
    "local package mirror": r"file:" + r"///|(?<![\w.])/opt/(?:pypi|wheels)",
}
INDEXES = ("https://pypi.org/simple", "https://files.pythonhosted.org/")
# Sample files may show what they are about; each entry says why.
ALLOWED: dict[tuple[str, str], str] = {}


def _own_machine() -> dict[str, str]:
    """The checkout's own path, host name and package mirrors: they may not be in the tree."""
    own = {"this checkout": re.escape(str(tree.ROOT)) + r"\b"}
    host = socket.gethostname()
    if len(host) > 7 and not host.startswith("localhost"):
        own["this host"] = rf"\b{re.escape(host)}\b"
    for variable in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        for address in os.environ.get(variable, "").split():
            if not address.startswith(INDEXES[0]):
                own[variable] = re.escape(address)
    return own


def _search(patterns: dict[str, str]) -> list[str]:
    found = []
    compiled = {what: re.compile(pattern) for what, pattern in patterns.items()}
    for path in tree.files():
        content = tree.text(path)
        if content is None or path.name in {"uv.lock", "LICENSE"}:
            continue
        for what, pattern in compiled.items():
            if (tree.name(path), what) in ALLOWED:
                continue
            for match in pattern.finditer(content):
                line = content.count("\n", 0, match.start()) + 1
                found.append(f"  {tree.name(path)}:{line} {what}: {match[0][:40]}")
    return found


def test_no_secret_is_in_the_tree() -> None:
    found = _search(SECRETS)
    assert not found, "secrets:\n" + "\n".join(found)


def test_no_machine_is_named_in_the_tree() -> None:
    found = _search(MACHINES | _own_machine())
    assert not found, "names of one machine:\n" + "\n".join(found)


def test_no_key_or_database_is_in_the_tree() -> None:
    kinds = {".key", ".pem", ".p12", ".pfx", ".sqlite3", ".db", ".env", ".kdbx"}
    found = [tree.name(path) for path in tree.files() if path.suffix in kinds]
    assert not found


def test_the_lock_file_names_public_indexes_only() -> None:
    lock = (tree.ROOT / "uv.lock").read_text(encoding="utf-8")
    addresses = set(re.findall(r'(?:registry|url) = "(https?://[^"]+|file:[^"]+)"', lock))
    assert addresses
    assert [address for address in addresses if not address.startswith(INDEXES)] == []


def test_the_lock_file_is_up_to_date() -> None:
    """Names, versions and extras asked for in pyproject.toml are those that were locked."""
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = tomllib.loads((tree.ROOT / "uv.lock").read_text(encoding="utf-8"))
    own = next(package for package in lock["package"] if package["name"] == project["name"])
    locked = {
        (item["name"], item.get("specifier", ""), frozenset(item.get("extras", ())))
        for item in own["metadata"]["requires-dist"]
    }
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    for text in (text for group in groups for text in group):
        asked = Requirement(text)
        key = (asked.name.lower(), frozenset(asked.extras))
        versions = [spec for name, spec, extras in locked if (name, extras) == key]
        assert any(_same(str(asked.specifier), spec) for spec in versions), (
            f"“{text}” in pyproject.toml is not what uv.lock holds; run: uv lock"
        )


def _same(one: str, other: str) -> bool:
    return set(one.split(",")) == set(other.split(","))


@pytest.mark.parametrize(
    ("patterns", "what", "line"),
    [
        (SECRETS, "private key", "-----BEGIN PRIV" + "ATE KEY-----"),
        (SECRETS, "AWS key", "AK" + "IA" + "ABCDEFGHIJKLMNOP"),
        (SECRETS, "password in an address", "postgresql://" + "bob:hunter2" + "@db.example.org/x"),
        (SECRETS, "assigned secret", "SECRET_KEY" + " = '" + "a" * 30 + "'"),
        (MACHINES, "home directory", "/ho" + "me/ana/project"),
        (MACHINES, "root's directory", "cd /ro" + "ot/x"),
        (MACHINES, "local package mirror", "file:" + "///srv/simple"),
    ],
)
def test_what_is_looked_for_is_found(patterns: dict[str, str], what: str, line: str) -> None:
    assert re.search(patterns[what], line)


def test_web_addresses_are_no_machine_paths() -> None:
    addresses = "https://x.org/root/a, /officer/home/desk/"
    assert not any(re.search(pattern, addresses) for pattern in MACHINES.values())


def test_the_root_is_the_project() -> None:
    assert (tree.ROOT / "pyproject.toml") in tree.files()
    assert Path(__file__) in tree.files() or not (tree.ROOT / ".git").exists()
