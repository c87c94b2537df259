"""What the acts of this room share: versions and their digest, states, dates, messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from corridor.core.canonical import digest
from corridor.core.periods import add_months
from corridor.core.problems import NotPermitted
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract, ContractVersion, LanguageVersion, Signature
from corridor.cycle.contracts.states import BINDING_STATES, CONTRACT
from corridor.cycle.corridors import terms as law_terms
from corridor.engines import law
from corridor.engines.terms import Contract as Terms
from corridor.platform.access.actor import Actor
from corridor.platform.journal import actions as journal
from corridor.platform.messages import actions as messages
from corridor.platform.people.models import Membership


def version_digest(contract_id: str, number: int, terms: Mapping[str, Any]) -> str:
    """The fingerprint of one version: SHA-256 over contract, number and terms (RFC 8785)."""
    return digest({"contract": contract_id, "number": number, "terms": dict(terms)})


def add_version(
    contract: Contract,
    kind: str,
    terms: Mapping[str, Any],
    languages: Mapping[str, Mapping[str, Any]],
) -> ContractVersion:
    """The next version of a contract with its language versions."""
    number = contract.versions.count() + 1
    version = ContractVersion.objects.create(
        contract=contract,
        number=number,
        kind=kind,
        terms=dict(terms),
        digest=version_digest(str(contract.pk), number, terms),
    )
    first = prevailing_language(contract.corridor, contract.governed_on)
    LanguageVersion.objects.bulk_create(
        LanguageVersion(version=version, language=code, terms=dict(text), prevails=code == first)
        for code, text in languages.items()
    )
    return version


def prevailing_language(corridor: str, on: date) -> str | None:
    """The language that prevails by the law of the corridor on a day; None: no law says."""
    named = law.book().corridor(corridor).prevailing
    if not named:
        return None
    answer = law.book().value(named, on)
    value: Any = answer.value if answer.known else None
    return value if isinstance(value, str) else None


def current(contract: Contract) -> ContractVersion:
    """The version that holds: the last one."""
    found = contract.versions.order_by("-number").first()
    if found is None:
        raise ValueError(f"contract {contract.pk} has no version")
    return found


def terms_of(contract: Contract, terms: Mapping[str, Any]) -> Terms:
    """Terms placed in the contract's corridor, route and regime, read by the engine."""
    return law_terms.read(
        contract.corridor,
        contract.route,
        contract.regime,
        terms,
        start=contract.starts,
        sector=contract.sector,
        job=contract.job,
    )


def last_day(starts: date | None, terms: Terms) -> date | None:
    """The last day of a contract that starts on ``starts``; None when either is not named."""
    months = terms.get("contract_months")
    if starts is None or not months:
        return None
    return date.fromordinal(add_months(starts, months).toordinal() - 1)


def move(contract: Contract, act_name: str, **changes: Any) -> None:
    """Take the contract to its next state. Raises ``Conflict`` when that is not possible."""
    contract.state = CONTRACT.move(contract.state, act_name)
    for name, value in changes.items():
        setattr(contract, name, value)
    contract.save(update_fields=["state", *changes])


def begin(contract: Contract, on: date) -> None:
    """Work begins: the contract is in force. Called inside the act that knows the day.

    ``starts`` is kept when the contract named it; ``ends`` follows from the terms.
    """
    starts = contract.starts or on
    terms = terms_of(contract, current(contract).terms)
    move(contract, "begin", starts=starts, ends=contract.ends or last_day(starts, terms))
    _end_followed(contract, on)


def _end_followed(contract: Contract, on: date) -> None:
    """The contract with the same employer that this one follows ends when this one begins."""
    before = Contract.objects.filter(
        pk=contract.previous_id, employer=contract.employer_id, state__in=BINDING_STATES
    ).first()
    if before is not None:
        move(before, "end", ends=min(before.ends or on, on), end_reason="followed")


def begins_at_home(contract: Contract) -> bool:
    """Whether the worker is there already, so that no arrival and no release begins the work."""
    procedure = contract.procedure
    return not (procedure.has("arrived") or procedure.has("released"))


def sign(version: ContractVersion, party: str, by: Actor, on: date) -> Signature:
    """The signature of one party under one version."""
    return Signature.objects.create(
        version=version,
        party=party,
        person=by.person or "",
        on=on,
        country=by.country or "",
        assisted_by=by.assisted_by or "",
    )


def record(
    act_name: str,
    contract: Contract,
    by: Actor,
    body: Mapping[str, Any] | None = None,
    law_ids: tuple[str, ...] = (),
) -> None:
    """Journal an act on a contract; its body is sealed under the worker's own key."""
    journal.record(
        act_name,
        subject=contract,
        by=by,
        body=body,
        law=law_ids,
        key_subject=contract.worker_id,
    )


def tell(contract: Contract, template: str, by: Actor) -> None:
    """A message to the worker, in her language; delivered by a job of this transaction."""
    messages.send(person=contract.worker, template=template, by=by)


def step_law(contract: Contract, step_id: str) -> tuple[str, ...]:
    """The law behind one step of the contract's procedure."""
    procedure = contract.procedure
    return tuple(procedure.step(step_id).law) if procedure.has(step_id) else ()


def unassisted_by_parties(contract: Contract, by: Actor) -> None:
    """Raise ``NotPermitted`` when whoever helps belongs to the employer or the agency."""
    helpers = {helper for helper in (by.assisted_by, by.person) if helper}
    helpers.discard(contract.worker_id)
    parties = [one for one in (contract.employer_id, contract.agency_id) if one]
    if by.organisation in parties:
        raise _party(N_("The employer or agency may not do this for the worker."))
    member = Membership.objects.filter(person_id__in=helpers, organisation_id__in=parties)
    if helpers and member.exists():
        raise _party(N_("Whoever works for the employer or the agency may not help here."))


def _party(template: str) -> NotPermitted:
    return NotPermitted(
        "contracts.assisted_by_party",
        Sentence(template),
        remedy=sentence(N_("Ask a counsellor, a union or somebody you trust.")),
    )
