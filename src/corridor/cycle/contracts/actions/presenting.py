"""A second paper put before the worker, and a contract she brings herself."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import date
from typing import Any

from corridor.core.problems import BadInput, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, ContractVersion, Counselling, PresentedPaper
from corridor.cycle.contracts.states import BINDING_STATES, OPEN_STATES
from corridor.cycle.corridors import parties
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.actions import take
from corridor.engines import law
from corridor.engines.terms.result import CHANGED, WORSE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import actions as documents
from corridor.platform.documents.models import File
from corridor.platform.people import actions as people
from corridor.platform.people.models import Organisation, Person

SUBSTITUTION = (WORSE, CHANGED)
SHOWN_A_WORSE_PAPER = "worse_paper"
ROUTE_BROUGHT = "already_abroad"


@act(
    "contracts.present",
    roles=(
        Role.WORKER,
        Role.COUNSELLOR,
        Role.UNION,
        Role.LABOUR_ATTACHE,
        Role.ORIGIN_OFFICER,
        Role.DESTINATION_OFFICER,
        Role.INSPECTOR,
    ),
)
def present(*, by: Actor, contract: str, terms: dict[str, Any], where: str = "") -> PresentedPaper:
    """Compare a paper the worker was shown with the version that holds, and keep the answer.

    ``comparison`` is the published shape of the terms engine: verdict, clauses with their
    money and law, what is lost per month and over the term. Employer and agency see nothing.
    """
    row = rules.get(Contract, contract, by, lock=True)
    if row.state not in (*OPEN_STATES, *BINDING_STATES):
        raise NotYet(
            "contracts.nothing_to_compare",
            sentence(N_("There is no contract in force that this paper could replace.")),
            remedy=sentence(N_("Bring the paper to a counsellor, or bring your own contract.")),
            found=row.state,
        )
    on = row.local_today()
    comparison = law_terms.compare(
        shared.terms_of(row, shared.current(row).terms), shared.terms_of(row, terms), on
    )
    paper = PresentedPaper.objects.create(
        contract=row,
        terms=terms,
        presented_by=by.person or "",
        role=str(by.role),
        on=on,
        where=where.strip()[:120],
        comparison=comparison.as_json(),
        verdict=comparison.verdict,
    )
    touched = sorted({one for clause in comparison.clauses for one in clause.law})
    shared.record(
        "contracts.present",
        row,
        by,
        {"paper": paper.id, "verdict": paper.verdict, "terms": terms},
        tuple(touched),
    )
    if comparison.verdict in SUBSTITUTION:
        shared.tell(row, "paper_worse", by)
    return paper


@act(
    "contracts.send_counsellor",
    roles=(Role.LABOUR_ATTACHE, Role.ORIGIN_OFFICER, Role.DESTINATION_OFFICER),
)
def send_counsellor(*, by: Actor, contract: str) -> Counselling:
    """An office sends a counsellor to a worker who was shown a worse paper; once for each paper.

    Raises ``NotYet`` when no worse paper is on record: counsellors are not sent to check up.
    """
    row = rules.get(Contract, contract, by, lock=True)
    paper = row.presented_papers.filter(verdict__in=SUBSTITUTION).order_by("-id").first()
    if paper is None:
        raise NotYet(
            "contracts.no_worse_paper",
            sentence(N_("No paper worse than this contract is on record.")),
            remedy=sentence(N_("Compare the paper first.")),
        )
    earlier = row.counsellings.filter(reason=SHOWN_A_WORSE_PAPER)
    sent = earlier.filter(created_at__gte=paper.created_at).first()
    if sent is not None:
        return sent
    counselling = Counselling.objects.create(contract=row, reason=SHOWN_A_WORSE_PAPER)
    shared.record("contracts.send_counsellor", row, by, {"counselling": counselling.id})
    shared.tell(row, "counsellor_sent", by)
    return counselling


@act(
    "contracts.bring",
    roles=(Role.WORKER, Role.COUNSELLOR, Role.UNION, Role.LABOUR_ATTACHE),
)
def bring(
    *,
    by: Actor,
    corridor: str,
    terms: dict[str, Any],
    worker: str = "",
    passport: str = "",
    employer: str = "",
    employer_name: str = "",
    household: bool = False,
    regime: str = "general",
    starts: date | None = None,
    languages: dict[str, dict[str, Any]] | None = None,
    sector: str = "",
    job: str = "",
) -> Contract:
    """A worker already abroad shows whatever she has, in any form, and is protected from today.

    Terms below the law are taken as they are: they are what she was given, and the findings
    say what the law adds. Nothing is asked of the employer, who learns nothing of it.
    """
    who = _bringing(by, worker, passport)
    place = law.book().corridor(corridor)
    contract = Contract(
        corridor=corridor,
        route=ROUTE_BROUGHT,
        regime=regime,
        worker=who,
        employer=_employer(by, place.destination, employer, employer_name, household),
        state=Contract.State.BROUGHT,
        starts=starts,
        sector=sector,
        job=job,
    )
    read = shared.terms_of(contract, terms)
    for code, text in (languages or {}).items():
        try:
            shared.terms_of(contract, text)
        except BadInput as problem:
            raise problem.at(field=f"languages.{code}") from None
    contract.ends = shared.last_day(starts, read)
    contract.procedure.step("contract_brought")
    contract.save()
    version = shared.add_version(contract, ContractVersion.Kind.BROUGHT, terms, languages or {})
    take("contract_brought", contract, by=by)
    if by.role is Role.WORKER:
        Counselling.objects.create(contract=contract, reason="contract_brought")
    findings = law_terms.breaches(law_terms.floor(read, contract.local_today()))
    shared.record(
        "contracts.bring",
        contract,
        by,
        {"version": version.id, "terms": terms, "below_law": [f.check for f in findings]},
        shared.step_law(contract, "contract_brought"),
    )
    return contract


@act("contracts.attach", roles=(Role.WORKER, Role.COUNSELLOR))
def attach(*, by: Actor, contract: str, file: str) -> File:
    """Keep a photograph or PDF of a paper with a contract, for the worker and who helps her.

    ``file`` is the file's bytes in base64. Employer and agency do not see it.
    """
    row = rules.get(Contract, contract, by)
    shared.unassisted_by_parties(row, by)
    try:
        content = b64decode(file, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "contracts.file",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Choose it again and send it once more.")),
        ).at(field="file") from None
    try:
        kept = documents.keep(
            person=str(row.worker_id), subject=str(row.pk), kind="paper", content=content, by=by
        )
    except BadInput as problem:
        raise problem.at(field="file") from None
    shared.record("contracts.attach", row, by, {"file": kept.id, "digest": kept.digest})
    return kept


def _bringing(by: Actor, worker: str, passport: str) -> Person:
    """The worker herself, or the person a helper names."""
    if by.role is Role.WORKER:
        return rules.get(Person, by.person or "", by)
    return parties.person(by, person_id=worker, passport=passport, field="worker")


def _employer(
    by: Actor, country: str, employer: str, employer_name: str, household: bool
) -> Organisation:
    """The registered employer, or one known by name alone and not verified by anybody."""
    if employer:
        kinds = (str(Organisation.Kind.EMPLOYER), str(Organisation.Kind.HOUSEHOLD))
        return parties.organisation(employer, by, kinds=kinds, field="employer")
    if not employer_name.strip():
        raise BadInput(
            "contracts.employer",
            sentence(N_("The contract names no employer.")),
            remedy=sentence(N_("Write the name of the company or household you work for.")),
        ).at(field="employer_name")
    kind = Organisation.Kind.HOUSEHOLD if household else Organisation.Kind.EMPLOYER
    system = Actor(Role.SYSTEM, person=by.person, language=by.language)
    return people.register_organisation(
        by=system, kind=str(kind), name=employer_name.strip(), country=country
    )
