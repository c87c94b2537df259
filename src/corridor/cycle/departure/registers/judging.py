"""What a filled-in register is worth, line by line, against what is on record. Plain Python."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from corridor.core.codes.short import tail_of
from corridor.core.problems import Conflict, Problem
from corridor.core.text import N_, sentence
from corridor.cycle.departure.registers.faults import closed, contract_twice, twice, wrong
from corridor.cycle.departure.registers.known import STANDING, Case, Judged, Known, Slip
from corridor.cycle.departure.registers.table import CLEARED, Serial, outcome_of
from corridor.engines.tokens import as_printed

Row = tuple[int, Mapping[str, Any]]


def plain_name(name: str) -> str:
    """A name for comparing: no capitals, no accents, single spaces."""
    latin = as_printed(name, limit=200)
    same = unicodedata.normalize("NFKC", latin if latin.isascii() and latin else name)
    return " ".join(same.casefold().split())


def judge(rows: Iterable[Row], known: Known) -> list[Judged]:
    """Every line that says something. Lines are never guessed right: two that exclude each other
    are both wrong."""
    read = [_read(number, values, known) for number, values in rows if outcome_of(values)]
    slips = Counter(one.serial for one in read)
    cases = Counter(one.case.id for one in read if one.case is not None)
    return [_finished(one, slips, cases, known) for one in read]


def _finished(one: Judged, slips: Counter[int], cases: Counter[str], known: Known) -> Judged:
    """The line once its neighbours are known."""
    doubled = [twice(one)] if one.serial and slips[one.serial] > 1 else []
    if one.case is not None and cases[one.case.id] > 1:
        doubled.append(contract_twice())
    before = known.closed.get(one.serial)
    if before is not None and not doubled and _says_the_same(one, before):
        return _with(one, (), already=True)
    if before is not None:
        return _with(one, (*doubled, closed(one, before)))
    return _with(one, (*one.problems, *doubled))


def _with(one: Judged, problems: Iterable[Problem], *, already: bool = False) -> Judged:
    placed = tuple(problem.at(line=one.line) for problem in problems)
    return replace(one, problems=placed, already=already)


def _says_the_same(one: Judged, before: Slip) -> bool:
    contract = one.case.id if one.case is not None else ""
    return (one.outcome, contract) == (before.outcome, before.contract)


def _read(line: int, values: Mapping[str, Any], known: Known) -> Judged:
    """One line by itself."""
    named: Serial = values["serial"]
    word = outcome_of(values)
    problems = _serial_problems(named, known)
    number = 0 if problems else named.number  # no slip of this batch: it has no number here
    if word != CLEARED:
        return Judged(line, number, word, problems=tuple(problems))
    on = values["cleared_on"]
    case, about = _case(values["contract"], values["family_name"], known)
    first, second, who = _officers(values, on, case, known)
    problems += [*about, *_day_problems(on, known), *who]
    return Judged(line, number, "used", case, on, first, second, tuple(problems))


def _serial_problems(named: Serial, known: Known) -> list[Problem]:
    if named.tail in {"", tail_of(known.batch)} and named.number <= known.size:
        return []
    return [
        wrong(
            "serial_other",
            N_("This slip does not belong to batch {batch} with its {count} slips."),
            N_("Hand it in with the register of its own batch."),
            "serial",
            batch=known.batch,
            count=known.size,
        )
    ]


def _day_problems(on: date, known: Known) -> list[Problem]:
    if known.first <= on <= min(known.last, known.today):
        return []
    return [
        wrong(
            "outside",
            N_("The slips could be used from {first} to {last}, and {day} is outside or to come."),
            N_("Compare the day with the slip. If it is right, keep the slip and tell your head."),
            "cleared_on",
            first=known.first,
            last=known.last,
            day=on,
        )
    ]


def _case(number: str, family: str, known: Known) -> tuple[Case | None, list[Problem]]:
    """The contract a line means: among those that share a short number, the one with the name."""
    found = known.cases(number)
    if not found:
        return None, [
            wrong(
                "contract_unknown",
                N_("No contract with the number {number} is on record here."),
                N_("Read it again from the contract, letter by letter."),
                "contract",
                number=number,
            )
        ]
    named = [one for one in found if plain_name(one.family) == plain_name(family)]
    if len(named) != 1:
        return None, [
            wrong(
                "name",
                N_("The worker of contract {number} has another family name than “{name}”."),
                N_("Compare both with the slip and with the contract."),
                "family_name",
                number=number,
                name=family,
            )
        ]
    return named[0], _standing(named[0], known)


_NOT_AGAIN: dict[str, str] = {
    "cleared": N_("This contract was already cleared on {day}."),
    "refused": N_("The clearance of this contract was refused on {day}."),
    "revoked": N_("The clearance of this contract was taken back on {day}."),
    "appealed": N_("The clearance of this contract is under appeal; it was decided on {day}."),
}


def _standing(case: Case, known: Known) -> list[Problem]:
    """Whether the contract is one that could still be cleared."""
    if case.corridor != known.corridor:
        return [
            wrong(
                "corridor",
                N_("The slips are for the corridor {corridor}; the contract is for {other}."),
                N_("Compare the contract number with the slip."),
                "contract",
                corridor=known.corridor,
                other=case.corridor,
            )
        ]
    if case.clearance in _NOT_AGAIN:
        problem = Conflict(
            f"batches.{case.clearance}",
            sentence(_NOT_AGAIN[case.clearance], day=case.decided_on or "?"),
            remedy=sentence(
                N_("Keep the slip, call the gate, and decide with your head what is to be done.")
            ),
        )
        return [problem.at(field="contract")]
    if case.state not in STANDING:
        return [
            wrong(
                "contract_open",
                N_("This contract is not signed by its worker, or does not stand any more."),
                N_("Keep the slip and call the worker: she may have left without a contract."),
                "contract",
            )
        ]
    return []


def _officers(
    values: Mapping[str, Any], on: date, case: Case | None, known: Known
) -> tuple[str, str, list[Problem]]:
    first, problems = _officer(values["first_officer"], on, "first_officer", known)
    second, more = _officer(values["second_officer"], on, "second_officer", known)
    problems += more
    if first and first == second:
        problems.append(
            wrong(
                "same_officer",
                N_("Both signatures are those of one officer."),
                N_("Two officers clear. Keep the slip and tell your head."),
                "second_officer",
            )
        )
    problems += [
        wrong(
            "barred",
            N_("This officer took part in a decision on this case that was appealed."),
            N_("Keep the slip: two officers without a part in it decide."),
            name,
        )
        for name, person in (("first_officer", first), ("second_officer", second))
        if case is not None and person and person in case.barred
    ]
    return first, second, problems


def _officer(name: str, on: date, column: str, known: Known) -> tuple[str, list[Problem]]:
    """The person id of an officer by sign-in name or full name."""
    wanted = plain_name(name)
    found = {one.person for one in known.officers if wanted in one.names and one.there(on)}
    if len(found) == 1:
        return found.pop(), []
    template = (
        N_("Two officers of this office are called “{name}”.")
        if found
        else N_("No officer of this office was called “{name}” on that day.")
    )
    remedy = N_("Write the officer’s sign-in name.")
    return "", [wrong("officer", template, remedy, column, name=name)]
