"""Proofs as files to take along: what the log holds of a record, opened as far as the reader sees.

Whoever holds such a file can show it to anybody. It opens no field that its reader may not read
in the record itself, and no row that the reader may not see.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from corridor.core.problems import NotFound, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import ContractVersion, Registration, Signature
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.departure.models import Pass
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.records import InsertOnly
from corridor.platform.translog.queries import proof_of

NEEDED = {Registration: "receipt", Pass: "text", ContractVersion: "terms"}
"""Without this field a proof of the fact would show nothing worth showing."""


def contract_proof(page: ContractPage) -> str:
    """The registered version, its registrations and (for the worker) its signatures.

    An opening lets its holder test guesses of the fields it does not show: who was helped to
    sign is the worker's own to give away. Raises ``NotFound`` before the first registration.
    """
    version = _registered(page)
    facts: list[InsertOnly] = [version]
    if page.by.role is Role.WORKER:
        facts += rules.rows(Signature, page.by).filter(version=version).order_by("id")
    facts += rules.rows(Registration, page.by).filter(version=version).order_by("id")
    return _file(facts, page.by)


def pass_proof(travel: Pass, by: Actor) -> str:
    """The proof of a pass that ``by`` was already allowed to find."""
    return _file([travel], by)


def download(text: str, name: str) -> HttpResponse:
    """The file to keep; no cache keeps it."""
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    answer["Cache-Control"] = "no-store"
    return answer


def _registered(page: ContractPage) -> ContractVersion:
    """The newest version that an office has registered."""
    found = [one for one in page.case.versions if one.registrations.all()]
    if not found:
        raise NotFound(
            "proofs.unregistered",
            sentence(N_("No office has registered this contract yet.")),
            remedy=sentence(N_("The proof can be had as soon as one has.")),
        )
    return max(found, key=lambda one: one.number)


def _file(facts: Sequence[InsertOnly], by: Actor) -> str:
    return "".join(proof_of(fact, _shown(fact, by)).text() for fact in facts)


def _shown(fact: InsertOnly, by: Actor) -> tuple[str, ...]:
    seen = rules.readable(type(fact), by)
    if NEEDED.get(type(fact), "id") not in seen:  # () would mean all of it
        raise NotPermitted(
            "proofs.closed",
            sentence(N_("This record is not yours to prove.")),
            remedy=sentence(N_("Ask the worker for her proof file.")),
        )
    return tuple(sorted(seen))
