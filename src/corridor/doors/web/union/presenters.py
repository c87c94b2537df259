"""What the union's queries found, as the components show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import ContractVersion, Mandate
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.contracts.states import BINDING_STATES, OPEN_STATES
from corridor.cycle.corridors.terms import CLAUSE_LABELS
from corridor.cycle.employment.queries.arrears import Arrears, Group
from corridor.cycle.employment.queries.monitoring import Monitoring
from corridor.cycle.employment.queries.timeline import OwnMonth, Timeline
from corridor.cycle.employment.queries.union import Case
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Evidence,
    LawRef,
    Queue,
    Row,
    Status,
)
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text, say
from corridor.engines import law
from corridor.platform.exchange import exports

STATES: dict[str, str] = {
    "offered": N_("Offered"),
    "explained": N_("Explained"),
    "accepted": N_("Accepted"),
    "in_force": N_("In force"),
    "ended": N_("Ended"),
    "declined": N_("Declined"),
    "lapsed": N_("Lapsed"),
    "brought": N_("Brought by the worker"),
}
"""How a contract stands, in a word or two."""

KINDS: dict[str, str] = {
    "offer": N_("The offer"),
    "amendment": N_("A change both agreed to"),
    "brought": N_("The contract the worker brought"),
}
"""Where a version comes from."""

SAID: dict[str, str] = {
    "full": N_("Received in full"),
    "less": N_("Received less"),
    "nothing": N_("Received nothing"),
}
"""What a worker says of a month."""

AGREES: dict[str, Status] = {
    "agrees": Status("ok", N_("File and worker say the same")),
    "contradicts": Status("breach", N_("File and worker contradict each other")),
    "unknown": Status("unknown", N_("Only one of them has spoken")),
}
"""Whether file and worker agree."""

_MONTH_SIGNS: dict[str, str] = {
    "missing": "breach",
    "short": "breach",
    "late": "late",
    "paid": "ok",
}

_COLUMNS = (
    Column("worker", N_("Worker"), sortable=False),
    Column("employer", N_("Employer"), sortable=False),
    Column("owed", N_("Still owed"), sortable=False, number=True),
    Column("months", N_("Months"), sortable=False, number=True),
    Column("said", N_("Her own word"), sortable=False),
    Column("claims", N_("Reports of absence"), sortable=False, number=True),
    Column("state", N_("Contract"), sortable=False),
)


def queue(cases: Sequence[Case]) -> Queue:
    """Cases by mandate, the most owed first."""
    return Queue(
        caption=N_("Cases you have a mandate for"),
        columns=_COLUMNS,
        rows=[_row(one) for one in cases],
        total=len(cases),
        empty=EmptyState(
            N_("Nobody has given your union a mandate yet."),
            N_("A case appears here when a worker chooses your union on her own page. It goes"
               " when she takes the mandate back."),
        ),
    )  # fmt: skip


def _row(one: Case) -> Row:
    said = one.last_said
    owed: Any = one.owed[0] if len(one.owed) == 1 else _several(one.owed)
    return Row(
        (
            one.contract.worker.name,
            one.contract.employer.name,
            owed,
            one.months_owed,
            None if said is None else _word(said.said, said.month),
            one.absence_claims,
            STATES[one.contract.state],
        ),
        url=f"/union/{one.contract.pk}/",
        state="late" if one.owed else "",
    )


def _several(amounts: Sequence[Money]) -> Text:
    if not amounts:
        return N_("Nothing on record")
    return ", ".join(f"{one.text()} {one.currency}" for one in amounts)


def _word(said: str, month: str) -> Sentence:
    return sentence(N_("{month}: {said}"), month=month_words(month), said=Sentence(SAID[said]))


_GROUP_COLUMNS = (
    Column("employer", N_("Employer"), sortable=False),
    Column("workers", N_("Workers to whom money is owed"), sortable=False, number=True),
    Column("months", N_("Wage months"), sortable=False, number=True),
    Column("span", N_("From and to"), sortable=False),
    Column("owed", N_("Still owed"), sortable=False, number=True),
)
_SEVERAL = N_("Several employers, each with few workers")


def groups(found: Arrears) -> Queue:
    """Employers by what they owe to the union's workers; no worker is named."""
    return Queue(
        caption=N_("Owed to workers who gave your union a mandate"),
        columns=_GROUP_COLUMNS,
        rows=[
            Row((one.employer or _SEVERAL, one.workers, one.months, _span(one), one.owed))
            for one in found.groups
        ],
        empty=EmptyState(
            N_("No group is large enough to be told."),
            N_("An employer appears here when it owes wages to enough workers with a mandate."
               " Each worker’s own case is in your list of cases."),
        ),
    )  # fmt: skip


