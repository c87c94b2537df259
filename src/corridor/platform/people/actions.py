"""Writing people: registering persons and organisations, granting and ending capacities."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

import phonenumbers
from django.db.models import Q

from corridor.core.codes.countries import COUNTRIES
from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, Sentence, sentence
from corridor.platform.access import rules
from corridor.platform.access.actor import ROLE_NAMES, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock.queries import today
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import seal
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
from corridor.platform.records import new_id

_DESKS = (Role.ADMIN, Role.AGENCY, Role.COUNSELLOR, Role.ORIGIN_OFFICER, Role.LABOUR_ATTACHE)

# Maker is never checker, and nobody judges a case they have a side in.
INCOMPATIBLE: tuple[frozenset[Role], ...] = (
    frozenset({Role.EMPLOYER, Role.AGENCY}),
    frozenset({Role.EMPLOYER, Role.LABOUR_ATTACHE}),
    frozenset({Role.EMPLOYER, Role.ORIGIN_OFFICER}),
    frozenset({Role.EMPLOYER, Role.DESTINATION_OFFICER}),
    frozenset({Role.EMPLOYER, Role.INSPECTOR}),
    frozenset({Role.EMPLOYER, Role.UNION}),
    frozenset({Role.EMPLOYER, Role.COUNSELLOR}),
    frozenset({Role.AGENCY, Role.LABOUR_ATTACHE}),
    frozenset({Role.AGENCY, Role.ORIGIN_OFFICER}),
    frozenset({Role.AGENCY, Role.DESTINATION_OFFICER}),
    frozenset({Role.AGENCY, Role.INSPECTOR}),
    frozenset({Role.AGENCY, Role.UNION}),
    frozenset({Role.AGENCY, Role.COUNSELLOR}),
    frozenset({Role.ORIGIN_OFFICER, Role.BORDER_OFFICER}),
    frozenset({Role.DESTINATION_OFFICER, Role.INSPECTOR}),
    frozenset({Role.ADMIN, Role.ORIGIN_OFFICER}),
    frozenset({Role.ADMIN, Role.DESTINATION_OFFICER}),
    frozenset({Role.ADMIN, Role.LABOUR_ATTACHE}),
    frozenset({Role.ADMIN, Role.INSPECTOR}),
    # Who releases figures to everybody at the same minute governs nothing that they count.
    *(
        frozenset({Role.STATISTICIAN, other})
        for other in (
            Role.EMPLOYER,
            Role.AGENCY,
            Role.LABOUR_ATTACHE,
            Role.ORIGIN_OFFICER,
            Role.DESTINATION_OFFICER,
            Role.BORDER_OFFICER,
            Role.INSPECTOR,
            Role.ADMIN,
        )
    ),
)


KINDS_FOR: Mapping[Role, frozenset[str]] = {
    Role.EMPLOYER: frozenset({"employer", "household"}),
    Role.AGENCY: frozenset({"agency"}),
    Role.LABOUR_ATTACHE: frozenset({"mission"}),
    Role.ORIGIN_OFFICER: frozenset({"ministry"}),
    Role.DESTINATION_OFFICER: frozenset({"ministry"}),
    Role.BORDER_OFFICER: frozenset({"border"}),
    Role.COUNSELLOR: frozenset({"desk", "mission"}),
    Role.INSPECTOR: frozenset({"inspectorate"}),
    Role.UNION: frozenset({"union"}),
    Role.STATISTICIAN: frozenset({"statistics"}),
    Role.ADMIN: frozenset({"node", "ministry"}),
}
"""In which kinds of organisation a role can be held: a firm has no inspectors."""


def _country(code: str, field: str) -> str:
    if code not in COUNTRIES:
        raise BadInput(
            "people.country",
            sentence(N_("“{found}” is not a country code."), found=code),
            remedy=sentence(N_("Use the three-letter ISO 3166 code, such as NPL.")),
            found=code,
        ).at(field=field)
    return code


def e164(number: str, country: str) -> str:
    """``number`` as +<digits>. Raises ``BadInput`` when it cannot be a phone number."""
    try:
        parsed = phonenumbers.parse(number, COUNTRIES[country].alpha2)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise BadInput(
            "people.phone",
            sentence(N_("This is not a complete phone number.")),
            remedy=sentence(N_("Write it with the country code, such as +977 980 0000000.")),
        ).at(field="phone")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@act("people.register_person", roles=_DESKS)
def register_person(
    *,
    by: Actor,
    given_name: str,
    family_name: str = "",
    nationality: str,
    birth_date: date | None = None,
    language: str = "en",
    passport: str = "",
    phone: str = "",
) -> Person:
    """Register a person. A passport number already known is a ``Conflict``."""
    _country(nationality, "nationality")
    if not given_name.strip():
        raise BadInput(
            "people.name",
            sentence(N_("A person needs a name.")),
            remedy=sentence(N_("Write the name as it stands in the passport.")),
        ).at(field="given_name")
    index = blind(PASSPORT, passport) if passport else ""
    if index and Person.objects.filter(passport_index=index).exists():
        raise Conflict(
            "people.passport_known",
            sentence(N_("A person with this passport number is already registered.")),
            remedy=sentence(N_("Look the person up instead of registering again.")),
        ).at(field="passport")
    person_id = new_id()
    number = e164(phone, nationality) if phone else ""
    person = Person.objects.create(
        id=person_id,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        nationality=nationality,
        birth_date=birth_date,
        language=language,
        passport_sealed=seal(person_id, PASSPORT, passport) if passport else None,
        passport_index=index,
        phone_sealed=seal(person_id, PHONE, number) if number else None,
        phone_index=blind(PHONE, number) if number else "",
    )
    journal.record("people.register_person", subject=person, by=by)
    return person


@act("people.register_organisation", roles=(Role.ADMIN, Role.LABOUR_ATTACHE))
def register_organisation(
    *,
    by: Actor,
    kind: str,
    name: str,
    country: str,
    registration_number: str = "",
    headcount: int | None = None,
    phone: str = "",
) -> Organisation:
    """Register an organisation under its state's own number; ``phone`` is a public one."""
    if kind not in Organisation.Kind.values:
        raise BadInput(
            "people.kind",
            sentence(N_("“{found}” is not a kind of organisation."), found=kind),
            remedy=sentence(
                N_("Choose one of: {kinds}."), kinds=", ".join(Organisation.Kind.values)
            ),
            found=kind,
        ).at(field="kind")
    if not name.strip():
        raise BadInput(
            "people.organisation_name",
            sentence(N_("An organisation needs a name.")),
            remedy=sentence(N_("Write the name as it stands in the state’s register.")),
        ).at(field="name")
    number = registration_number.strip()
    same = Organisation.objects.filter(country=country, kind=kind, registration_number=number)
    if number and same.exists():
        raise Conflict(
            "people.organisation_known",
            sentence(N_("An organisation with this number is already registered.")),
            remedy=sentence(N_("Look it up instead of registering it again.")),
        ).at(field="registration_number")
    organisation = Organisation.objects.create(
        kind=kind,
        name=name.strip(),
        country=_country(country, "country"),
        registration_number=number,
        headcount=headcount,
        phone=phone.strip(),
    )
    body = {"kind": kind, "country": country}
    journal.record("people.register_organisation", subject=organisation, by=by, body=body)
    return organisation


