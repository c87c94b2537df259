"""One shape for everything that can go wrong, for people and for machines.

A ``Problem`` says what happened, where, and what to do. Doors render it as a page, as
RFC 9457 problem details or as lines on a terminal; the lower floors only raise it.

Problem
 ├── BadInput        the given data cannot be used                 422, exit code 2
 ├── NotPermitted    this actor may not do or see this             403, exit code 2
 ├── NotFound        no such record for this reader                404, exit code 2
 ├── NotYet          the procedure's preconditions are not met     409, exit code 2
 ├── Conflict        it was already done, or done differently      409, exit code 2
 └── Unavailable     the system cannot do it now; try again        503, exit code 3
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.core.text import Sentence, shortened


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the given data: any of file, line (from 1), column (from 1) and field name."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Only the parts that are known."""
        known = {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "field": self.field,
        }
        return {name: value for name, value in known.items() if value is not None}


class Problem(Exception):  # noqa: N818 - the project's own word, read by people
    """What happened (``message``), where (``place``), what to do (``remedy``).

    ``code`` is a stable dotted name such as ``wagefile.count``; ``expected`` and ``found``
    are plain values where the problem is one of comparison; ``law`` are law value ids.
    """

    status = 400
    exit_code = 2

    def __init__(
        self,
        code: str,
        message: Sentence,
        *,
        remedy: Sentence | None = None,
        place: Place | None = None,
        expected: Any = None,
        found: Any = None,
        law: Sequence[str] = (),
    ) -> None:
        """See the class for what each part means."""
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.place = place or Place()
        self.expected = expected
        self.found = found
        self.law = tuple(law)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The single problems inside: itself, unless this is a ``Problems``."""
        return (self,)

    def at(self, **place: Any) -> Problem:
        """The same problem, placed more exactly (``file=``, ``line=``, ``column=``, ``field=``)."""
        self.place = replace(self.place, **place)
        return self

    def say(self, translate: Callable[[str], str] = str) -> str:
        """Message and remedy, as one piece of prose."""
        parts = [self.message.say(translate)]
        if self.remedy is not None:
            parts.append(self.remedy.say(translate))
        return " ".join(parts)

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """RFC 9457 members: type, title, status, detail and our extensions."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "code": self.code,
            "title": self.message.say(translate),
            "status": self.status,
            "detail": self.say(translate),
            **self.place.as_json(),
        }
        if self.remedy is not None:
            body["remedy"] = self.remedy.say(translate)
        if self.expected is not None:
            body["expected"] = self.expected
        if self.found is not None:
            body["found"] = shortened(self.found)
        if self.law:
            body["law"] = list(self.law)
        return body

    def __str__(self) -> str:
        """The English prose."""
        return self.say()


class BadInput(Problem):
    """The given data cannot be used as it is."""

    status = 422


class NotPermitted(Problem):
    """This actor may not do this, or not to this record."""

    status = 403


class NotFound(Problem):
    """There is no such record, or none that this reader may know of."""

    status = 404


class NotYet(Problem):
    """The procedure's preconditions for this act are not met."""

    status = 409


class Conflict(Problem):
    """The act contradicts what is already on record."""

    status = 409


class Unavailable(Problem):
    """The system cannot do it now; nothing was lost."""

    status = 503
    exit_code = 3


class Problems(BadInput):
    """Every problem of one input at once, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Problems of problems are laid flat. Raises ``ValueError`` for none at all."""
        flat = [single for problem in problems for single in problem.problems]
        self._problems = tuple(sorted(flat, key=_reading_order))
        if not self._problems:
            raise ValueError("Problems needs at least one problem")
        first = self._problems[0]
        super().__init__(first.code, first.message, remedy=first.remedy, place=first.place)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every single problem, in reading order; those without a line come first."""
        return self._problems

    def at(self, **place: Any) -> Problem:
        """Place each of them more exactly, as when the reader of a file names the file."""
        for problem in self._problems:
            problem.at(**place)
        return super().at(**place)

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The first problem's members, and all of them under ``errors``."""
        return super().as_json(translate) | {
            "errors": [problem.as_json(translate) for problem in self._problems]
        }


def _reading_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return place.file or "", place.line or 0, place.column or 0


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise nothing, the one problem, or all of them together."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Problems(problems)
