"""Reading people: capacities, and the sealed parts for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Q

from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.clock.queries import today
from corridor.platform.keys.queries import open_sealed
from corridor.platform.keys.sealing import blind
from corridor.platform.people.models import (
    PASSPORT,
    PHONE,
    AccessToken,
    Account,
    Membership,
    Organisation,
    Person,
)


def capacities(person: str, on: date) -> list[Membership]:
    """The memberships in force on a day, with their organisations and their person."""
    return list(
        Membership.objects.filter(person=person, starts__lte=on)
        .filter(Q(ends=None) | Q(ends__gt=on))
        .select_related("organisation", "person")
        .order_by("role", "id")
    )


def actor_for(membership: Membership, language: str) -> Actor:
    """The actor that a membership makes of its person."""
    return Actor(
        role=Role(membership.role),
        person=membership.person_id,
        organisation=membership.organisation_id,
        country=membership.organisation.country,
        language=language,
    )


def worker_actor(person: Person, language: str) -> Actor:
    """Every person may act for themselves, as a worker."""
    return Actor(role=Role.WORKER, person=person.id, country=person.nationality, language=language)


def passport(person: Person) -> str:
    """The passport number in clear. The caller's own scope must allow it."""
    sealed = person.passport_sealed
    return open_sealed(person.id, PASSPORT, sealed) if sealed else ""


def phone(person: Person) -> str:
    """The phone number in clear (E.164), empty when none is known."""
    return open_sealed(person.id, PHONE, person.phone_sealed) if person.phone_sealed else ""


def by_passport(number: str) -> Person | None:
    """The person holding exactly this passport number."""
    return Person.objects.filter(passport_index=blind(PASSPORT, number)).first()


def account_by_phone(number: str) -> Account | None:
    """The account that signs in with this phone number (E.164)."""
    return Account.objects.filter(phone_index=blind(PHONE, number)).first()


def actor_by_token(token: str) -> Actor | None:
    """The actor whose access token this is, while the token and its capacity last."""
    row = (
        AccessToken.objects.filter(digest=sha256(token.encode()).hexdigest())
        .select_related("membership__organisation")
        .first()
    )
    now = today()
    if row is None or (row.ends is not None and row.ends <= now):
        return None
    held, membership = capacities(row.membership.person_id, now), row.membership
    return actor_for(membership, "en") if membership in held else None


def has_administrator() -> bool:
    """Whether anybody holds the administrator's role."""
    return Membership.objects.filter(role=Role.ADMIN, ends=None).exists()


def account_named(name: str) -> Account | None:
    """The open account with this user name or e-mail address."""
    if not name:
        return None
    open_ones = Account.objects.filter(is_active=True).select_related("person")
    return open_ones.filter(username=name).first() or (
        open_ones.filter(email__iexact=name).first() if "@" in name else None
    )


def person_to_call(country: str | None, kinds: tuple[str, ...] = ("desk",)) -> Organisation | None:
    """The office of a country that workers call; the first of ``kinds`` that there is.

    One with a public phone number goes before one without.
    """
    found = list(Organisation.objects.filter(country=country or "-", kind__in=kinds))
    found.sort(key=lambda one: (kinds.index(one.kind), not one.phone, one.id))
    return found[0] if found else None


def unions(countries: tuple[str, ...]) -> list[Organisation]:
    """The unions registered in these countries, by name."""
    kind = Organisation.Kind.UNION
    return list(Organisation.objects.filter(kind=kind, country__in=countries).order_by("name"))


def find_person(by: Actor, *, passport: str = "", reference: str = "") -> Person | None:
    """One person by exact passport number or person number, within ``by``'s own scope.

    There is no other way to look people up: nobody browses them.
    """
    visible = rules.rows(Person, by)
    if passport.strip():
        return visible.filter(passport_index=blind(PASSPORT, passport)).first()
    return visible.filter(pk=reference.strip().upper()).first() if reference.strip() else None


def people_named(by: Actor, text: str, *, limit: int = 50) -> list[Person]:
    """Persons whose given or family name holds every word of ``text``; for administrators only.

    Two letters are the least: nobody leafs through everybody.
    """
    words = text.split()
    if by.role is not Role.ADMIN or len("".join(words)) < 2:
        return []
    found = rules.rows(Person, by)
    for word in words:
        found = found.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return list(found.select_related("account").order_by("family_name", "given_name", "id")[:limit])


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as an administrator sees them: capacities, way to sign in, keys to the API."""

    person: Person
    memberships: tuple[Membership, ...]
    account: Account | None
    tokens: tuple[AccessToken, ...]


def standing(person: str, by: Actor) -> Standing:
    """One person's capacities, newest first. Raises ``NotFound`` outside ``by``'s scope."""
    found = rules.get(Person, person, by)
    held = rules.rows(Membership, by).filter(person=found).select_related("organisation")
    tokens = rules.rows(AccessToken, by).filter(membership__person=found)
    return Standing(
        person=found,
        memberships=tuple(held.order_by("-id")),
        account=rules.rows(Account, by).filter(person=found).first(),
        tokens=tuple(tokens.select_related("membership__organisation").order_by("-id")),
    )


def organisations(
    by: Actor, *, text: str = "", kind: str = "", country: str = "", limit: int = 50
) -> list[Organisation]:
    """Registered organisations by name, narrowed by name or number, kind and country."""
    found = rules.rows(Organisation, by)
    if text.strip():
        asked = text.strip()
        found = found.filter(Q(name__icontains=asked) | Q(registration_number__iexact=asked))
    if kind:
        found = found.filter(kind=kind)
    if country:
        found = found.filter(country=country)
    return list(found.order_by("name", "id")[:limit])


def memberships_by_id(ids: Iterable[str], by: Actor) -> dict[str, Membership]:
    """Capacities by id, with person and organisation, as far as ``by`` may see them."""
    found = rules.rows(Membership, by).filter(pk__in=list(ids))
    return {row.pk: row for row in found.select_related("person", "organisation")}


def names_by_id(ids: Iterable[str], by: Actor) -> dict[str, str]:
    """Names of persons and organisations by id, as far as ``by`` may see them."""
    asked = list(ids)
    names = {row.pk: row.name for row in rules.rows(Organisation, by).filter(pk__in=asked)}
    return names | {row.pk: row.name for row in rules.rows(Person, by).filter(pk__in=asked)}


def colleagues(ids: Iterable[str], by: Actor) -> dict[str, str]:
    """Names, by their ids, of persons who act or acted for ``by``'s own organisation.

    Two persons of one office sign for each other's work: each knows by name whose it was.
    """
    held = rules.rows(Membership, by).filter(organisation=by.organisation, person__in=list(ids))
    return {row.person_id: row.person.name for row in held.select_related("person")}


def own_details(by: Actor) -> dict[str, str]:
    """What is kept about the person who reads, in clear, for that person alone."""
    row = rules.rows(Person, by).filter(pk=by.person).first() if by.role is Role.WORKER else None
    if row is None:
        return {}
    return {
        "name": row.name,
        "nationality": row.nationality,
        "birth_date": row.birth_date.isoformat() if row.birth_date else "",
        "language": row.language,
        "passport": passport(row),
        "phone": phone(row),
    }


def person_seen(person: str, by: Actor) -> Person:
    """One person within ``by``'s scope. Raises ``NotFound``."""
    return rules.get(Person, person, by)
