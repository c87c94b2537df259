"""What happened in a case: the journey's steps, signatures, receipts, this office's own acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from corridor.core.steps import station_label
from corridor.core.text import N_, Sentence
from corridor.cycle.contracts import queries as contracts
from corridor.cycle.contracts.models import Registration, Signature
from corridor.cycle.contracts.queries import ContractPage
from corridor.doors.web.components.models import Token
from corridor.doors.web.shared.vocabulary import ROLES
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Actor
from corridor.platform.journal import queries as journal

_OUTCOMES: dict[str, tuple[str, str]] = {
    "done": ("ok", N_("Done")),
    "refused": ("breach", N_("Refused")),
    "undone": ("unknown", N_("Opened again")),
}
ACTS: dict[str, str] = {
    "contracts.register": N_("Contract registered"),
    "contracts.present": N_("Another paper compared"),
    "contracts.send_counsellor": N_("Counsellor sent to the worker"),
    "contracts.release": N_("Release recorded"),
    "contracts.explain": N_("Offer explained"),
    "departure.record_step": N_("Step put on record"),
    "departure.record_fitness": N_("Fit or unfit put on record"),
    "departure.record_visa": N_("Visa put on record"),
    "departure.check": N_("Clearance checked by the first officer"),
    "departure.clear": N_("Cleared to leave"),
    "departure.refuse": N_("Clearance refused"),
    "departure.revoke": N_("Asked that the pass be taken back"),
    "departure.confirm_revocation": N_("Pass taken back"),
    "departure.decline_revocation": N_("Pass left as it was"),
    "departure.decide_appeal": N_("Appeal decided"),
    "employment.show_first_wage": N_("First wage put on record"),
}
"""What the journal's acts of an office are called."""

PARTIES: dict[str, str] = {"employer": N_("Employer"), "worker": N_("Worker")}


@dataclass(frozen=True)
class Event:
    """One step as it was put on record."""

    on: date
    what: Sentence
    state: str
    outcome: Text
    who: Text
    country: str


@dataclass
class HistoryPage:
    """The page of a case's history."""

    page: ContractPage
    by: Actor

    @property
    def contract(self) -> Any:
        """The contract."""
        return self.page.contract

    @cached_property
    def events(self) -> list[Event]:
        """Every step, oldest first. The worker's answers are no part of a step."""
        return [
            Event(
                row.on,
                station_label(row.step),
                *_OUTCOMES[row.outcome],
                ROLES.get(row.role, row.role),
                row.country,
            )
            for row in self.page.case.steps
        ]

    @property
    def signatures(self) -> list[tuple[Text, Signature]]:
        """Who signed which version."""
        return [(PARTIES[one.party], one) for one in self.page.signatures]

    @cached_property
    def receipts(self) -> list[tuple[Registration, Token]]:
        """The signed receipts of registrations, with their codes."""
        return [(one, receipt(one)) for one in self.page.registrations]

    @cached_property
    def own_acts(self) -> list[tuple[Text, Any]]:
        """The journal's entries of this office about the case, each with its act in words."""
        found = journal.history(str(self.contract.pk), self.by)
        return [(ACTS.get(one.act, N_("Put on record")), one) for one in found]


def receipt(row: Registration) -> Token:
    """A registration's receipt as the component shows it."""
    title = (
        N_("Registered in the home country")
        if row.side == "origin"
        else N_("Registered in the country of work")
    )
    rows: list[tuple[Text, Any]] = [
        (N_("By"), row.authority.name),
        (N_("On"), row.on),
        (N_("Version of the contract"), row.version.number),
    ]
    return Token(
        title,
        row.short_code,
        row.receipt,
        rows,
        "/verify/",
        "ok",
        N_("Signed receipt"),
    )


def history_page(contract_id: str, by: Actor) -> HistoryPage:
    """The history of one case. Raises ``NotFound`` outside the officer's country."""
    return HistoryPage(contracts.contract_page(contract_id, by), by)