def groups_csv(found: Arrears) -> bytes:
    """The groups as a table that a spreadsheet opens."""
    heading = [say(one.title) for one in _GROUP_COLUMNS]
    rows = (
        [one.employer or say(_SEVERAL), one.workers, one.months, f"{one.first} – {one.last}",
         f"{one.owed.text()} {one.owed.currency}"]
        for one in found.groups
    )  # fmt: skip
    return exports.as_csv(heading, rows)


def _span(one: Group) -> Text:
    if one.first == one.last:
        return month_words(one.first)
    return f"{month_words(one.first)} – {month_words(one.last)}"


def live(page: ContractPage) -> Mandate | None:
    """The mandate under which the union reads this case."""
    return next((one for one in page.mandates if one.withdrawn_on is None), None)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the contract with its registrations."""

    version: ContractVersion
    kind: Text
    registered: tuple[Any, ...]


def versions(page: ContractPage) -> list[Version]:
    """Every version, newest first."""
    return [
        Version(one, KINDS[one.kind], tuple(one.registrations.all()))
        for one in reversed(page.case.versions)
    ]


def terms(page: ContractPage) -> list[tuple[Text, Any]]:
    """The terms that hold, clause by clause; silent clauses are left to the comparison."""
    held = page.case.version.terms
    currency = str(held.get("currency") or "")
    return [
        (label, clause_words(name, held[name], currency))
        for name, label in CLAUSE_LABELS.items()
        if held.get(name) not in (None, "")
    ]


def papers(page: ContractPage) -> list[Evidence]:
    """Papers the worker was shown, newest first, each with its verdict in money."""
    return [
        Evidence(
            title=N_("Another paper"),
            kind=Status(one.verdict).words,
            on=one.on,
            url=f"/union/papers/{one.pk}/",
            note=_lost(one.comparison) or (one.where or ""),
        )
        for one in page.papers
    ]


def _lost(comparison: dict[str, Any]) -> Sentence | None:
    month, term = comparison.get("per_month"), comparison.get("over_term")
    if not month or not Money.parse(month, comparison["currency"]).minor:
        return None
    amount = Money.parse(month, comparison["currency"])
    if not term:
        return sentence(N_("{month} less every month"), month=amount)
    whole = Money.parse(term, comparison["currency"])
    return sentence(N_("{month} less every month, {term} over the term"), month=amount, term=whole)


def places(page: ContractPage) -> tuple[str, str]:
    """Origin and destination, for the corridor line."""
    place = law.book().corridor(page.contract.corridor)
    return law.book().jurisdiction(place.origin).name, law.book().jurisdiction(
        place.destination
    ).name


def may_present(page: ContractPage) -> bool:
    """Whether there is a contract that a paper could be compared with."""
    return page.contract.state in (*OPEN_STATES, *BINDING_STATES)


@dataclass(frozen=True, slots=True)
class MonthView:
    """A wage month: contract and file, her word as far as she tells, and what follows."""

    own: OwnMonth
    name: str
    file: Status
    said: Text
    agreement: Status


def months(found: Timeline) -> list[MonthView]:
    """Newest month first. A month she tells nobody about shows contract and file alone."""
    return [
        MonthView(
            own=one,
            name=month_words(one.wage.month),
            file=Status(_MONTH_SIGNS.get(one.wage.state, "unknown"), one.wage.label),
            said=SAID[one.said] if one.said else N_("Has said nothing here"),
            agreement=AGREES[one.agreement],
        )
        for one in found.months
    ]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One count of the monitoring page; ``held`` where it would tell about too few people."""

    label: Sentence
    value: int | None
    of: int | None


def figures(found: Monitoring) -> list[FigureRow]:
    """The corridor's counts in their order."""
    return [FigureRow(one.label, one.value, one.of) for one in found.figures]


def seat_laws(found: Monitoring) -> list[LawRef]:
    """The agreement's rule on who watches, where the book has one."""
    known = set(law.book().ids())
    ids = [f"{one}.monitoring" for one in found.corridor.agreements]
    return [law_ref(id_) for id_ in ids if id_ in known]
