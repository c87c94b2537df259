"""Invented journeys for the gallery: every state of a station once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.core.text import N_, Sentence
from corridor.doors.web.components.line import CorridorLine


@dataclass(frozen=True)
class Stop:
    """A station of an invented journey."""

    id: str
    label: Sentence
    side: str
    state: str
    on: date | None = None
    due: date | None = None
    office: str = ""


def _stop(id: str, label: str, side: str, office: str = "") -> tuple[str, str, str, str]:
    return id, label, side, office


_JOURNEY = (
    _stop("order_filed", N_("Job order filed"), "destination", N_("Employer")),
    _stop("order_attested", N_("Job order attested"), "origin", N_("Labour attaché")),
    _stop("offer_signed", N_("Offer signed"), "destination", N_("Employer")),
    _stop("offer_explained", N_("Offer explained"), "worker"),
    _stop("accepted", N_("Accepted"), "worker"),
    _stop(
        "registered_destination", N_("Contract registered"), "destination", N_("Labour ministry")
    ),
    _stop("orientation_done", N_("Orientation done"), "origin", N_("Training centre")),
    _stop("cleared", N_("Cleared to depart"), "origin", N_("Foreign employment office")),
    _stop("arrived", N_("Arrived"), "worker"),
    _stop("first_wage", N_("First wage"), "destination", N_("Employer")),
    _stop("home", N_("Home again"), "worker"),
)
_EXTRA = (
    _stop("agency_appointed", N_("Agency appointed"), "origin", N_("Foreign employment office")),
    _stop("order_advertised", N_("Job advertised"), "origin", N_("Agency")),
    _stop("worker_selected", N_("Worker selected"), "origin", N_("Agency")),
    _stop("questions_answered", N_("Five questions answered"), "worker"),
    _stop("copy_kept", N_("Paper copy kept"), "worker"),
    _stop("visa_recorded", N_("Visa recorded"), "destination", N_("Interior ministry")),
    _stop("medical_fit", N_("Medical check passed"), "origin", N_("Clinic")),
    _stop("insured", N_("Insured"), "origin", N_("Agency")),
    _stop("clearance_requested", N_("Clearance requested"), "origin", N_("Agency")),
    _stop("departed", N_("Departed"), "worker"),
)


def journey_line(
    states: str, journey: tuple[tuple[str, str, str, str], ...] = _JOURNEY
) -> CorridorLine:
    """A journey from one letter per station: d(one) n(ow) a(head) b(roken) u(nknown) s(kipped)."""
    names = {"d": "done", "n": "now", "a": "ahead", "b": "broken", "u": "unknown", "s": "skipped"}
    stops = [
        Stop(
            id,
            Sentence(label),
            side,
            names[state],
            on=date(2026, 1, 5) + timedelta(days=3 * i) if state in "db" else None,
            due=date(2026, 3, 20) if state == "n" else None,
            office=office,
        )
        for i, ((id, label, side, office), state) in enumerate(zip(journey, states, strict=True))
    ]
    return CorridorLine(stops, N_("Nepal"), N_("Qatar"))


def long_line() -> CorridorLine:
    """A journey of twenty stations."""
    first, rest = _JOURNEY[:2], _JOURNEY[2:]
    journey: tuple[tuple[str, str, str, str], ...] = (
        *first,
        *_EXTRA[:3],
        *rest[:2],
        *_EXTRA[3:5],
        *rest[2:4],
        *_EXTRA[5:8],
        rest[4],
    )
    journey = (*journey, _EXTRA[8], rest[5], _EXTRA[9], *rest[6:])
    return journey_line("dddddddddddddsdnaaaaa", journey)