def _clash(person: str, role: Role, on: date) -> Role | None:
    held = (
        Membership.objects.filter(person=person)
        .filter(Q(ends=None) | Q(ends__gt=on))
        .values_list("role", flat=True)
    )
    for other in held:
        if frozenset({role, Role(other)}) in INCOMPATIBLE:
            return Role(other)
    return None


@act("people.grant_role", roles=(Role.ADMIN,))
def grant_role(
    *,
    by: Actor,
    person: str,
    organisation: str,
    role: str,
    corridor: str = "",
    starts: date | None = None,
    ends: date | None = None,
) -> Membership:
    """Let a person act for an organisation. Incompatible capacities are refused."""
    start = starts or today()
    holder = rules.get(Person, person, by)
    office = rules.get(Organisation, organisation, by)
    if role not in set(Role) - {Role.STRANGER, Role.SYSTEM, Role.WORKER}:
        raise BadInput(
            "people.role",
            sentence(N_("“{found}” is not a role that can be granted."), found=role),
            found=role,
        ).at(field="role")
    other = _clash(person, Role(role), start)
    if other is not None:
        raise Conflict(
            "people.incompatible",
            sentence(
                N_("One person cannot hold these two roles at the same time: {role}; {other}."),
                role=Sentence(ROLE_NAMES[Role(role)]),
                other=Sentence(ROLE_NAMES[other]),
            ),
            remedy=sentence(N_("End the other role first, or name another person.")),
        ).at(field="role")
    if office.kind not in KINDS_FOR[Role(role)]:
        raise BadInput(
            "people.role_kind",
            sentence(
                N_("{office} is not an office in which somebody can be this: {role}."),
                office=office.name,
                role=Sentence(ROLE_NAMES[Role(role)]),
            ),
            remedy=sentence(N_("Choose another organisation, or another role.")),
            expected=sorted(KINDS_FOR[Role(role)]),
            found=office.kind,
        ).at(field="organisation")
    same = Membership.objects.filter(person=holder, organisation=office, role=role, ends=None)
    if ends is None and same.filter(corridor=corridor).exists():
        raise Conflict(
            "people.role_held",
            sentence(N_("This person already has this role there.")),
            remedy=sentence(N_("End the role first if its dates are to change.")),
        ).at(field="role")
    if ends is not None and ends < start:
        raise BadInput(
            "people.role_ends",
            sentence(N_("A role cannot end before it starts.")),
            remedy=sentence(N_("Give a later last day, or none.")),
        ).at(field="ends")
    membership = Membership.objects.create(
        person=holder,
        organisation=office,
        role=role,
        corridor=corridor,
        starts=start,
        ends=ends,
    )
    body = {"person": person, "organisation": organisation, "role": role}
    journal.record("people.grant_role", subject=membership, by=by, body=body)
    return membership


