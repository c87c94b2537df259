"""A contract's terms, signatures and receipts in words, for those who are party to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import ContractVersion, Registration, Signature
from corridor.cycle.employment.queries.contract_page import PartyPage
from corridor.doors.web.components.models import Answer, Evidence, Status
from corridor.doors.web.shared.clause_fields import LABELS, SECTIONS
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text

_SIGNED = {"employer": N_("Signed by the employer"), "worker": N_("Signed by the worker")}
_KINDS = {
    "offer": N_("Offer"),
    "amendment": N_("Change agreed by both"),
    "brought": N_("Brought by the worker"),
}
_AMENDMENTS: dict[str, tuple[str, str]] = {
    "proposed": ("waiting", N_("The worker thinks about it")),
    "accepted": ("ok", N_("Agreed by both")),
    "refused": ("unknown", N_("Not agreed: the contract stands")),
}


def clauses_of(terms: Mapping[str, Any]) -> list[Answer]:
    """The clauses that speak, in the order of the form."""
    currency = str(terms.get("currency") or "")
    names = [name for _, section in SECTIONS for name in section if name != "currency"]
    return [
        Answer(_label(name), clause_words(name, _joined(terms[name]), currency))
        for name in names
        if terms.get(name) not in (None, "", [])
    ]


def _label(name: str) -> Text:
    return LABELS[name] if name != "occupation_isco" else N_("Work")


def _joined(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def facts_of(page: PartyPage) -> list[Evidence]:
    """Versions, signatures and registrations, as they happened."""
    found = []
    for version in page.case.versions:
        found.append(_version(version))
        found += [_signed(one) for one in version.signatures.all()]
        found += [_registered(one) for one in version.registrations.all()]
    return found


def _version(version: ContractVersion) -> Evidence:
    return Evidence(
        title=sentence(
            N_("Version {number}: {kind}"),
            number=version.number,
            kind=sentence(_KINDS[version.kind]),
        ),
        note=sentence(N_("Fingerprint {digest}"), digest=version.digest[:16]),
        on=version.created_at.date(),
    )


def _signed(one: Signature) -> Evidence:
    return Evidence(
        title=_SIGNED[one.party],
        on=one.on,
    )


def _registered(one: Registration) -> Evidence:
    where = (
        N_("Registered in the home country")
        if one.side == "origin"
        else N_("Registered in the country of work")
    )
    return Evidence(
        title=where,
        by=one.authority.name,
        on=one.on,
        note=sentence(N_("Receipt {code}"), code=one.short_code),
    )


def amendment_rows(page: PartyPage) -> list[dict[str, Any]]:
    """Proposed changes: when, what came of them, and what they cost the worker."""
    return [
        {
            "on": one.proposed_on,
            "status": Status(*_AMENDMENTS[one.state]),
            "verdict": Status(str(one.comparison.get("verdict", "unknown"))),
        }
        for one in page.amendments
    ]
