"""The parts a procedure is made of: a step, who takes it, its waits, clocks, fees and appeal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from corridor.core.calendars import DayKind
from corridor.core.text import N_, Sentence

Side = Literal["origin", "destination", "worker"]

STATE_ROLES = frozenset(
    {
        "labour_attache",
        "origin_officer",
        "destination_officer",
        "border_officer",
        "counsellor",
        "inspector",
    }
)
"""Roles held by a state. Where that state takes no part, a step of theirs is unknown."""

STATIONS: dict[str, str] = {
    "order_filed": N_("Job order filed"),
    "order_attested": N_("Job order attested"),
    "agency_appointed": N_("Agency appointed"),
    "order_advertised": N_("Job advertised"),
    "worker_selected": N_("Worker selected"),
    "offer_signed": N_("Offer signed by the employer"),
    "offer_explained": N_("Offer explained"),
    "questions_answered": N_("Questions answered"),
    "copy_kept": N_("Own copy kept"),
    "accepted": N_("Accepted by the worker"),
    "registered_destination": N_("Registered in the country of work"),
    "registered_origin": N_("Registered in the home country"),
    "visa_recorded": N_("Visa recorded"),
    "recognition_started": N_("Recognition of qualification begun"),
    "medical_fit": N_("Medical examination"),
    "orientation_done": N_("Orientation"),
    "insured": N_("Insured"),
    "clearance_requested": N_("Clearance requested"),
    "clearance_checked": N_("Clearance checked"),
    "cleared": N_("Cleared to leave"),
    "departed": N_("Departed"),
    "arrived": N_("Arrived"),
    "recognition_completed": N_("Qualification recognised"),
    "first_wage": N_("First wage"),
    "change_requested": N_("Change of employer requested"),
    "released": N_("Released to the new employer"),
    "contract_brought": N_("Own contract brought"),
    "home": N_("Home"),
}
"""The vocabulary of step ids and their usual names, marked for translation."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A step must be taken within ``days`` of the step ``counted_from``; None: of none known.

    ``expires`` says what follows when the time runs out, such as ``deemed_granted``.
    """

    days: int
    kind: DayKind
    counted_from: str | None
    expires: str

    def __post_init__(self) -> None:
        """Refuse negative days and an unknown way of counting."""
        if self.days < 0 or self.kind not in get_args(DayKind):
            raise ValueError(f"a clock counts calendar or working days forward, not {self}")


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Time to think: a step may not be taken until ``days`` calendar days after ``after``."""

    days: int
    after: str

    def __post_init__(self) -> None:
        """Refuse negative days."""
        if self.days < 0:
            raise ValueError(f"cooling-off days cannot be negative: {self}")


@dataclass(frozen=True, slots=True)
class Fee:
    """What is charged, who pays it, and the law value id of its amount (None: not known)."""

    what: str
    payer: str
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """Within how many days (None: the law names none) and to whom; ``law``: law value ids."""

    days: int | None
    to: str
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One station: who takes it, where, by which act, after which others and under which law.

    ``station`` is its English name in this procedure; empty means the usual one of
    ``STATIONS``. ``after`` and ``not_before`` name steps of the same procedure. ``persons`` 2
    asks for two records by two different people.
    """

    id: str
    station: str
    side: Side
    by: tuple[str, ...]
    office: str = ""
    act: str = ""
    after: tuple[str, ...] = ()
    not_before: NotBefore | None = None
    documents: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    clock: Clock | None = None
    appeal: Appeal | None = None
    optional: bool = False
    persons: int = 1
    law: tuple[str, ...] = ()
    cite: Any = None

    def __post_init__(self) -> None:
        """Refuse a side or a number of persons that no rule here knows."""
        if self.side not in get_args(Side):
            raise ValueError(f"step {self.id}: side {self.side!r} is none of {get_args(Side)}")
        if self.persons not in (1, 2):
            raise ValueError(f"step {self.id}: persons is 1 or 2, not {self.persons}")

    @property
    def label(self) -> Sentence:
        """The station's name, for translation."""
        return station_label(self.id, self.station)

    @property
    def before(self) -> tuple[str, ...]:
        """Every step this one waits for: ``after``, and where its cooling-off begins."""
        wait = (self.not_before.after,) if self.not_before else ()
        return tuple(dict.fromkeys(self.after + wait))


def station_label(step_id: str, station: str = "") -> Sentence:
    """The given name of a station, else its usual one, else its id."""
    return Sentence(station or STATIONS.get(step_id, step_id))
