"""Who stands behind an act: the actor's organisation, and the parties a form names."""

from __future__ import annotations

from datetime import date
from typing import Any

from corridor.core.problems import BadInput, NotFound, NotPermitted, Unavailable
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.people import queries as people
from corridor.platform.people.models import Organisation, Person


def own_organisation(by: Actor) -> Organisation:
    """The organisation ``by`` acts for. Raises ``NotPermitted`` for somebody without one."""
    return rules.get(Organisation, own_id(by), by)


def own_id(by: Actor) -> str:
    """Its id, without a look-up; raises as ``own_organisation`` does."""
    if not by.organisation:
        raise NotPermitted(
            "parties.no_organisation",
            sentence(N_("You act for no organisation here.")),
            remedy=sentence(N_("Sign in for the employer, agency or office you act for.")),
        )
    return by.organisation


def clause_number(employer: Organisation) -> str:
    """What a contract's clause ``employer_id`` says: the state's own number, else the name."""
    return employer.registration_number or employer.name


def organisation(record_id: str, by: Actor, *, kinds: tuple[str, ...], field: str) -> Organisation:
    """The organisation a form names. Raises ``BadInput`` when it is none of ``kinds``."""
    found = rules.get(Organisation, record_id, by)
    if found.kind not in kinds:
        raise BadInput(
            "parties.kind",
            sentence(N_("{name} is not of the kind asked for here."), name=found.name),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(kinds)),
            expected=list(kinds),
            found=found.kind,
        ).at(field=field)
    return found


def person(by: Actor, *, person_id: str = "", passport: str = "", field: str = "person") -> Person:
    """A person ``by`` already knows, or whose passport lies on the table.

    Raises ``BadInput`` when neither is given, ``NotFound`` when nobody fits.
    """
    if person_id:
        return rules.get(Person, person_id, by)
    if not passport.strip():
        raise BadInput(
            "parties.person",
            sentence(N_("Nobody is named here.")),
            remedy=sentence(N_("Choose a person from your list, or give the passport number.")),
        ).at(field=field)
    found = people.by_passport(passport)
    if found is None:
        raise NotFound(
            "parties.passport",
            sentence(N_("Nobody with this passport number is registered here.")),
            remedy=sentence(N_("Check the number, or ask the person to register first.")),
        ).at(field="passport")
    return found


def policy(value_id: str, on: date) -> int:
    """A whole number that this node's policy sets, such as ``OC.explanation.pass``.

    Raises ``Unavailable`` when no pack sets it: an act never guesses.
    """
    answer: Any = law.book().value(value_id, on)
    if not answer.known or not isinstance(answer.value, int):
        raise Unavailable(
            "parties.policy",
            sentence(N_("The policy value {id} is not set."), id=value_id),
            remedy=sentence(N_("Tell the operator: a law pack is incomplete.")),
            law=(value_id,),
        )
    return answer.value