@act("people.end_role", roles=(Role.ADMIN,))
def end_role(*, by: Actor, membership: str) -> Membership:
    """End a capacity today. What was done in it stays on record."""
    row = rules.get(Membership, membership, by, lock=True)
    row.ends = max(today(), row.starts)
    row.save(update_fields=["ends"])
    journal.record("people.end_role", subject=row, by=by)
    return row


@act("people.open_account", roles=(Role.ADMIN, Role.COUNSELLOR))
def open_account(
    *, by: Actor, person: str, username: str = "", email: str = "", password: str = ""
) -> Account:
    """Give a registered person a way to sign in; workers use their phone number."""
    holder = rules.get(Person, person, by)
    if Account.objects.filter(person=holder).exists():
        raise Conflict(
            "people.account_open",
            sentence(N_("This person already has an account.")),
            remedy=sentence(N_("Let the person sign in with it, or set a new password there.")),
        ).at(field="username")
    if username and Account.objects.filter(username=username).exists():
        raise Conflict(
            "people.username_taken",
            sentence(N_("Somebody else signs in with the name “{name}”."), name=username),
            remedy=sentence(N_("Choose another name.")),
        ).at(field="username")
    account = Account(
        username=username or holder.id,
        email=email,
        person=holder,
        phone_index=holder.phone_index,
    )
    if password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save()
    journal.record("people.open_account", subject=account, by=by, key_subject=holder.id)
    return account


@act("people.choose_language", roles=(Role.WORKER, Role.COUNSELLOR))
def choose_language(*, by: Actor, language: str) -> None:
    """Remember the language a person wants to read and hear."""
    Person.objects.filter(pk=by.person).update(language=language)


@act("people.issue_token", roles=(Role.ADMIN,))
def issue_token(*, by: Actor, membership: str, ends: date | None = None) -> str:
    """A new API token for one capacity. It is shown once and stored only as a digest."""
    held = rules.get(Membership, membership, by)
    token = secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        membership=held, digest=sha256(token.encode()).hexdigest(), ends=ends
    )
    journal.record("people.issue_token", subject=row, by=by)
    return token


@act("people.end_token", roles=(Role.ADMIN,))
def end_token(*, by: Actor, token: str) -> AccessToken:
    """End an API token today, named by its record's id."""
    row = rules.get(AccessToken, token, by, lock=True)
    row.ends = today()
    row.save(update_fields=["ends"])
    journal.record("people.end_token", subject=row, by=by)
    return row


@act("people.begin_assistance", roles=(Role.COUNSELLOR,))
def begin_assistance(*, by: Actor, person: str) -> Person:
    """Sit beside a worker: what is done from now on carries both names, until it ends."""
    helped = rules.get(Person, person, by)
    journal.record("people.begin_assistance", subject=helped, by=by, key_subject=helped.id)
    return helped


def note_sign_in(account: Account, event: str) -> None:
    """Journal a security event (``sign_in.in``, ``.out``, ``.failed``, ``.locked``).

    The entry names the account and nothing else: no address, no device, no number.
    """
    by = Actor(Role.STRANGER, person=account.person_id)
    journal.record(event, subject=account, by=by, key_subject=account.person_id or account.id)


def note_phone_verified(account: Account) -> None:
    """Remember that a code sent to the account's phone was entered."""
    if not account.phone_verified:
        account.phone_verified = True
        account.save(update_fields=["phone_verified"])
