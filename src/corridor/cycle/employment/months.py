"""What a wage month needs to know: its contracts with their terms, and what the engine says.

Nothing here writes, and nothing here reads an answer: what employers see is made of this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.periods import Period
from corridor.cycle.contracts.models import Contract, ContractVersion
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.models import StepTaken
from corridor.engines import law
from corridor.engines.days import EPOCH
from corridor.engines.terms import Contract as Terms
from corridor.engines.verdicts import BREACH, CHECKS, OK, UNKNOWN
from corridor.engines.wagechecks import FURTHER

WAGE_STATES = (
    Contract.State.ACCEPTED,
    Contract.State.IN_FORCE,
    Contract.State.BROUGHT,
    Contract.State.ENDED,
)
"""States in which a contract can owe a wage for the days it covers."""

VERDICTS = {OK: "ok", UNKNOWN: "unknown", BREACH: "breach"}
WAITING = "waiting"
"""The verdict on a month that is not in order yet and not due yet either."""


def month_text(month: Period) -> str:
    """``YYYY-MM``."""
    return f"{month.start:%Y-%m}"


def has_filing_duty(contract: Contract) -> bool:
    """Whether the law makes this employer file wages; a household usually need not."""
    rule = law.book().corridor(contract.corridor).wage_file.get(contract.regime)
    return rule is not None and rule.duty


@dataclass(frozen=True)
class Worked:
    """One contract with the terms that held in a month, and its first and last day there."""

    contract: Contract
    terms: Terms
    start: date | None
    end: date | None

    def row(self) -> dict[str, Any]:
        """The contract as the wage engine reads it."""
        from corridor.engines import wages

        row = wages.contract_row(
            self.terms,
            contract_id=str(self.contract.pk),
            worker_id=str(self.contract.worker_id),
            employer_id=str(self.contract.employer_id),
            start=self.start,
            end=self.end,
        )
        return row | {"origin": self.contract.corridor.partition("-")[0]}

    def active(self, month: Period) -> bool:
        """Whether any day of the contract lies in the month."""
        begun = self.start is None or month.end is None or self.start < month.end
        return begun and (self.end is None or self.end >= month.start)


@dataclass(frozen=True)
class Facts:
    """What is on record about contracts, whatever the month: versions and arrivals, by id.

    A version is its number, its terms and the day it was last signed (None: never).
    """

    versions: Mapping[str, Sequence[tuple[int, Any, date | None]]]
    arrivals: Mapping[str, date]


def facts(contracts: Iterable[Contract]) -> Facts:
    """The facts of a scoped queryset (or a list of few), in two look-ups."""
    return Facts(_versions(contracts), _arrivals(contracts))


def worked(
    contracts: Iterable[Contract], month: Period, known: Facts | None = None
) -> list[Worked]:
    """Contracts with the terms that held in ``month``, those still on the way left out.

    ``contracts`` is a scoped queryset (or a list of few). Who asks for several months reads the
    ``facts`` once and hands them in.
    """
    found = []
    stated = known or facts(contracts)
    for contract in contracts:
        given = _terms(contract, stated, month)
        arrived = stated.arrivals.get(str(contract.pk))
        if contract.state not in WAGE_STATES or given is None or _on_the_way(contract, arrived):
            continue
        start = _first_day(contract.starts, arrived)
        found.append(Worked(contract, given, start, contract.ends))
    return [one for one in found if one.active(month)]


def _first_day(starts: date | None, arrived: date | None) -> date | None:
    """The contract's first day, or the day she came when that was later."""
    return max((day for day in (starts, arrived) if day), default=None)


def _on_the_way(contract: Contract, arrived: date | None) -> bool:
    """No wage is due before she is there, where the procedure knows an arrival."""
    return arrived is None and contract.procedure.has("arrived")


def _these(contracts: Iterable[Contract]) -> Any:
    """The ids as a subquery where there is one: a list of thousands is no SQL parameter."""
    queryset = getattr(contracts, "values", None)
    return queryset("pk") if queryset else [row.pk for row in contracts]


