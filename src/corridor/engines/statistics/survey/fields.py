"""Fields of a plan: every value arrives as text, and each fault is named by its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.faults import Faults

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0", "")


class Fields:
    """Reads values out of nested mappings; what cannot be read is a fault and a default."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def mapping(self, value: Any, path: str, known: Sequence[str] = ()) -> Mapping[str, Any]:
        """A mapping whose keys are all ``known`` (if any are named)."""
        if not isinstance(value, Mapping):
            words = sentence(N_("{path} must be a mapping of names to values."), path=path)
            self.faults.add("stats.plan.shape", words, _see(), field=path, found=_shown(value))
            return {}
        for name in value:
            if known and name not in known:
                words = sentence(N_("{path} knows no “{name}”."), path=path, name=name)
                remedy = sentence(N_("It knows: {known}."), known=", ".join(known))
                self.faults.add("stats.plan.unknown", words, remedy, field=f"{path}.{name}")
        return value

    def sequence(self, value: Any, path: str) -> Sequence[Any]:
        """A list; a single value is a list of one, nothing is an empty list."""
        if value is None or value == "":
            return ()
        if isinstance(value, list | tuple):
            return value
        return (value,)

    def text(self, value: Any, path: str) -> str | None:
        """One word, or None for nothing."""
        if value is None or value in ("", "null", "~"):
            return None
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip()
        words = sentence(N_("{path} must be one name."), path=path)
        self.faults.add("stats.plan.shape", words, _see(), field=path, found=_shown(value))
        return None

    def names(self, value: Any, path: str) -> tuple[str, ...]:
        """Names of columns, one or a list of them."""
        if value in ("null", "~"):
            return ()
        found = [self.text(one, path) for one in self.sequence(value, path)]
        names = tuple(name for name in found if name)
        if len(set(names)) < len(names):
            words = sentence(N_("{path} names a column twice."), path=path)
            self.faults.add("stats.plan.twice", words, _see(), field=path, found=_shown(value))
        return names

    def number(
        self, value: Any, path: str, default: float, low: float = 0, high: float = 1e300
    ) -> float:
        """A number from ``low`` to ``high``; ``default`` for nothing."""
        if value is None or value == "":
            return default
        try:
            found = float(value)
        except (TypeError, ValueError):
            found = float("nan")
        if low <= found <= high:
            return found
        words = sentence(
            N_("{path} must be a number from {low} to {high}."), path=path, low=low, high=high
        )
        self.faults.add("stats.plan.number", words, _see(), field=path, found=_shown(value))
        return default

    def choice(self, value: Any, path: str, known: Sequence[str], default: str) -> str:
        """One of a few words."""
        found = self.text(value, path)
        if found is None:
            return default
        if found in known:
            return found
        words = sentence(N_("{path} cannot be “{found}”."), path=path, found=found)
        remedy = sentence(N_("It knows: {known}."), known=", ".join(known))
        self.faults.add("stats.plan.choice", words, remedy, field=path, found=found)
        return default

    def flag(self, value: Any, path: str, *, default: bool) -> bool:
        """Yes or no."""
        if value is None:
            return default
        word = str(value).strip().lower()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        words = sentence(N_("{path} must be true or false."), path=path)
        self.faults.add("stats.plan.flag", words, _see(), field=path, found=_shown(value))
        return default


def _see() -> Any:
    return sentence(N_("Compare it with the example in the command's page."))


def _shown(value: Any) -> str:
    return str(value)[:80]
