"""``corridor wages floor`` and ``corridor wages ladder``: what the law says on wages of a day."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from corridor.core.money import Money
from corridor.core.text import Sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.doors.cli.wages_words import Question, Said, asked_floor, asked_ladder, cited
from corridor.engines import law
from corridor.engines.law import Answer
from corridor.engines.wages.ladder import Rung, Standing, stage
from corridor.engines.wages.least import Floor, least
from corridor.engines.wages.minima import Rule

Law = Annotated[str, typer.Option("--law", metavar="STATE", help="Such as QAT or Qatar.")]
For = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="WHAT=SAID", help="Such as job=nurse or food_in_kind=false."),
]


_BESIDE = ("compliant", "exclusions", "upload", "fine")
"""What the law says beside the ladder: thresholds, cases outside it, the file's day, the fine."""


def floor(
    law_: Law,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day asked about.")],
    for_: For = None,
    period: Annotated[
        str | None, typer.Option("--period", help="month, hour, week, day or year.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option("--origin", metavar="STATE", help="The worker's own state.")
    ] = None,
    begins: Annotated[
        str | None,
        typer.Option("--pay-period-start", metavar="DATE", help="First day of the pay period."),
    ] = None,
    announced: Annotated[
        bool, typer.Option("--announced", help="Also use values that are only announced.")
    ] = False,
    json: Json = False,
) -> None:
    """The lowest lawful wage for one kind of work, the highest of all rules that ask for one."""
    with refusals(json):
        book = law.book()
        asked = asked_floor(
            book, law_, on, Said(tuple(for_ or ()), period, origin, begins, announced)
        )
        home = book.jurisdiction(asked.place).currency
        found = least(book, asked.place, asked.on, asked.work, home, asked.period)
        if json:
            answer_json(_floor_json(asked, found))
        else:
            _say_floor(asked, found)


def ladder(
    law_: Law,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day on which the wages were due.")
    ],
    days_late: Annotated[
        str, typer.Option("--days-late", metavar="N", help="Days since then, 0 or more.")
    ],
    size: Annotated[
        str | None,
        typer.Option("--establishment-size", metavar="S", help="Workers of the establishment."),
    ] = None,
    regime: Annotated[
        str | None, typer.Option("--regime", help="general, domestic or maritime.")
    ] = None,
    json: Json = False,
) -> None:
    """What late wages have led to by the law of the due date, and what comes next."""
    with refusals(json):
        book = law.book()
        asked = asked_ladder(book, law_, on, days_late, size, regime)
        found = stage(book, asked.place, asked.on, asked.days, asked.size, asked.work.key)
        if json:
            answer_json(_ladder_json(asked, found))
        else:
            _say_ladder(asked, found)


def _say(parts: tuple[Sentence, ...]) -> list[str]:
    return [part.say() for part in parts]


def _floor_json(asked: Question, found: Floor) -> dict[str, Any]:
    """The published shape ``wage-floor``."""
    amount, most = found.amount, found.at_most
    first = [found.chosen] if found.chosen else []
    answers = {a.id: a for rule in (*first, *found.rules, *found.also) for a in rule.answers}
    return {
        "place": asked.place,
        "on": asked.on.isoformat(),
        "for": asked.said,
        "state": found.state,
        "amount": amount.text() if amount else None,
        "currency": amount.currency if amount else asked.currency,
        "period": found.period,
        "at_most": most.text() if most else None,
        "reason": " ".join(_say(found.reasons)) or None,
        "notes": _say(found.notes),
        "rules": [_rule_json(rule, rule is found.chosen) for rule in found.rules],
        "also": [_rule_json(rule, False) for rule in found.also],
        "law": [cited(answer) for answer in (*answers.values(), *_absent(asked, found))],
    }


def _absent(asked: Question, found: Floor) -> list[Answer]:
    """The answers that say there is no rule, where nothing else answers."""
    if found.rules or found.also:
        return []
    id_ = f"{asked.place}.minimum_wage.basic"
    book = law.book()
    return [book.value(id_, asked.on, asked.work.key)] if id_ in book.ids() else []


def _rule_json(rule: Rule, chosen: bool) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "amount": rule.amount.text() if rule.amount else None,
        "at_most": rule.at_most.text() if rule.at_most else None,
        "currency": rule.currency,
        "period": rule.period,
        "chosen": chosen,
        "unsaid": list(rule.unsaid),
        "law": [answer.id for answer in rule.answers],
    }


