"""Who acts, in what capacity. Every act and every query takes one; nothing is global."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from corridor.core.text import N_


class Role(StrEnum):
    """The capacities in which a person can act."""

    STRANGER = "stranger"
    WORKER = "worker"
    EMPLOYER = "employer"
    AGENCY = "agency"
    LABOUR_ATTACHE = "labour_attache"
    ORIGIN_OFFICER = "origin_officer"
    DESTINATION_OFFICER = "destination_officer"
    BORDER_OFFICER = "border_officer"
    COUNSELLOR = "counsellor"
    INSPECTOR = "inspector"
    UNION = "union"
    STATISTICIAN = "statistician"
    ADMIN = "admin"
    SYSTEM = "system"


ROLE_NAMES: dict[Role, str] = {
    Role.STRANGER: N_("Anybody"),
    Role.WORKER: N_("Worker"),
    Role.EMPLOYER: N_("Employer"),
    Role.AGENCY: N_("Agency"),
    Role.LABOUR_ATTACHE: N_("Labour attaché"),
    Role.ORIGIN_OFFICER: N_("Officer of the home country"),
    Role.DESTINATION_OFFICER: N_("Officer of the country of work"),
    Role.BORDER_OFFICER: N_("Border officer"),
    Role.COUNSELLOR: N_("Counsellor"),
    Role.INSPECTOR: N_("Labour inspector"),
    Role.UNION: N_("Union"),
    Role.STATISTICIAN: N_("Statistician"),
    Role.ADMIN: N_("Administrator"),
    Role.SYSTEM: N_("This system"),
}
"""What each role is called."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for an organisation in one role, in one country, in one language.

    ``assisted_by`` is the person id of the desk officer at whose side a worker acts.
    """

    role: Role
    person: str | None = None
    organisation: str | None = None
    country: str | None = None
    language: str = "en"
    assisted_by: str | None = None

    def with_help_of(self, person: str) -> Actor:
        """The same actor, helped by ``person``; the journal keeps both names."""
        return replace(self, assisted_by=person)


STRANGER = Actor(Role.STRANGER)
SYSTEM = Actor(Role.SYSTEM)
