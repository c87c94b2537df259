"""A stranger who has seen one app knows them all, and can read any file in one sitting."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.house import tree

ROOMS = ("models.py", "actions.py", "queries.py", "access.py", "README.md")
LONGEST = 600  # lines
# Why a room may be missing. An entry that is no longer needed fails.
WITHOUT: dict[str, tuple[set[str], str]] = {
    "platform.access": ({"actions.py", "queries.py"}, "it holds the rules acts and queries ask"),
    "platform.operations": ({"models.py", "access.py"}, "it looks after the node; no records"),
}


def _apps() -> list[Path]:
    return [
        path.parent
        for floor in ("platform", "cycle", "governance")
        for path in sorted((tree.SOURCE / floor).glob("*/apps.py"))
    ]


def _has(app: Path, room: str) -> bool:
    # A room that has outgrown one file is a package of the same name.
    return (app / room).is_file() or (app / Path(room).stem / "__init__.py").is_file()


def test_there_are_apps() -> None:
    assert _apps()


@pytest.mark.parametrize("app", _apps(), ids=lambda app: f"{app.parent.name}.{app.name}")
def test_every_app_has_the_same_rooms(app: Path) -> None:
    lacking = {room for room in ROOMS if not _has(app, room)}
    allowed, _ = WITHOUT.get(f"{app.parent.name}.{app.name}", (set(), ""))
    assert not lacking - allowed, f"{tree.name(app)} has no {', '.join(sorted(lacking))}"
    assert allowed <= lacking, f"{tree.name(app)} has {allowed - lacking}; take it off the list"


def test_no_file_is_too_long() -> None:
    long = []
    for path in tree.files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGEST:
                long.append(f"  {tree.name(path)}: {lines} lines")
    assert not long, f"longer than {LONGEST} lines; split what does not belong together:\n" + (
        "\n".join(long)
    )


def test_every_test_file_asserts_something() -> None:
    words = ("assert", "raises(", "expect(", "check(")
    silent = [
        tree.name(path)
        for path in tree.files()
        if path.name.startswith("test_")
        and path.suffix == ".py"
        and path.is_relative_to(tree.ROOT / "tests")
        and not any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert not silent, f"tests that cannot fail: {silent}"