def _say_floor(asked: Question, found: Floor) -> None:
    amount = found.amount
    words = {"known": "", "at_least": "at least ", "unknown": "unknown", "missing": "none"}
    told = words[found.state] + (_per(amount, found.period) if amount else "")
    screen.print(f"{asked.place} on {asked.on}: {told}", markup=False)
    for part in (*found.reasons, *found.notes):
        screen.print(part.say(), markup=False)
    if found.at_most is not None and found.at_most != amount:
        screen.print(f"At most {_per(found.at_most, found.period)}", markup=False)
    for rule in found.rules:
        ids = " + ".join(answer.id for answer in rule.answers)
        screen.print(f"  {rule.kind}: {rule.amount or 'unknown'} ({ids})", markup=False)
    for rule in found.also:
        screen.print(f"  also {rule.kind}: {_per(rule.amount, rule.period)}", markup=False)
    for row in _floor_json(asked, found)["law"]:
        _say_law(row)


def _per(amount: Money | None, period: str | None) -> str:
    return f"{amount} {'an' if period == 'hour' else 'a'} {period}"


def _ladder_json(asked: Question, found: Standing) -> dict[str, Any]:
    """The published shape ``wage-ladder``."""
    coming = found.next
    regime = asked.ask(f"{found.place}.wps.ladder")
    beside = {name: asked.ask(f"{found.place}.wps.{name}") for name in _BESIDE}
    answers = [asked.ask(id_) for id_ in found.law]
    answers += [answer for answer in beside.values() if answer and answer.state != "missing"]
    return {
        "place": found.place,
        "due": found.due.isoformat(),
        "days_late": found.days_late,
        "on": found.on.isoformat(),
        "establishment_size": found.size,
        "state": found.state,
        "reason": found.reason.say() if found.reason else None,
        "regime": None if regime is None else {"from": regime.first, "to": regime.last},
        "note": _own_words(regime),
        "grace_days": found.grace_days,
        "late": found.late,
        "stage": found.stage,
        "present": [_rung_json(rung) for rung in found.present],
        "reached": [_rung_json(rung) for rung in found.reached],
        "unknown": [_rung_json(rung) for rung in found.unknown],
        "next": [_rung_json(rung) for rung in coming],
        "next_on": coming[0].on.isoformat() if coming else None,
        "thresholds": _value(beside["compliant"]),
        "exclusions": _value(beside["exclusions"]),
        "file_within_days": _value(beside["upload"]),
        "fine": _value(beside["fine"]),
        "law": [cited(answer) for answer in answers if answer is not None],
    }


def _own_words(answer: Answer | None) -> str | None:
    """What the pack says of this regime alone, beyond what it says of every ladder."""
    if answer is None or not answer.known:
        return None
    return answer.plain if answer.plain != law.book().parameter(answer.id).plain else None


def _value(answer: Answer | None) -> Any:
    return answer.as_json()["value"] if answer is not None and answer.known else None


def _rung_json(rung: Rung) -> dict[str, Any]:
    return {
        "step": rung.label,
        "days": rung.days,
        "months": rung.months,
        "on": rung.on.isoformat(),
        "consequence": rung.consequence,
        "establishment_from": rung.size_from,
        "establishment_to": rung.size_to,
    }


def _say_ladder(asked: Question, found: Standing) -> None:
    size = "unknown size" if found.size is None else f"{found.size} workers"
    late = {True: "late", False: "not yet late", None: "lateness unknown"}[found.late]
    screen.print(
        f"{found.place}, due {found.due}, {found.days_late} days after, {size}: {late}",
        markup=False,
    )
    if found.reason is not None:
        screen.print(found.reason.say(), markup=False)
    for name, rungs in (("done", found.reached), ("open", found.unknown), ("next", found.next)):
        for rung in rungs:
            told = f"  {name} {rung.on} ({_counted(rung)}): {rung.consequence}{_sizes(rung)}"
            screen.print(told, markup=False)
    if found.unknown:
        screen.print("The open steps depend on the size: say --establishment-size.")
    for row in _ladder_json(asked, found)["law"]:
        _say_law(row)


def _counted(rung: Rung) -> str:
    return f"day {rung.days}" if rung.days is not None else f"after {rung.label}"


def _sizes(rung: Rung) -> str:
    if rung.size_from is None and rung.size_to is None:
        return ""
    low, high = rung.size_from or 1, rung.size_to
    return f" [{low} to {high} workers]" if high is not None else f" [{low} workers or more]"


def _say_law(row: dict[str, Any]) -> None:
    sources = "; ".join(f"{cite['document']} ({cite['tier']})" for cite in row["cites"])
    screen.print(f"{row['id']} from {row['from'] or '?'}: {sources}", markup=False)
    if row["unverified"]:
        screen.print(f"  To be verified: {row['unverified']}", markup=False)
    for conflict in row["conflicts"]:
        state = "Open conflict" if conflict["open"] else "Conflict, settled"
        screen.print(f"  {state}: {conflict['about']}. {conflict['choice']}", markup=False)
