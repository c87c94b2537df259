"""Reading clearances: the officers' queue, one case, the checklist, and what a pass is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When

from corridor.core.procedure import Fee
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.departure.models import (
    STATE_WORDS,
    Appeal,
    Clearance,
    Fitness,
    Pass,
    PassUsed,
    Visa,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.documents import tokens
from corridor.platform.documents.tokens import Verified
from corridor.platform.keys.queries import open_sealed

GROUNDS = "departure.appeal.grounds"
_OFFICERS = (Role.ORIGIN_OFFICER,)
_WAITING = (Clearance.State.REQUESTED, Clearance.State.CHECKED, Clearance.State.APPEALED)

# The steps between the worker's signature and her departure, in no order of their own.
BEFORE_DEPARTURE = frozenset(
    {
        "registered_destination",
        "registered_origin",
        "visa_recorded",
        "recognition_started",
        "medical_fit",
        "orientation_done",
        "insured",
        "clearance_requested",
        "clearance_checked",
        "cleared",
        "departed",
    }
)


@dataclass(frozen=True)
class Row:
    """One clearance in a queue. ``mine`` is whether this officer may take the next step;
    ``visa`` and ``fit`` are True, False or None for nothing on record."""

    clearance: Clearance
    state: Sentence
    due: date | None
    overdue: bool
    mine: bool
    visa: bool | None
    fit: bool | None


def queue(by: Actor, *, limit: int = 200) -> list[Row]:
    """Clearances that wait for a decision, the most urgent first (no due day: last)."""
    waiting = (
        rules.rows(Clearance, by)
        .filter(state__in=_WAITING)
        .select_related("contract__worker", "contract__employer", "contract__agency")
        .order_by("decide_by", "requested_on", "id")[:limit]
    )
    rows = list(waiting)
    contracts = [row.contract_id for row in rows]
    visas = _newest(rules.rows(Visa, by).filter(contract__in=contracts).order_by("id"))
    fitness = _newest(rules.rows(Fitness, by).filter(contract__in=contracts).order_by("id"))
    listed = [
        _row(row, by, visas.get(row.contract_id), fitness.get(row.contract_id)) for row in rows
    ]
    return sorted(listed, key=lambda row: (row.due is None, row.due or date.max))


def _newest(rows: Iterable[Visa | Fitness]) -> dict[str, Visa | Fitness]:
    return {row.contract_id: row for row in rows}


def _row(
    row: Clearance, by: Actor, visa: Visa | Fitness | None, fitness: Visa | Fitness | None
) -> Row:
    matches = visa.employer_matches and visa.occupation_matches if isinstance(visa, Visa) else None
    today = row.contract.local_today("origin")
    return Row(
        clearance=row,
        state=Sentence(STATE_WORDS[row.state]),
        due=row.decide_by,
        overdue=row.decide_by is not None and row.decide_by < today,
        mine=_may_act(row, by),
        visa=matches,
        fit=fitness.fit if isinstance(fitness, Fitness) else None,
    )


def _may_act(row: Clearance, by: Actor) -> bool:
    if by.role not in _OFFICERS or not by.person:
        return False
    if row.state == Clearance.State.REQUESTED:
        return True
    return row.state == Clearance.State.CHECKED and row.first_officer != by.person


@dataclass(frozen=True)
class Page:
    """One clearance as ``by`` may see it: parts that are not hers are None or empty."""

    clearance: Clearance
    state: Sentence
    reasons: list[str]
    decide_by: date | None
    appeal_until: date | None
    visa: Visa | None
    fitness: Fitness | None
    appeals: list[Appeal]
    passes: list[Pass]
    may_act: bool


def clearance_page(clearance: str, by: Actor) -> Page:
    """Evidence and state of one clearance. Raises ``NotFound``."""
    row = rules.get(Clearance, clearance, by)
    readable = rules.readable(Clearance, by)
    contract = row.contract
    return Page(
        clearance=row,
        state=Sentence(STATE_WORDS[row.state]),
        reasons=list(row.reasons) if "reasons" in readable else [],
        decide_by=row.decide_by if "decide_by" in readable else None,
        appeal_until=appeal_until(row) if "reasons" in readable else None,
        visa=rules.rows(Visa, by).filter(contract=contract).order_by("-id").first(),
        fitness=rules.rows(Fitness, by).filter(contract=contract).order_by("-id").first(),
        appeals=list(rules.rows(Appeal, by).filter(clearance=row).order_by("id")),
        passes=list(rules.rows(Pass, by).filter(clearance=row).order_by("id")),
        may_act=_may_act(row, by),
    )


def of_contract(contract: str, by: Actor) -> Clearance | None:
    """The newest clearance of a contract that ``by`` may see."""
    return rules.rows(Clearance, by).filter(contract=contract).order_by("-id").first()


def travel_pass(contract: str, by: Actor) -> Pass | None:
    """The newest pass of a contract while its clearance stands, if ``by`` may see it."""
    found = rules.rows(Pass, by).filter(
        clearance__contract=contract, clearance__state=Clearance.State.CLEARED
    )
    return found.order_by("-id").first()


def used_on(travel: Pass, by: Actor) -> date | None:
    """The day on which a pass was used at a gate; None while it was not."""
    return rules.rows(PassUsed, by).filter(used=travel).values_list("on", flat=True).first()


def appeal_until(row: Clearance) -> date | None:
    """The last day on which the refusal can be appealed; None when there is none to name."""
    if row.state not in {Clearance.State.REFUSED, Clearance.State.REVOKED}:
        return None
    procedure = row.contract.procedure
    rule = procedure.step("cleared").appeal if procedure.has("cleared") else None
    if rule is None or rule.days is None or row.decided_on is None:
        return None
    return row.decided_on + timedelta(days=rule.days)


def appeals(by: Actor) -> list[Appeal]:
    """Open appeals that this officer may decide: none of her own decisions among them."""
    open_ones = rules.rows(Appeal, by).filter(state=Appeal.State.OPEN)
    return list(
        open_ones.select_related(
            "clearance__contract__worker", "clearance__contract__employer"
        ).order_by("decide_by", "id")
    )


def grounds(appeal: str, by: Actor) -> str:
    """What the worker wrote in her appeal, for herself and the officer who decides it."""
    row = rules.get(Appeal, appeal, by)
    return open_sealed(row.clearance.contract.worker_id, GROUNDS, row.grounds_sealed)


def visa_matches(contracts: Iterable[Contract], by: Actor) -> dict[str, bool]:
    """Whether the newest visa of each contract fits it, by contract id; absent: no visa yet.

    Whoever may see the contract may know this much, and nothing else of the visa.
    """
    seen = rules.rows(Contract, by).filter(pk__in=[contract.pk for contract in contracts])
    found = Visa.objects.filter(contract__in=seen.values("pk")).order_by("id")
    return {
        str(visa.contract_id): visa.employer_matches and visa.occupation_matches for visa in found
    }


def with_departure(
    found: QuerySet[Contract], by: Actor, *, whole: bool = False
) -> QuerySet[Contract]:
    """Contracts with their newest visa's match, fitness, clearance and open appeal as columns.

    ``visa_matches`` and ``fit`` are True, False or None (nothing on record); ``clearance_id``,
    ``clearance_state``, ``clearance_due``, ``clearance_first`` (the first officer's person id)
    and ``appeal_id``, ``appeal_due`` are None where ``by`` may not know of them. ``whole`` adds
    what one case's page needs: ``visa_employer``, ``visa_occupation``, ``visa_valid_to``,
    ``fit_on``, ``clearance_reasons``, ``clearance_decided``, ``pass_code``, ``pass_valid_to``
    and ``pass_used``.
    """
    visas = rules.rows(Visa, by).filter(contract=OuterRef("pk")).order_by("-id")
    fit = rules.rows(Fitness, by).filter(contract=OuterRef("pk")).order_by("-id")
    clearances = rules.rows(Clearance, by).filter(contract=OuterRef("pk")).order_by("-id")
    appeals = (
        rules.rows(Appeal, by)
        .filter(clearance__contract=OuterRef("pk"), state=Appeal.State.OPEN)
        .order_by("-id")
    )
    both = Q(employer_matches=True, occupation_matches=True)
    match = Case(When(both, then=Value(True)), default=Value(False))
    columns: dict[str, Any] = {
        "visa_matches": visas.annotate(match=match).values("match"),
        "fit": fit.values("fit"),
        "clearance_id": clearances.values("id"),
        "clearance_state": clearances.values("state"),
        "appeal_id": appeals.values("id"),
        "appeal_due": appeals.values("decide_by"),
    }
    told = [("clearance_due", "decide_by"), ("clearance_first", "first_officer")]
    if whole:
        told += [("clearance_reasons", "reasons"), ("clearance_decided", "decided_on")]
        columns |= _details(visas, fit, by)
    readable = rules.readable(Clearance, by)
    for column, name in told:
        known = clearances if name in readable else clearances.none()
        columns[column] = known.values(name)
    return found.annotate(**{name: Subquery(rows[:1]) for name, rows in columns.items()})


def _details(visas: QuerySet[Visa], fit: QuerySet[Fitness], by: Actor) -> dict[str, Any]:
    passes = rules.rows(Pass, by).filter(clearance__contract=OuterRef("pk")).order_by("-id")
    used = rules.rows(PassUsed, by).filter(used__clearance__contract=OuterRef("pk"))
    return {
        "visa_employer": visas.values("employer_name"),
        "visa_occupation": visas.values("occupation_isco"),
        "visa_valid_to": visas.values("valid_to"),
        "fit_on": fit.values("on"),
        "pass_code": passes.values("short_code"),
        "pass_valid_to": passes.values("valid_to"),
        "pass_used": used.order_by("-id").values("on"),
    }


@dataclass(frozen=True)
class AppealPage:
    """An open appeal for the officer who decides it: the case, and what the worker wrote."""

    appeal: Appeal
    contract: Contract
    steps: list[StepTaken]
    grounds: str


def appeal_page(appeal: str, by: Actor) -> AppealPage:
    """One appeal. Raises ``NotFound`` for officers who took part in what is appealed."""
    related = ("clearance__contract__worker", "clearance__contract__employer")
    seen = rules.rows(Appeal, by).filter(pk=appeal)
    row = seen.select_related(*related, "clearance__contract__agency").first()
    if row is None:
        row = rules.get(Appeal, appeal, by)
    contract = row.clearance.contract
    steps = corridors.steps_of([contract])[str(contract.pk)]
    text = open_sealed(contract.worker_id, GROUNDS, row.grounds_sealed)
    return AppealPage(row, contract, steps, text)


@dataclass(frozen=True)
class Item:
    """One thing to do before departure: by whom, with which papers, what it waits for."""

    step: str
    label: Sentence
    state: str
    office: str
    documents: tuple[str, ...]
    fees: tuple[Fee, ...]
    on: date | None
    due: date | None
    waits_for: tuple[Sentence, ...]
    mine: bool


def checklist(contract: Contract, by: Actor) -> list[Item]:
    """What the procedure asks for before departure. ``contract`` comes from a scoped query."""
    steps = corridors.steps_of([contract])[str(contract.pk)]
    standing = corridors.done(contract, steps)
    procedure = contract.procedure
    items = []
    for station in corridors.line(contract, steps):
        if station.id not in BEFORE_DEPARTURE:
            continue
        step = procedure.step(station.id)
        waits = (
            ()
            if station.state in {"done", "skipped"}
            else tuple(
                procedure.missing(
                    step.id,
                    standing,
                    contract.local_today(step.side),
                    corridors.weekend(contract.corridor, step.side),
                )
            )
        )
        items.append(
            Item(
                step=step.id,
                label=station.label,
                state=station.state,
                office=station.office,
                documents=step.documents,
                fees=step.fees,
                on=station.on,
                due=station.due,
                waits_for=waits,
                mine=by.role.value in step.by and not waits and station.state != "done",
            )
        )
    return items


Standing = Literal["valid", "used", "taken_back", "unknown", "not_a_pass"]


@dataclass(frozen=True)
class PassStanding:
    """A pass as anybody may check it: the paper itself, and what this office adds to it.

    ``standing`` is ``valid`` or ``used`` or ``taken_back`` for passes of this node, ``unknown``
    for texts that verify but are not on record here, ``not_a_pass`` when the paper fails.
    """

    verified: Verified
    standing: Standing
    sentence: Sentence


_CODE = 12  # characters of a short code at most, with its dash

_SAYS: dict[Standing, str] = {
    "valid": N_("This office has the pass on record, and it was not used yet."),
    "used": N_("This pass was already used."),
    "taken_back": N_("This pass was taken back: it is not valid any more."),
    "unknown": N_("This office has no such pass on record: do not rely on it."),
    "not_a_pass": N_("This paper is not a valid pass."),
}


def standing(text: str, by: Actor) -> PassStanding:
    """What a pass is worth today. Having the whole text is leave enough to ask; nothing about
    the question is kept."""
    verified = tokens.verify(text)
    found: Standing = "not_a_pass"
    if verified.genuine and verified.kind == "pass":
        row = by_text(text, SYSTEM)
        found = "unknown" if row is None else _standing(row)
    return PassStanding(verified, found, sentence(_SAYS[found]))


def at_gate(text: str, by: Actor) -> PassStanding:
    """A pass held up at the gate, by its whole text or its short code.

    Only passes of the gate's own country are known to it. What was signed is read from the
    record, so that a paper with a borrowed code shows somebody else's name.
    """
    row = by_text(text, by)
    if row is not None:
        verified, found = tokens.verify(row.text), _standing(row)
    else:
        verified = tokens.verify(text)
        foreign = verified.genuine and verified.kind == "pass"
        found = "unknown" if foreign or len("".join(text.split())) <= _CODE else "not_a_pass"
    return PassStanding(verified, found, sentence(_SAYS[found]))


def _standing(row: Pass) -> Standing:
    if row.clearance.state != Clearance.State.CLEARED:
        return "taken_back"
    return "used" if PassUsed.objects.filter(used=row).exists() else "valid"


def by_text(text: str, by: Actor) -> Pass | None:
    """The pass with this text or short code, white space and small letters aside."""
    tidy = "".join(text.split()).upper()
    if len(tidy) == 10 and tidy.isalnum():
        tidy = f"{tidy[:5]}-{tidy[5:]}"
    code = tidy if len(tidy) <= _CODE else tokens.short_code(tidy)
    visible = rules.rows(Pass, by).filter(short_code=code).select_related("clearance__contract")
    return next((one for one in visible if tidy in {one.text.upper(), one.short_code}), None)
