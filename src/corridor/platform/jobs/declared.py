"""Declaring jobs: what a function needs to be done later, again, or every day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks import task
from django_tasks.base import Task


@dataclass(frozen=True, slots=True)
class Terms:
    """How a job is run: tries in all, longest time one try may take, in one transaction or not."""

    attempts: int = 6
    longest: timedelta = timedelta(minutes=5)
    atomic: bool = True


JOBS: dict[str, Terms] = {}
DAILY: dict[str, Task[Any, Any]] = {}


def terms_of(path: str) -> Terms:
    """The terms of a job by its dotted path; the ordinary ones when it declared none."""
    return JOBS.get(path, Terms())


def job(
    *, attempts: int = 6, longest: timedelta = timedelta(minutes=5), atomic: bool = True
) -> Callable[[Callable[..., Any]], Task[Any, Any]]:
    """Declare a function as a job. It takes JSON values only and returns one (or None).

    With ``atomic`` its writes and its being done are one transaction: a job that is killed
    leaves nothing and runs again, so its writes happen exactly once. Without (for whatever
    talks to the world outside), it may run more than once and must itself see that a second
    run does nothing new.
    """

    def declare(function: Callable[..., Any]) -> Task[Any, Any]:
        made = task()(function)
        JOBS[made.module_path] = Terms(attempts, longest, atomic)
        return made

    return declare


def daily(name: str, declared: Task[Any, Any]) -> Task[Any, Any]:
    """Run a declared job once a day by the acts' clock, with the ISO date as its argument.

    When the clock skipped days (a stopped node, the demo's "next month") it runs once, for
    the day it is.
    """
    DAILY[name] = declared
    return declared


CHORES: list[Callable[[], object]] = []


def chore(function: Callable[[], object]) -> Callable[[], object]:
    """Have the worker call ``function`` every few seconds, between jobs. It must be quick."""
    CHORES.append(function)
    return function
