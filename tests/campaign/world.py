"""Who writes in the campaign, and what: four real acts through the machine's door."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

CANARY = "KOLIBRI"
"""Stands in every name, passport number and title that the campaign sends: never in a log."""

PHONE = "+639171234567"


@dataclass(frozen=True)
class World:
    """Tokens of those who write, and the ids their requests name."""

    employer: str
    agency: str
    officer: str
    overseas: str
    licensed: tuple[str, ...]
    passport: str

    def save(self, path: Path) -> None:
        """Keep it beside the data for the other processes."""
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> World:
        """What ``save`` kept."""
        kept = json.loads(path.read_text())
        return cls(**{**kept, "licensed": tuple(kept["licensed"])})


@dataclass(frozen=True)
class Request:
    """One act to ask for. ``marker`` stands in the record it makes."""

    key: str
    token: str
    act: str
    body: dict[str, Any]
    marker: str


def make() -> World:
    """The people of the campaign, through the acts themselves."""
    from tests.support import orders, people

    from corridor.platform.access.actor import SYSTEM, Role
    from corridor.platform.people.actions import issue_token
    from corridor.platform.people.models import Membership

    def token(by: Any) -> str:
        held = Membership.objects.get(person=by.person)
        return str(issue_token(by=SYSTEM, membership=held.id))

    passport = f"{CANARY}P1"
    people.person("Maria", CANARY, nationality="PHL", passport=passport, phone=PHONE)
    return World(
        employer=token(people.actor(Role.EMPLOYER, "QAT")),
        agency=token(people.member(Role.AGENCY, orders.licensed_agency("NPL"))),
        officer=token(people.actor(Role.ORIGIN_OFFICER, "NPL")),
        overseas=token(people.actor(Role.EMPLOYER, "DEU")),
        licensed=tuple(orders.licensed_agency("NPL").id for _ in range(4)),
        passport=passport,
    )


KINDS = ("order", "person", "offer", "licence")


def request(world: World, number: int, rng: Random, kind: str = "") -> Request:
    """Request ``number`` of this world; nothing in it but the marker depends on the number."""
    chosen = kind or rng.choices(KINDS, (3, 3, 2, 2))[0]
    marker = f"{CANARY}{number:07d}"
    token, act, body = _MAKERS[chosen](world, marker, rng)
    return Request(f"key-{number:08d}", token, act, body, marker)


def _order(world: World, marker: str, rng: Random) -> tuple[str, str, dict[str, Any]]:
    from tests.support import orders

    return world.employer, "vacancies/file_order", {
        "corridor": "NPL-QAT",
        "route": "agency",
        "title": marker,
        "occupation_isco": "9313",
        "worksite": "Doha",
        "headcount": rng.randint(1, 50),
        "terms": orders.terms(),
    }  # fmt: skip


def _person(world: World, marker: str, rng: Random) -> tuple[str, str, dict[str, Any]]:
    return world.agency, "people/register_person", {
        "given_name": "Sita",
        "family_name": marker,
        "nationality": "NPL",
        "passport": f"P{marker}",
    }  # fmt: skip


def _offer(world: World, marker: str, rng: Random) -> tuple[str, str, dict[str, Any]]:
    from tests.support import orders

    return world.overseas, "contracts/offer", {
        "corridor": "PHL-DEU",
        "route": "direct",
        "terms": orders.terms(orders.GERMANY, worksite=marker),
        "passport": world.passport,
    }  # fmt: skip


def _licence(world: World, marker: str, rng: Random) -> tuple[str, str, dict[str, Any]]:
    return world.officer, "licensing/decide", {
        "agency": rng.choice(world.licensed),
        "number": marker,
        "decision": "renewed",
        "valid_from": date(2021, 1, 1).isoformat(),
    }  # fmt: skip


_MAKERS = {"order": _order, "person": _person, "offer": _offer, "licence": _licence}
