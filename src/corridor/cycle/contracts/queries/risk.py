"""Risk of employers, agencies and orders, from what is on record about them. Never of a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Value

from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import PresentedPaper
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.licensing.models import LicenceDecision
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows

_AGAINST = ("suspended", "revoked")


@dataclass(frozen=True, slots=True)
class Risk:
    """How many facts speak against employer, agency and order, and each of them in words."""

    facts: int
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True)
class Record:
    """Facts by organisation: papers worse than the contract, orders sent back, licences lost."""

    papers: Counter[str]
    returned: Counter[str]
    licences: Counter[str]

    def risk(self, employer: str, agency: str | None) -> Risk:
        """The risk of one case, by its employer and agency."""
        reasons: list[Sentence] = []
        papers, returned = self.papers[employer], self.returned[employer]
        against = self.licences[agency] if agency else 0
        if papers:
            text = N_("Papers worse than the contract, from this employer: {count}.")
            reasons.append(sentence(text, count=papers))
        if returned:
            text = N_("Job orders of this employer that were sent back: {count}.")
            reasons.append(sentence(text, count=returned))
        if against:
            text = N_("Decisions against the licence of this agency: {count}.")
            reasons.append(sentence(text, count=against))
        return Risk(papers + returned + against, tuple(reasons))


def record(by: Actor, employers: Iterable[str], agencies: Iterable[str]) -> Record:
    """What ``by`` may know about these organisations, in one look-up."""
    wanted, holders = set(employers), set(agencies)
    papers = (
        rows(PresentedPaper, by)
        .filter(contract__employer__in=wanted, verdict__in=("worse", "changed"))
        .order_by()
        .values_list("contract__employer")
        .annotate(what=Value("papers"), n=Count("pk", distinct=True))
    )
    refused = StepTaken.objects.filter(step="order_attested", outcome="refused")
    returned = (
        rows(JobOrder, by)
        .filter(employer__in=wanted, pk__in=refused.values("subject"))
        .order_by()
        .values_list("employer")
        .annotate(what=Value("returned"), n=Count("pk", distinct=True))
    )
    against = (
        rows(LicenceDecision, by)
        .filter(agency__in=holders, decision__in=_AGAINST)
        .order_by()
        .values_list("agency")
        .annotate(what=Value("licences"), n=Count("pk", distinct=True))
    )
    found: dict[str, Counter[str]] = {
        name: Counter() for name in ("papers", "returned", "licences")
    }
    for organisation, what, count in papers.union(returned, against, all=True):
        found[what][organisation] = count
    return Record(found["papers"], found["returned"], found["licences"])