def _versions(contracts: Iterable[Contract]) -> dict[str, list[tuple[int, Any, date | None]]]:
    rows: Iterable[tuple[Any, ...]] = (
        ContractVersion.objects.filter(contract__in=_these(contracts))
        .order_by("contract_id", "number", "signatures__on")
        .values_list("contract_id", "number", "terms", "signatures__on")
    )
    found: dict[str, list[tuple[int, Any, date | None]]] = {}
    for contract_id, number, terms, signed in rows:
        found.setdefault(str(contract_id), []).append((number, terms, signed))
    return found


def _terms(contract: Contract, stated: Facts, month: Period) -> Terms | None:
    """The version that held: the last one signed before the month was over."""
    last = (month.end or month.start) - timedelta(days=1)
    held = None
    for number, terms, signed in stated.versions.get(str(contract.pk), ()):
        # An amendment's version is signed; the offer and what a worker brought always hold.
        if number == 1 or (signed is not None and signed <= last):
            held = terms
    if held is None:
        return None
    text = json.dumps(held, sort_keys=True)
    place = (contract.corridor, contract.route, contract.regime, contract.sector, contract.job)
    return _read(place, text)


@lru_cache(maxsize=4096)
def _read(place: tuple[str, str, str, str, str], terms: str) -> Terms:
    """Terms as the engine reads them; thousands of workers often share the same."""
    corridor, route, regime, sector, job = place
    return law_terms.read(corridor, route, regime, json.loads(terms), sector=sector, job=job)


def _arrivals(contracts: Iterable[Contract]) -> dict[str, date]:
    steps = StepTaken.objects.filter(subject__in=_these(contracts), step="arrived").order_by("id")
    arrived: dict[str, date] = {}
    for subject, outcome, on in steps.values_list("subject", "outcome", "on"):
        if outcome == StepTaken.Outcome.DONE:
            arrived.setdefault(subject, on)
        else:
            arrived.pop(subject, None)
    return arrived


@dataclass(frozen=True)
class Checked:
    """The engine's answer for one contract and month: its figures and its findings.

    ``over`` is the answer once the last lawful day of payment is over, if nothing more comes;
    None where it is the same.
    """

    contract: Contract
    figures: Mapping[str, Any]
    findings: tuple[Finding, ...]
    over: Checked | None = None

    @property
    def last_day(self) -> date:
        """The last day on which the wage can lawfully be paid."""
        latest, due = self.figures["latest_day"], self.figures["due_day"]
        return EPOCH + timedelta(days=due - 1 if latest is None else latest)

    @property
    def verdict(self) -> str:
        """``breach`` before ``waiting`` (not due yet) before ``unknown`` before ``ok``."""
        found = {self.figures[name] for name in CHECKS}
        if any(finding.verdict is Verdict.BREACH for finding in self.findings):
            return VERDICTS[BREACH]
        if self.over is not None:
            return WAITING
        worst = max(found & set(VERDICTS), default=UNKNOWN)
        return VERDICTS[worst]


FIGURES = (
    "currency",
    "days",
    "due_minor",
    "contract_minor",
    "floor_minor",
    "paid_minor",
    "lawful_minor",
    "deductions_minor",
    "still_owed_minor",
    "unproven_minor",
    "food_if_not_given_minor",
    "housing_if_not_given_minor",
    "deemed_paid",
    "due_day",
    "latest_day",
    "paid_day",
    *CHECKS,
)


def check(
    rows: Sequence[Worked],
    payments: Sequence[Mapping[str, Any]],
    month: Period,
    on: date,
    *,
    complete: bool = True,
) -> list[Checked]:
    """Contract and law against payments (rows of the engine's ``PAYMENT_COLUMNS``).

    Of the further checks (``engines.wages.checks``) only breaches become findings: a file holds
    few of their facts, and what it does not tell is no news. ``payments`` may carry what a
    payslip tells beside (``PAYMENT_EXTRAS``). Nothing of it is a worker's answer. The figures
    hold ``besides_minor`` as well: what those checks found owed beside the wage.

    ``complete``: no payment means that the employer's file, or the lack of one, says so. One
    answer for a worker whose contracts with one employer follow each other within the month;
    it stands with the later one. Raises ``Conflict`` "wages.two_contracts".
    """
    answers: list[Checked] = []
    for regime in dict.fromkeys(one.contract.regime for one in rows):
        mine = [one for one in rows if one.contract.regime == regime]
        workers = {one.contract.worker_id for one in mine}
        answers += _check(
            mine,
            [paid for paid in payments if paid["worker_id"] in workers],
            month,
            on,
            regime,
            complete=complete,
        )
    return answers


