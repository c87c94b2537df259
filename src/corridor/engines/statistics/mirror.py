"""Two counts of one thing, side by side, with what their difference is made of.

``mirror``      origin and destination count the same flow: what the one counts and the other does
                not is stated by cause; what nobody can explain stays visible as such
``reconcile``   a survey and a register speak of the same people: the survey's interval decides
                whether they agree

Counts of different units are never subtracted without a stated bridge between the units: so many
clearances are neither so many persons nor so many departures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence

KINDS = ("coverage", "timing", "unit", "residence")
_SAYS = {
    "coverage": N_("people whom only one of the two counts"),
    "timing": N_("people whom the two count in different periods"),
    "unit": N_("what one person is counted as"),
    "residence": N_("how long a stay must last to be counted"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side's count. ``value`` None: the side has no figure, which is not nought."""

    country: str
    source: str
    unit: str
    value: Fraction | None
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """A stated part of the difference: what must be added to the origin's count to reach the
    destination's. ``source`` says who knows it.
    """

    kind: str
    amount: Fraction
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Both sides, the difference (destination less origin), its parts, and the rest."""

    origin: Side
    destination: Side
    difference: Fraction | None
    ratio: Fraction | None
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    unexplained: Fraction | None = None
    why: Sentence | None = None

    def as_json(self) -> dict[str, Any]:
        """Numbers as binary fractions; ``why`` is said where no difference can be."""
        return {
            "origin": _side(self.origin),
            "destination": _side(self.destination),
            "difference": _float(self.difference),
            "ratio": _float(self.ratio),
            "parts": {kind: float(amount) for kind, amount in self.parts.items()},
            "unexplained": _float(self.unexplained),
            "why": self.why.say() if self.why else None,
        }


def _side(side: Side) -> dict[str, Any]:
    return {
        "country": side.country,
        "source": side.source,
        "unit": side.unit,
        "value": _float(side.value),
        "absent": side.absent,
    }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def mirror(origin: Side, destination: Side, causes: Sequence[Cause] = ()) -> Mirror:
    """The two counts side by side. Raises ``Problems`` for causes of an unknown kind."""
    raise_all(_wrong(causes))
    why = _incomparable(origin, destination, causes)
    if why is not None or origin.value is None or destination.value is None:
        return Mirror(origin, destination, None, None, _parts(causes), None, why)
    difference = destination.value - origin.value
    parts = _parts(causes)
    return Mirror(
        origin=origin,
        destination=destination,
        difference=difference,
        ratio=destination.value / origin.value if origin.value else None,
        parts=parts,
        unexplained=difference - sum(parts.values(), Fraction(0)),
    )


def _parts(causes: Iterable[Cause]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for cause in causes:
        found[cause.kind] = found.get(cause.kind, Fraction(0)) + cause.amount
    return {kind: found[kind] for kind in KINDS if kind in found}


def _wrong(causes: Iterable[Cause]) -> list[Problem]:
    found: list[Problem] = []
    for cause in causes:
        if cause.kind not in KINDS:
            found.append(_refused("kind", N_("“{found}” is not a kind of cause."), cause.kind))
        if not cause.says or not cause.source:
            said = N_("A cause of the kind “{found}” does not say what it is, or who knows it.")
            found.append(_refused("source", said, cause.kind))
    return found


def _refused(kind: str, said: str, found: str) -> BadInput:
    return BadInput(
        f"mirror.{kind}",
        sentence(said, found=found),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(KINDS)),
        place=Place(field=kind),
        found=found,
    )


def _incomparable(origin: Side, destination: Side, causes: Sequence[Cause]) -> Sentence | None:
    for side in (origin, destination):
        if side.value is None:
            return sentence(N_("{country} has no figure for this."), country=side.country)
    bridged = any(cause.kind == "unit" for cause in causes)
    if origin.unit != destination.unit and not bridged:
        return sentence(
            N_("One side counts {one} and the other {other}: they are not subtracted."),
            one=unit_word(origin.unit),
            other=unit_word(destination.unit),
        )
    return None


def unit_word(unit: str) -> Sentence:
    """A unit as a reader says it."""
    return sentence(_UNITS.get(unit, "{unit}"), unit=unit)


_UNITS = {
    "person": N_("persons"),
    "contract": N_("contracts"),
    "clearance": N_("clearances"),
    "departure": N_("departures"),
    "arrival": N_("arrivals"),
    "complaint": N_("complaints"),
}


def kind_word(kind: str) -> Sentence:
    """A kind of cause as a reader says it."""
    return sentence(_SAYS[kind])


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A survey's estimate and a register's count of one quantity.

    ``agree`` None: the two count different units, or one has no figure.
    """

    survey: float | None
    low: float | None
    high: float | None
    register: float | None
    difference: float | None
    share: float | None
    errors: float | None
    agree: bool | None
    says: Sentence

    def as_json(self) -> dict[str, Any]:
        """``share`` is the difference over the survey's estimate; ``errors`` over its error."""
        return {
            "survey": self.survey,
            "interval": [self.low, self.high],
            "register": self.register,
            "difference": self.difference,
            "share": self.share,
            "standard_errors": self.errors,
            "agree": self.agree,
            "says": self.says.say(),
        }


def reconcile(
    survey: Mapping[str, Any], register: Mapping[str, Any], units: tuple[str, str]
) -> Reconciled:
    """Two cells of cubes (``value``, ``se``, ``low``, ``high``) and the units of their sources."""
    value, error = survey["value"], survey.get("se")
    low, high, count = survey.get("low"), survey.get("high"), register["value"]
    difference = agree = share = errors = None
    if value is None or count is None:
        says = sentence(N_("One of the two has no figure."))
    elif units[0] != units[1]:
        says = sentence(
            N_("The survey counts {one} and the register {other}: they are not subtracted."),
            one=unit_word(units[0]),
            other=unit_word(units[1]),
        )
    else:
        difference = count - value
        share = difference / value if value else None
        errors = difference / error if error else None
        agree = low is not None and high is not None and low <= count <= high
        says = _judged(difference, agree=agree)
    return Reconciled(value, low, high, count, difference, share, errors, agree, says)


def _judged(difference: float, *, agree: bool) -> Sentence:
    if agree:
        return sentence(N_("The register lies within the survey's interval."))
    if difference < 0:
        return sentence(
            N_("The register counts fewer than the survey's interval: see who is absent from it.")
        )
    return sentence(
        N_("The register counts more than the survey's interval: people counted more than once, "
           "or whom the survey does not reach.")
    )  # fmt: skip
