"""Persons, organisations and the actors they make, through the acts themselves."""

from __future__ import annotations

import itertools

from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.people import actions
from corridor.platform.people.models import Organisation, Person
from corridor.platform.people.queries import actor_for, worker_actor

_numbers = itertools.count(1)

KINDS = {
    Role.EMPLOYER: "employer",
    Role.AGENCY: "agency",
    Role.LABOUR_ATTACHE: "mission",
    Role.ORIGIN_OFFICER: "ministry",
    Role.DESTINATION_OFFICER: "ministry",
    Role.BORDER_OFFICER: "border",
    Role.COUNSELLOR: "desk",
    Role.INSPECTOR: "inspectorate",
    Role.UNION: "union",
    Role.STATISTICIAN: "statistics",
    Role.ADMIN: "node",
}


def person(
    given: str = "Sita",
    family: str = "Gurung",
    *,
    nationality: str = "NPL",
    passport: str | None = None,
    phone: str = "",
    language: str = "en",
) -> Person:
    """A registered person with a passport number nobody else has."""
    number = next(_numbers)
    return actions.register_person(
        by=SYSTEM,
        given_name=given,
        family_name=family,
        nationality=nationality,
        passport=f"PA{number:07d}" if passport is None else passport,
        phone=phone,
        language=language,
    )


def passport_of(who: Person) -> str:
    """The passport number in clear."""
    from corridor.platform.people.queries import passport

    return passport(who)


def organisation(
    kind: str, country: str, name: str = "", *, number: str | None = None
) -> Organisation:
    """A registered organisation with its own number."""
    made = next(_numbers)
    return actions.register_organisation(
        by=SYSTEM,
        kind=kind,
        name=name or f"{kind.title()} {made} of {country}",
        country=country,
        registration_number=f"REG-{made}" if number is None else number,
    )


def member(role: Role, of: Organisation, who: Person | None = None, language: str = "en") -> Actor:
    """An actor: a person (a new one by default) acting for an organisation."""
    holder = who or person("Officer", role.value, nationality=of.country)
    membership = actions.grant_role(
        by=SYSTEM, person=holder.id, organisation=of.id, role=role.value
    )
    return actor_for(membership, language)


def actor(role: Role, country: str, *, kind: str = "", name: str = "") -> Actor:
    """An actor with an organisation of its own, of the kind that role works for."""
    return member(role, organisation(kind or KINDS[role], country, name))


def worker(who: Person | None = None, **given: str) -> Actor:
    """A worker acting for herself."""
    found = who or person(**given)
    return worker_actor(found, found.language)
