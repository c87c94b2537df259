"""How every test runs: a scratch data directory, a chosen database, no network, no leftovers."""

from __future__ import annotations

import os
import shutil
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from tests.support import bytecode, children, databases, offline, order, passed_over, template

pytest_plugins = [
    "tests.support.browser",
    "tests.support.clock",
    "tests.support.node",
    "tests.support.shared_crew",
]

SCRATCH = Path(
    tempfile.mkdtemp(prefix="corridor-tests-", dir=os.environ.get("CORRIDOR_TEST_SCRATCH"))
)
bytecode.share(SCRATCH / "bytecode")

hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile(
    "ci", max_examples=50, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile("deep", max_examples=2000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Our own switches."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="only tests that use the database (the second run, on PostgreSQL)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Before Django is set up: point every setting at the scratch directory."""
    os.environ.update(databases.environment(SCRATCH))
    os.environ.pop("CORRIDOR_DEMO", None)
    offline.install()
    profile = "ci" if os.environ.get("CI") else "dev"
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", profile))
    # With xdist the workers set up Django, each on its own directory; the controller runs no test.
    controller = bool(getattr(config.option, "numprocesses", None))
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    if not controller and not _only_lower_floors(config.args):
        os.environ["DJANGO_SETTINGS_MODULE"] = "corridor.site.settings"
        _start_django()


def _start_django() -> None:
    # Here and not by pytest-django, which would have read the settings before they were chosen.
    import django

    try:
        django.setup()
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise pytest.UsageError(
            f"Django does not start: {error} ({place.filename}:{place.lineno})"
        ) from error


def pytest_unconfigure() -> None:
    """Leave nothing on the disk."""
    shutil.rmtree(SCRATCH, ignore_errors=True)


def _only_lower_floors(arguments: list[str]) -> bool:
    paths = [Path(argument.split("::")[0]).resolve() for argument in arguments]
    return bool(paths) and all(passed_over.below_django(path) for path in paths)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of which this part of the suite needs nothing are not read."""
    return True if passed_over.passed_over(collection_path, config) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Open both databases to tests that use one; on request keep only those tests."""
    with_django = "DJANGO_SETTINGS_MODULE" in os.environ
    for item in items:
        databases.open_all_databases(item)
        in_browser = bool({"page", "open_page", "browser"} & set(getattr(item, "fixturenames", ())))
        in_database = with_django and databases.uses_database(item)
        passed_over.doubt(item, database=in_database, page=in_browser)
        if in_browser:
            item.add_marker("browser")
    if config.getoption("--only-database"):
        kept = [item for item in items if databases.runs_on_both(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
    order.longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who runs what, when several workers divide the files among them."""
    return order.scheduler(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite test databases become files; tests that commit can be cleaned up after."""
    from django.conf import settings

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    databases.into_files(settings.DATABASES, SCRATCH, worker)
    if folder := template.given():
        template.copy(settings.DATABASES, folder)
    databases.allow_emptying()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Databases that began as copies are there already, and go with the run's folder or server."""
    return django_db_keepdb or template.given() is not None


@pytest.fixture
def scratch(tmp_path: Path, settings: Any) -> Path:
    """A data directory for this test alone."""
    settings.CORRIDOR_DATA = tmp_path
    return tmp_path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[Any]:
    """Remember which children were there before the test."""
    item.stash[_BEFORE] = children.children()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[Any]:
    """After the test's own clean-up: fail it if it left a process behind."""
    result = yield
    if item.get_closest_marker("leaves_children") is None:
        left = children.left_since(item.stash.get(_BEFORE, set()))
        if left:
            pytest.fail(f"the test left {len(left)} process(es) behind: {'; '.join(left)}")
    return result


_BEFORE = pytest.StashKey[set[int]]()
