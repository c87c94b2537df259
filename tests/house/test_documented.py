"""What a deployment can set, type or visit is described in docs/.

The lists come from the code itself; a miss is printed with the place it comes from.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from tests.house import tree
from tests.support.databases import environment

READERS = {"get", "getenv", "_flag", "_list", "_number", "_path", "_text"}
# Variables that belong to others and only pass through.
FOREIGN = {
    "REMOTE_ADDR",
    "CONTENT_LENGTH",
    "CI",
    "PATH",
    "HOME",
    "DJANGO_SETTINGS_MODULE",
    "NO_COLOR",
    "TERM",
    "CORRIDOR_TESTING",
}
MACHINE_ROUTES = ("static/", "__", "api/")  # the API describes itself: its OpenAPI is published


@cache
def handbook() -> str:
    """All documentation as one text."""
    pages = [path for path in tree.files() if path.suffix == ".md"]
    kept = [p for p in pages if p.is_relative_to(tree.ROOT / "docs") or p.name == "README.md"]
    return "\n".join(path.read_text(encoding="utf-8") for path in kept)


def _variables(path: Path) -> Iterator[str]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else ""
            called = function.id if isinstance(function, ast.Name) else called
            value = node.args[0].value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            owner, value = node.value, node.slice.value
            called = "get" if isinstance(owner, ast.Attribute) and owner.attr == "environ" else ""
        else:
            continue
        if called in READERS and isinstance(value, str) and re.fullmatch(r"[A-Z][A-Z0-9_]+", value):
            yield value


def settings_read() -> dict[str, str]:
    """Every environment variable the source reads, and where."""
    found: dict[str, str] = {}
    for path in tree.modules(""):
        for variable in _variables(path):
            found.setdefault(variable, tree.name(path))
    return {variable: where for variable, where in found.items() if variable not in FOREIGN}


def _misses(wanted: dict[str, str], what: str) -> str:
    absent = {name: where for name, where in wanted.items() if name not in handbook()}
    if not absent:
        return ""
    lines = "\n".join(f"  {name}   ({where})" for name, where in sorted(absent.items()))
    return f"{len(absent)} of {len(wanted)} {what} are not in docs/:\n{lines}"


def test_every_setting_is_documented() -> None:
    wanted = settings_read()
    assert "DATABASE_URL" in wanted
    assert not (misses := _misses(wanted, "settings")), misses


def _commands() -> dict[str, str]:
    from corridor.doors.cli.main import NOUNS, Nouns

    group = Nouns(name="corridor")
    context = click.Context(click.Group("corridor"))
    found = {}
    for noun in NOUNS:
        command: Any = group.get_command(context, noun)
        verbs = getattr(command, "commands", None)
        for verb in verbs or [""]:
            found[f"corridor {noun} {verb}".strip()] = f"corridor.doors.cli, {noun}"
    return found


@pytest.fixture(scope="module")
def _django(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ.update(environment(tmp_path_factory.mktemp("data")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.site.settings")
    import django

    django.setup()


@pytest.mark.usefixtures("_django")
def test_every_command_is_documented() -> None:
    wanted = _commands()
    assert any(name.startswith("corridor contract ") for name in wanted)
    assert not (misses := _misses(wanted, "commands")), misses


def _routes(patterns: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").replace("\\Z", "").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield plain(route), getattr(pattern.callback, "__module__", "")


def plain(route: str) -> str:
    """``/desk/cases/<ulid:case>/`` as the docs write it: ``/desk/cases/<case>/``."""
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    return "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", named)


@pytest.mark.usefixtures("_django")
def test_every_page_is_documented() -> None:
    from django.urls import get_resolver

    ours = {
        route: where
        for route, where in _routes(get_resolver().url_patterns)
        if where.startswith("corridor.") and not route.lstrip("/").startswith(MACHINE_ROUTES)
    }
    assert ours
    assert not (misses := _misses(ours, "pages")), misses


def test_routes_are_written_plainly() -> None:
    assert plain("desk/cases/<ulid:case>/") == "/desk/cases/<case>/"
    assert plain(r"law/(?P<id>[A-Z]+)/") == "/law/<id>/"


def test_an_undocumented_name_is_a_miss() -> None:
    assert "CORRIDOR_" + "NOBODY_SETS_THIS" in _misses({"CORRIDOR_" + "NOBODY_SETS_THIS": "x"}, "")
