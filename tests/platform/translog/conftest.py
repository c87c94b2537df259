"""The log's world is told once for a module and undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """A whole story in the log, guards lifted."""
    from tests.support import logged

    folder = tmp_path_factory.mktemp("log")
    with django_db_blocker.unblock(), logged.world(folder, more=200) as clock:
        yield clock


@pytest.fixture
def undone(world: Any, django_db_blocker: Any) -> Iterator[None]:
    """What a test does is undone after it."""
    from tests.support import logged

    with django_db_blocker.unblock(), logged.undone():
        yield
