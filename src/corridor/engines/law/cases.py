"""Worked cases beside the law they apply: run by the tests and whenever a pack is checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from corridor.core.money import Money
from corridor.core.periods import day
from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, sentence
from corridor.engines.law.heat import heat_banned
from corridor.engines.law.kinds import Ratio, Table, plain
from corridor.engines.law.model import Answer
from corridor.engines.law.schema import Reader
from corridor.engines.law.switches import in_pay_period
from corridor.engines.specs.tree import Block, line_of

if TYPE_CHECKING:
    from corridor.engines.law.book import Book


def run_cases(book: Book, file: str, root: Block) -> tuple[int, list[Problem]]:
    """Run every check of one cases file: how many there were, and the problems."""
    reader, count = Reader(file), 0
    reader.only(root, ("kind", "cases"))
    for case in reader.blocks(root, "cases", required=True):
        reader.only(case, ("id", "title", "source", "url", "tier", "note", "checks"))
        name = reader.text(case, "id")
        reader.text(case, "source")
        for check in reader.blocks(case, "checks", required=True):
            count += 1
            _run(book, reader, name, check)
    return count, reader.problems


def _run(book: Book, reader: Reader, name: str, check: Block) -> None:
    method = next((how for how in METHODS if how in check), None)
    if method is None or "expect" not in check:
        reader.wrong(check, "checks", " | ".join(METHODS) + " + expect")
        return
    try:
        found = METHODS[method](book, check)
        expected = _plain(check["expect"])
        if found != expected:
            raise BadInput(
                "law.case",
                sentence(
                    N_("The worked case {case} gives {found}, not {expected}."),
                    case=name,
                    found=str(found),
                    expected=str(expected),
                ),
                remedy=sentence(N_("Correct the value, or the case if its source was misread.")),
                expected=expected,
                found=found,
            )
    except Problem as problem:
        place = Place(file=reader.file, line=line_of(check), field=method)
        for single in problem.problems:
            single.place = place
            reader.problems.append(single)
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        reader.wrong(check, method, f"{type(wrong).__name__}: {wrong}")


def _plain(node: Any) -> Any:
    if isinstance(node, Block):
        return {name: _plain(value) for name, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else str(node)


def _on(check: Block) -> date:
    return day(str(check["on"]))


def _answer(book: Book, check: Block, id_: str) -> Answer:
    key = {name: str(value) for name, value in check.get("for", {}).items()}
    return in_pay_period(book, id_, _on(check), key, _yes(check, "announced"), _begins(check))


def _yes(check: Block, name: str) -> bool:
    return str(check.get(name, "no")) == "yes"


def _begins(check: Block) -> date | None:
    return day(str(check["pay_period_start"])) if "pay_period_start" in check else None


def _text(answer: Answer) -> str:
    """How a case writes what it expects: the exact text, or the state when it is not known."""
    if not answer.known:
        return answer.state
    if isinstance(answer.value, bool):
        return "yes" if answer.value else "no"
    return str(plain(answer.value))


def _value(book: Book, check: Block) -> Any:
    answer = _answer(book, check, str(check["value"]))
    if isinstance(answer.value, Table) and isinstance(check["expect"], Block):
        row = answer.as_json()["value"]
        return {name: _cell(row[name]) for name in check["expect"]}
    return _text(answer)


def _cell(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _money(answer: Answer) -> Money:
    if not isinstance(answer.value, Money):
        raise TypeError(f"{answer.id}: {answer.state}")
    return answer.value


def _sum(book: Book, check: Block) -> str:
    parts = [_money(_answer(book, check, str(id_))) for id_ in check["sum"]]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total.text()


def _highest(book: Book, check: Block) -> str:
    answers = [_answer(book, check, str(id_)) for id_ in check["highest"]]
    known = [_money(answer) for answer in answers if answer.known]
    return max(known, key=lambda money: money.minor).text()


def _excess(book: Book, check: Block) -> str:
    cap = _money(_answer(book, check, str(check["excess"])))
    over = Money.parse(str(check["charged"]), cap.currency) - cap
    return max(over, Money(0, cap.currency), key=lambda money: money.minor).text()


def _times(book: Book, check: Block) -> str:
    """``amount`` x value / ``over``, plus the amount itself with ``plus_one``; exact."""
    answer = _answer(book, check, str(check["times"]))
    by = answer.value
    ratio = by if isinstance(by, Ratio) else Ratio(int(str(by)), 1)
    amount = Money.parse(str(check["amount"]), str(check["currency"]))
    extra = ratio.den if _yes(check, "plus_one") else 0
    num = amount.minor * (ratio.num + extra) * int(str(check.get("count", "1")))
    whole, rest = divmod(num, ratio.den * int(str(check.get("over", "1"))))
    if rest:
        raise ValueError(f"{num} leaves a remainder")
    return Money(whole, amount.currency).text()


def _heat(book: Book, check: Block) -> str:
    ban = _answer(book, check, str(check["heat"]))
    stop = _answer(book, check, str(check["stop"])) if "stop" in check else None
    wbgt = Ratio.parse(str(check["wbgt"])) if "wbgt" in check else None
    found = heat_banned(ban, _on(check), str(check["time"]), stop, wbgt)
    return "unknown" if found is None else "yes" if found else "no"


def _rows(book: Book, check: Block) -> Any:
    answer = _answer(book, check, str(check["rows"]))
    if not isinstance(answer.value, Table):
        raise TypeError(f"{answer.id}: {answer.state}")
    return [
        {name: _cell(plain(value)) for name, value in row.items() if value is not None}
        for row in answer.value.rows
    ]


def _floor(book: Book, check: Block) -> str:
    """The lowest lawful wage as text, “at least …” while something is in doubt, or the state."""
    from corridor.engines.wages.least import least  # the wage engines stand above the law
    from corridor.engines.wages.minima import IN_KIND, Work

    said = {name: str(value) for name, value in check.get("for", {}).items()}
    origin = said.pop("origin", None)
    given = {w: said.pop(f"{w}_in_kind") == "yes" for w in IN_KIND if f"{w}_in_kind" in said}
    work = Work(said, origin, given, _yes(check, "announced"), _begins(check))
    place, period = str(check["floor"]), check.get("period")
    currency = book.jurisdiction(place).currency
    found = least(book, place, _on(check), work, currency, period and str(period))
    if found.amount is None:
        return found.state
    text = found.amount.text()
    text = text if found.amount.currency == currency else str(found.amount)
    return f"at least {text}" if found.state == "at_least" else text


def _ladder(book: Book, check: Block) -> Any:
    """The step reached ``days_late`` days after the due date ``on``, or the columns expected."""
    from corridor.engines.wages.ladder import stage  # the wage engines stand above the law

    size = int(str(check["size"])) if "size" in check else None
    place, late = str(check["ladder"]), int(str(check["days_late"]))
    found = stage(book, place, _on(check), late, size)
    told = {
        "state": found.state,
        "stage": found.stage or "none",
        "late": {True: "yes", False: "no", None: "unknown"}[found.late],
        "grace": str(found.grace_days),
        "unknown": str(len(found.unknown)),
        "next": next((rung.on.isoformat() for rung in found.next), "none"),
    }
    expected = check["expect"]
    if isinstance(expected, Block):
        return {name: told[name] for name in expected}
    return told["stage"] if found.state == "known" else told["state"]


def _ending(book: Book, check: Block) -> Any:
    """What the end of service comes to (``ending`` names the law), or ``unknown``.

    The other fields are those of the question; ``other`` asks for the amount that the first,
    second, ... other reading gives.
    """
    from corridor.engines import eos  # reads the law itself

    body = {name: _plain(value) for name, value in check.items()}
    on, other = day(str(check["on"])) if "on" in check else date.max, body.pop("other", None)
    given = {name: value for name, value in body.items() if name not in ("expect", "ending")}
    asked = eos.read_question(given | {"law": body["ending"]}, book, on)
    award = eos.end_of_service(
        book,
        asked.place,
        asked.service,
        asked.wage,
        asked.reason,
        asked.on,
        asked.key,
        asked.days_per_year,
    )
    if other is not None:
        return award.alternatives[int(other) - 1][1].text()
    return "unknown" if award.amount is None else award.amount.text()


def _order(book: Book, check: Block) -> Any:
    """What stands before a step (``before``) in a procedure, or whether it exists (``has``)."""
    corridor, route, regime = str(check["order"]).split("/")
    procedure = book.procedure(corridor, route, regime, _on(check))
    if "has" in check:
        return "yes" if procedure.has(str(check["has"])) else "no"
    done = dict.fromkeys((str(step) for step in check.get("done", [])), _on(check))
    return list(procedure.blockers(str(check["before"]), done))


def _month(book: Book, check: Block) -> Any:
    """One worker's month: the question under ``month``, the figures under ``expect``."""
    from corridor.engines.wages import month_cases  # the wage engines stand above the law

    return month_cases.run(book, check["month"], check["expect"])


METHODS: dict[str, Callable[[Book, Block], Any]] = {
    "value": _value,
    "sum": _sum,
    "highest": _highest,
    "excess": _excess,
    "times": _times,
    "heat": _heat,
    "rows": _rows,
    "order": _order,
    "ending": _ending,
    "floor": _floor,
    "ladder": _ladder,
    "month": _month,
}
