"""What the demo's stories are told with: its people as actors, and days that have passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from corridor.doors.demo.personas import OFFICES, PERSONAS, Persona
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.clock.queries import told
from corridor.platform.people import actions as people
from corridor.platform.people.models import Organisation, Person


@dataclass
class Stage:
    """The offices and people of the demo, once they are registered."""

    offices: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """A persona as an actor."""
        persona = next(one for one in PERSONAS if one.key == key)
        office = self.offices.get(persona.office)
        return Actor(
            role=persona.role,
            person=self.people[key].id,
            organisation=office.id if office else None,
            country=office.country if office else persona.nationality,
            language=persona.language,
        )

    def worker(self, person: Person) -> Actor:
        """Any registered person acting for themselves."""
        return Actor(Role.WORKER, person=person.id, country=person.nationality)


@contextmanager
def days_ago(days: int) -> Iterator[date]:
    """Inside the block it was that many days ago, at mid-morning in Kathmandu."""
    moment = (timezone.now() - timedelta(days=days)).replace(hour=4, minute=30, second=0)
    with told(moment):
        yield moment.date()


def set_stage() -> Stage:
    """Register every office and person of the demo, with capacities and accounts."""
    stage = Stage()
    with days_ago(400):
        for office in OFFICES:
            stage.offices[office.key] = people.register_organisation(
                by=SYSTEM,
                kind=office.kind,
                name=office.name,
                country=office.country,
                registration_number=office.number,
                headcount=office.headcount,
                phone=office.phone,
            )
        for persona in PERSONAS:
            stage.people[persona.key] = _enter(persona, stage)
    return stage


def _enter(persona: Persona, stage: Stage) -> Person:
    person = people.register_person(
        by=SYSTEM,
        given_name=persona.given,
        family_name=persona.family,
        nationality=persona.nationality,
        birth_date=date.fromisoformat(persona.born),
        language=persona.language,
        passport=persona.passport,
        phone=persona.phone,
    )
    if persona.office:
        people.grant_role(
            by=SYSTEM,
            person=person.id,
            organisation=stage.offices[persona.office].id,
            role=persona.role.value,
        )
    people.open_account(by=SYSTEM, person=person.id, username=f"demo-{persona.key}")
    return person
