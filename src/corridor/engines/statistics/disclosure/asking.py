"""Asking a mapping for its fields: the typed value, or one more problem with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.specs.tree import line_of


class Asked:
    """One mapping of a specification. Problems are collected, and a usable value is answered."""

    def __init__(self, given: Any, where: str, problems: list[Problem]) -> None:
        """``where`` is the field's path; what is no mapping is a problem, and empty."""
        self.where, self.problems, self.node = where, problems, given
        self.given: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        if given is not None and not isinstance(given, Mapping):
            self.refuse(
                "shape",
                sentence(N_("A mapping of names to values is expected here.")),
                N_("Write one “name: value” a line."),
            )

    def known(self, names: Iterable[str]) -> None:
        """Refuse every field of another name."""
        names = tuple(names)
        for name in self.given:
            if name not in names:
                close = get_close_matches(str(name), names, 1)
                self.refuse(
                    "field",
                    sentence(N_("There is no field “{field}” here."), field=str(name)),
                    N_("Choose one of: {kinds}."),
                    str(name),
                    kinds=close[0] if close else ", ".join(names),
                )

    def part(self, name: str, *, needed: bool = True) -> Asked:
        """A mapping inside."""
        if needed and name not in self.given:
            self._missing(name)
        return Asked(self.given.get(name), self._path(name), self.problems)

    def rows(self, name: str, *, needed: bool = True) -> list[Any]:
        """A list inside."""
        value = self.given.get(name)
        if value is None:
            if needed:
                self._missing(name)
            return []
        if not isinstance(value, (list, tuple)) or (needed and not value):
            self.refuse(
                "list",
                sentence(N_("A list with at least one entry is expected here.")),
                N_("Put the entries in brackets, or one “- entry” a line."),
                name,
            )
            return []
        return list(value)

    def text(self, name: str, default: str | None = None) -> str:
        """A text, not empty unless there is a default."""
        value = self.given.get(name)
        if value is None or isinstance(value, (Mapping, list)) or not str(value).strip():
            if default is not None and value is None:
                return default
            self._missing(name)
            return default or ""
        return str(value)

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One of some words."""
        value = self.given.get(name)
        value = str(value).lower() if isinstance(value, bool) else value
        if value is None or str(value) in allowed:
            return default if value is None else str(value)
        self.member(name, str(value), allowed, N_("“{found}” is not known here."))
        return default

    def number(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number from ``least`` on."""
        value = self.given.get(name)
        if value is None and default is not None:
            return default
        try:
            found = int(str(value))
        except ValueError:
            found = least - 1
        if found >= least:
            return found
        self.refuse(
            "number",
            sentence(N_("A whole number of at least {least} is expected here."), least=least),
            N_("Write it in plain digits."),
            name,
            found=str(value),
        )
        return default if default is not None else least

    def decimal(self, name: str, default: float, *, most: float = 1e12) -> float:
        """A number above nothing."""
        value = self.given.get(name)
        if value is None:
            return default
        try:
            found = float(str(value))
        except ValueError:
            found = -1.0
        if 0 < found <= most:
            return found
        self.refuse(
            "number",
            sentence(N_("A number above 0, at most {most}, is expected here."), most=f"{most:g}"),
            N_("Write it in plain digits."),
            name,
            found=str(value),
        )
        return default

    def share(self, name: str, default: float = 50.0) -> float:
        """A percentage above 0, at most 100."""
        if name not in self.given and default == 50.0:
            self._missing(name)
        return self.decimal(name, default, most=100.0)

    def member(self, name: str, found: str, allowed: Collection[str], words: str) -> bool:
        """Whether a word is one of those allowed; if not, a problem that lists them."""
        if found in allowed:
            return True
        shown = get_close_matches(found, list(allowed), 3) or list(allowed)[:12]
        self.refuse(
            "unknown",
            sentence(words, found=found),
            N_("Choose one of: {kinds}."),
            name,
            found=found,
            kinds=", ".join(shown),
        )
        return False

    def refuse(
        self,
        code: str,
        why: Sentence,
        remedy: str,
        name: str = "",
        found: Any = None,
        **params: Any,
    ) -> None:
        """Add a problem at a field (or at the mapping itself)."""
        line = line_of(self.given.get(name), 0) or line_of(self.node, 0) or None
        self.problems.append(
            BadInput(
                f"disclosure.{code}",
                why,
                remedy=sentence(remedy, **params),
                place=Place(line=line, field=self._path(name) or None),
                found=found,
            )
        )

    def _missing(self, name: str) -> None:
        self.refuse(
            "missing",
            sentence(N_("The field “{field}” is missing."), field=name),
            N_("See docs/algorithms/disclosure.md for what it means."),
            name,
        )

    def _path(self, name: str) -> str:
        if not name:
            return self.where
        return f"{self.where}.{name}" if self.where else name