def _check(
    rows: Sequence[Worked],
    payments: Sequence[Mapping[str, Any]],
    month: Period,
    on: date,
    regime: str,
    *,
    complete: bool,
) -> list[Checked]:
    # The engine brings a table library: half a second that no start of a process should pay.
    from corridor.engines import wages
    from corridor.engines.wages import checks

    book = law.book()
    contracts = checks.contracts_frame([one.row() for one in rows])
    paid = checks.payments_frame(payments)
    end = wages.check(contracts, paid, month, book, date.max, complete=complete)
    answer = wages.as_seen(end, on)
    if payments:
        judged = checks.judge(answer, contracts, paid, month, book)
        further = checks.further(judged, month, book, regime, only=(BREACH,))
    else:
        further = checks.breaches([(month, answer, contracts)], book, regime)[0]
    found = _answers(rows, answer, [*wages.findings(answer, month, book, regime), *further])
    waiting = wages.waiting(end, on)
    if waiting.is_empty():
        return found
    later = _answers(rows, waiting, [*wages.findings(waiting, month, book, regime), *further])
    over = {one.contract.pk: one for one in later}
    return [replace(one, over=over.get(one.contract.pk)) for one in found]


def check_unpaid(
    asked: Sequence[tuple[Period, Worked]], on: date, *, complete: bool
) -> list[list[Checked]]:
    """``check`` of one contract for several months in which nobody was paid, at once.

    The same answers as month by month; those of a month are none where no day of it is covered.
    """
    from corridor.engines import wages
    from corridor.engines.wages import checks

    if not asked:
        return []
    book, regime = law.book(), asked[0][1].contract.regime
    frames = [(month, checks.contracts_frame([one.row()])) for month, one in asked]
    answers = wages.check_unpaid(frames, book, on, complete=complete)
    seen = [(month, answer, frame) for (month, frame), answer in zip(frames, answers, strict=True)]
    further = checks.breaches(seen, book, regime)
    return [
        _answers([one], answer, [*wages.findings(answer, month, book, regime), *more])
        for (month, one), answer, more in zip(asked, answers, further, strict=True)
    ]


def _answers(rows: Sequence[Worked], answer: Any, findings: Iterable[Finding]) -> list[Checked]:
    """The engine's rows with their findings, each at the later contract of its worker."""
    latest = {
        (str(one.contract.worker_id), str(one.contract.employer_id)): one.contract
        for one in sorted(rows, key=lambda one: (one.start or date.min, one.contract.id))
    }
    said: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.subject, str(finding.explain["employer"]))
        said.setdefault(key, []).append(finding)
    found: list[Checked] = []
    for row in answer.iter_rows(named=True):
        key = (row["worker_id"], row["employer_id"])
        contract = latest[key]
        mine = tuple(_of_contract(finding, contract) for finding in said.get(key, ()))
        figures = {name: row[name] for name in FIGURES} | {"besides_minor": _besides(mine)}
        found.append(Checked(contract, figures, mine))
    return found


def owed(figures: Mapping[str, Any]) -> int | None:
    """Everything owed for the month in minor units: the wage, and what is owed beside it."""
    still = figures["still_owed_minor"]
    beside = figures.get("besides_minor") or 0
    return beside or None if still is None else int(still) + int(beside)


def _besides(findings: Iterable[Finding]) -> int:
    """What the further checks found owed, such as overtime that was not paid."""
    return sum(one.owed.minor for one in findings if one.owed and one.check in FURTHER)


def _of_contract(finding: Finding, contract: Contract) -> Finding:
    """Engines name worker and employer; on record and on pages the contract stands for both."""
    explain = {name: value for name, value in finding.explain.items() if name != "employer"}
    return replace(finding, subject=str(contract.pk), explain=explain)
