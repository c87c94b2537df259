"""What the administrator's queries found, as the pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.core.codes.countries import COUNTRIES
from corridor.core.text import N_
from corridor.doors.web.admin.words import CHANGES, KINDS
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Filter,
    Queue,
    Row,
    Status,
)
from corridor.doors.web.shared.vocabulary import ROLES
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Actor
from corridor.platform.journal.models import Entry
from corridor.platform.people import queries as directory
from corridor.platform.people.models import AccessToken, Membership, Organisation, Person
from corridor.platform.people.queries import Standing

_PEOPLE = (
    Column("name", N_("Name"), sortable=False),
    Column("account", N_("Account"), sortable=False),
)
_ORGANISATIONS = (
    Column("name", N_("Organisation"), sortable=False),
    Column("kind", N_("Kind"), sortable=False),
    Column("country", N_("Country"), sortable=False),
    Column("number", N_("Number in the state’s register"), sortable=False),
)


def people(found: Sequence[Person], text: str) -> Queue:
    """Persons of a name: the name and whether they can sign in, nothing more."""
    asked = len(text.strip()) >= 2
    return Queue(
        caption=N_("People of this name"),
        columns=_PEOPLE,
        rows=[_person(one) for one in found],
        search=text,
        total=len(found),
        empty=EmptyState(
            N_("Nobody of this name is registered.") if asked else N_("Write a name to begin."),
            N_("At least two letters. People are found by name alone; no case can be seen here."),
        ),
    )


def _person(one: Person) -> Row:
    account = getattr(one, "account", None)
    if account is None:
        state = Status("same", N_("No account"))
    elif account.is_active:
        state = Status("ok", N_("Can sign in"))
    else:
        state = Status("late", N_("Account closed"))
    return Row((one.name, state), url=f"/admin-desk/people/{one.pk}/")


def organisations(found: Sequence[Organisation], text: str, kind: str) -> Queue:
    """The register of organisations."""
    return Queue(
        caption=N_("Organisations"),
        columns=_ORGANISATIONS,
        rows=[
            Row((one.name, KINDS[one.kind], _country(one.country), one.registration_number))
            for one in found
        ],
        filters=(Filter("kind", N_("Kind"), list(KINDS.items()), kind),),
        search=text,
        query={"q": text, "kind": kind},
        empty=EmptyState(
            N_("No organisation fits."), N_("Register one, or search by another name or number.")
        ),
    )


def _country(code: str) -> str:
    return COUNTRIES[code].name if code in COUNTRIES else code


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One capacity of a person: what, where, since when, and whether it holds today."""

    held: Membership
    role: Text
    live: bool


def roles(found: Standing, today: date) -> list[RoleRow]:
    """Capacities, those of today first."""
    rows = [
        RoleRow(one, ROLES[one.role], one.ends is None or one.ends > today)
        for one in found.memberships
    ]
    return sorted(rows, key=lambda row: not row.live)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key to the API: never the key, only for what it was issued and whether it works."""

    token: AccessToken
    role: Text
    live: bool


def keys(found: Standing, today: date) -> list[KeyRow]:
    """Keys, newest first."""
    return [
        KeyRow(one, ROLES[one.membership.role], one.ends is None or one.ends > today)
        for one in found.tokens
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit list: when, what, about whom, by whom."""

    entry: Entry
    what: Text
    about: str
    role: Text
    office: str
    by: str


def changes(found: Sequence[Entry], by: Actor) -> list[Change]:
    """Journal rows in words. Whatever the reader may not name stays without a name."""
    held = directory.memberships_by_id([one.subject for one in found], by)
    people_ids = {one.person for one in found if one.person}
    names = directory.names_by_id({one.subject for one in found} | people_ids, by)
    return [_change(one, held.get(one.subject), names) for one in found]


def _change(one: Entry, held: Membership | None, names: dict[str, str]) -> Change:
    return Change(
        entry=one,
        what=CHANGES.get(one.act, one.act),
        about=held.person.name if held else names.get(one.subject, ""),
        role=ROLES[held.role] if held else "",
        office=held.organisation.name if held else "",
        by=names.get(one.person, ""),
    )
