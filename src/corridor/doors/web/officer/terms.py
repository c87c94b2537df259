"""The contract clause by clause: what each language version says, which decides, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from corridor.core.findings import Finding
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts import queries as contracts
from corridor.cycle.contracts.models import Amendment
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.terms import CLAUSE_LABELS
from corridor.doors.web.components.models import ComparisonView, LawRef
from corridor.doors.web.officer import presenters
from corridor.doors.web.shared.comparison import comparison_view
from corridor.doors.web.shared.figures import language_name
from corridor.doors.web.shared.floor import LawCheck, law_checks
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Actor

_AMENDMENTS: dict[str, str] = {
    "proposed": N_("Proposed; the worker has not answered"),
    "accepted": N_("Accepted by the worker"),
    "refused": N_("Refused by the worker"),
}


@dataclass(frozen=True)
class ClauseLine:
    """One clause as every text states it; ``differs`` when the texts do not agree."""

    name: Text
    texts: Sequence[Any]
    differs: bool
    law: Sequence[LawRef]


@dataclass(frozen=True)
class Change:
    """A proposed or accepted change, compared with what held before."""

    title: Sentence
    comparison: ComparisonView


@dataclass
class TermsPage:
    """The page of a contract's terms."""

    page: ContractPage

    @property
    def contract(self) -> Any:
        """The contract."""
        return self.page.contract

    @property
    def currency(self) -> str:
        """The currency of its terms."""
        return str(self.page.case.version.terms.get("currency") or "")

    @cached_property
    def heads(self) -> list[tuple[Text, bool]]:
        """The texts' languages; True for the one that decides by law."""
        if not self.page.languages:
            return [(N_("Contract"), True)]
        return [(language_name(one.language), one.prevails) for one in self.page.languages]

    @cached_property
    def rows(self) -> list[ClauseLine]:
        """The clauses on which any text speaks."""
        texts = [one.terms for one in self.page.languages] or [self.page.case.version.terms]
        different = {one.check.removeprefix("language."): one for one in self.differences}
        found = []
        for name, words in CLAUSE_LABELS.items():
            values = [text.get(name) for text in texts]
            if any(value not in (None, "") for value in values):
                said = [clause_words(name, value, self.currency) for value in values]
                finding = different.get(name)
                law = presenters.law_refs(finding.law) if finding else ()
                found.append(ClauseLine(words, said, finding is not None, law))
        return found

    @property
    def differences(self) -> list[Finding]:
        """Clauses in which the languages disagree."""
        return self.page.language_differences

    @property
    def decides(self) -> Sentence:
        """Which text decides, or that no law says so."""
        for name, prevails in self.heads:
            if prevails and self.page.languages:
                return sentence(N_("By law the {language} text decides."), language=name)
        return sentence(N_("No law says which text decides where they differ."))

    @cached_property
    def checks(self) -> list[LawCheck]:
        """The terms against the law."""
        return law_checks(self.page.findings, self.currency)

    @cached_property
    def changes(self) -> list[Change]:
        """Amendments, newest first, each against the version before it."""
        return [self._change(one) for one in self.page.amendments]

    def _change(self, row: Amendment) -> Change:
        before = self._held_on(row.decided_on if row.state == "accepted" else None, row)
        comparison = law_terms.compare(before, self._read(row.terms), self.contract.local_today())
        title = sentence(
            N_("Change of {day}: {state}"),
            day=row.proposed_on,
            state=Sentence(_AMENDMENTS[row.state]),
        )
        view = comparison_view(comparison, offered_name=N_("Before"), presented_name=N_("After"))
        return Change(title, view)

    def _held_on(self, decided: date | None, row: Amendment) -> Any:
        """The terms before an accepted amendment became a version, or those that hold."""
        versions = self.page.case.versions
        if decided is not None:
            same = [one for one in versions if one.terms == row.terms and one.number > 1]
            if same:
                return self._read(versions[same[-1].number - 2].terms)
        return self.page.case.terms

    def _read(self, terms: Any) -> Any:
        contract = self.contract
        return law_terms.read(
            contract.corridor,
            contract.route,
            contract.regime,
            terms,
            start=contract.starts,
            sector=contract.sector,
            job=contract.job,
        )


def terms_page(contract_id: str, by: Actor) -> TermsPage:
    """The terms of one contract. Raises ``NotFound`` outside the officer's country."""
    return TermsPage(contracts.contract_page(contract_id, by))
