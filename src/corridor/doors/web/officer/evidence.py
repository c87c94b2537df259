"""The evidence of a case, piece by piece in the order of the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.text import N_, sentence
from corridor.cycle.contracts.queries import ContractPage
from corridor.doors.web.shared.figures import occupation
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Actor, Role

OK, BREACH, UNKNOWN = "ok", "breach", "unknown"


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: what it is, how it stands, since when."""

    title: Text
    state: str
    says: tuple[Any, ...]
    on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Evidence:
    """What is on record about a case, as one officer may see it; ``url`` is the case's."""

    page: ContractPage
    by: Actor
    url: str

    @property
    def contract(self) -> Any:
        """The contract with its columns of departure."""
        return self.page.contract

    def pieces(self) -> list[Piece]:
        """The papers in the order of the journey; nothing here is the worker's own answer."""
        found = [
            self._step("offer_signed", N_("Signed by the employer")),
            self._step("offer_explained", N_("Explained to the worker")),
            self._step("accepted", N_("Signed by the worker")),
            *self._registrations(),
            self._visa(),
            self._medical(),
            self._step("orientation_done", N_("Orientation")),
            self._step("insured", N_("Insurance")),
            self._pass(),
        ]
        return [piece for piece in found if piece is not None]

    def _step(self, step: str, title: Text) -> Piece | None:
        if not self.page.case.procedure.has(step):
            return None
        on = self.page.case.done.get(step)
        return Piece(title, OK if on else UNKNOWN, () if on else (N_("Not on record"),), on)

    def _registrations(self) -> list[Piece | None]:
        found: list[Piece | None] = []
        for side in ("origin", "destination"):
            receipts = [one for one in self.page.registrations if one.side == side]
            title = (
                N_("Registered in the home country")
                if side == "origin"
                else N_("Registered in the country of work")
            )
            if not receipts:
                found.append(self._unregistered(side, title))
                continue
            last = receipts[-1]
            old = last.version_id != self.page.case.version.pk
            says = (N_("An earlier version"), N_("Receipt")) if old else (N_("Receipt"),)
            url = f"{self.url}receipts/{last.pk}.pdf"
            found.append(Piece(title, UNKNOWN if old else OK, says, last.on, url))
        return found

    def _unregistered(self, side: str, title: Text) -> Piece | None:
        procedure = self.page.case.procedure
        if not procedure.has(f"registered_{side}"):
            return None
        silent = procedure.silent(procedure.step(f"registered_{side}"))
        words = N_("This state takes no part here") if silent else N_("Not yet")
        return Piece(title, UNKNOWN, (words,))

    def _visa(self) -> Piece | None:
        if not self.page.case.procedure.has("visa_recorded"):
            return None
        matches = self.contract.visa_matches
        if matches is None:
            return Piece(N_("Visa"), UNKNOWN, (N_("Not on record"),))
        says = self._visa_says()
        title = N_("Visa fits the contract") if matches else N_("Visa does not fit the contract")
        on = self.page.case.done.get("visa_recorded")
        return Piece(title, OK if matches else BREACH, says, on)

    def _visa_says(self) -> tuple[Any, ...]:
        """What the visa names; an office that may not read it learns that it is on record."""
        if self.contract.visa_valid_to is None:
            return (N_("On record"),)
        return (
            self.contract.visa_employer,
            occupation(self.contract.visa_occupation),
            sentence(N_("until {day}"), day=self.contract.visa_valid_to),
        )

    def _medical(self) -> Piece | None:
        if (
            not self.page.case.procedure.has("medical_fit")
            or self.by.role is not Role.ORIGIN_OFFICER
        ):
            return self._step("medical_fit", N_("Medical examination"))
        fit = self.contract.fit
        if fit is None:
            return Piece(N_("Medical examination"), UNKNOWN, (N_("Not on record"),))
        words = (N_("Fit") if fit else N_("Not fit"),)
        return Piece(N_("Medical examination"), OK if fit else BREACH, words, self.contract.fit_on)

    def _pass(self) -> Piece | None:
        if not self.contract.pass_code:
            return None
        last = sentence(N_("until {day}"), day=self.contract.pass_valid_to)
        says = (self.contract.pass_code, last)
        if self.contract.pass_used:
            return Piece(N_("Pass used at the gate"), OK, says, self.contract.pass_used)
        if self.contract.clearance_state != "cleared":
            return Piece(N_("Pass taken back"), BREACH, says)
        return Piece(N_("Pass, not used yet"), OK, says)
