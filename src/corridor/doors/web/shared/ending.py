"""What is owed at the end, as every face shows it: parts, arithmetic, doubts, law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.core.findings import Finding
from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.employment.earned import Earned
from corridor.cycle.employment.queries.ending import EndingPage
from corridor.doors.web.components.models import LawRef
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.engines.eos import Award, Due

TICKET: dict[str, str] = {
    "employer": N_("The employer pays it, says the contract."),
    "worker": N_("The worker pays it, says the contract."),
    "shared": N_("Both pay it, says the contract."),
}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The benefit with its arithmetic. ``amount`` None: unknown, and ``reason`` says why."""

    amount: Money | None
    reason: Text
    steps: tuple[Sentence, ...]
    others: tuple[tuple[Sentence, Money], ...]
    doubts: tuple[Text, ...]
    law: tuple[LawRef, ...]
    due: Sentence
    due_law: tuple[LawRef, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the settlement: an amount, or a sentence where there is none."""

    name: str
    amount: Money | None
    says: Text = ""


def reckoning(award: Award | None, due: Due, why: Text = "") -> Reckoning:
    """An award and its last lawful day, ready for a page."""
    answers = award.law if award is not None else ()
    doubts = [answer.unverified for answer in answers if answer.unverified]
    return Reckoning(
        amount=award.amount if award is not None else None,
        reason=(award.reason if award is not None and award.reason else why) or "",
        steps=tuple(step.says for step in award.steps) if award is not None else (),
        others=award.alternatives if award is not None else (),
        doubts=tuple(dict.fromkeys(doubts)),
        law=law_links(award.ids if award is not None else ()),
        due=due.says,
        due_law=law_links((due.answer.id,) if due.answer is not None else ()),
    )


def law_links(ids: tuple[str, ...]) -> tuple[LawRef, ...]:
    """Links to the pages of law values, by their plain titles."""
    known = set(law.book().ids())
    return tuple(
        LawRef(id_, law.book().parameter(id_).title, f"/law/{id_}/") for id_ in ids if id_ in known
    )


def parts(page: EndingPage) -> list[Part]:
    """Wages, benefit, leave and journey, each with what is known of it."""
    found = page.ending
    benefit = found.benefit.amount if found.benefit is not None else None
    return [
        Part(N_("Wages still owed"), found.wages.owed, _wages(found.wages, page.earned)),
        *_this_month(page),
        Part(N_("End of service"), benefit, found.why or ""),
        Part(N_("Unused leave"), None, _leave(found.leave)),
        Part(N_("Journey home"), None, _ticket(found.ticket)),
    ]


def _this_month(page: EndingPage) -> list[Part]:
    """The wage of the days of a month whose file is not due: in the sum, or why it is not."""
    this = page.earned
    if this is None:
        return []
    name = month_words(this.month)
    if this.amount is None:
        why = N_("What was earned in {month} cannot be reckoned yet. It is not in this sum.")
        return [Part(N_("Wage of the last month"), None, sentence(why, month=name))]
    if page.over:
        words = N_("For {month} until {day}. It is not in this sum: the wage file is not due yet.")
        told = sentence(words, month=name, day=this.until)
        return [Part(N_("Wage of the last month"), this.amount, told)]
    told = sentence(N_("For {month} until today. No wage file is due yet."), month=name)
    return [Part(N_("Wage of this month until today"), this.amount, told)]


def _wages(found: Finding, this: Earned | None) -> Text:
    own = this.month if this is not None else ""
    silent = len([month for month in found.explain["without_file"] if month != own])
    if not silent:
        return ""
    return sentence(
        N_("Months without a wage file: {count}. They are not in this sum."), count=silent
    )


def _leave(found: Finding) -> Text:
    if found.expected is None:
        return N_("The contract names no leave.")
    words = N_("The contract gives {days} paid days a year. How many were taken is on no record.")
    return sentence(words, days=found.expected)


def _ticket(found: Finding) -> Text:
    return TICKET.get(str(found.expected), N_("The contract does not say who pays it."))


def standing(page: EndingPage) -> tuple[str, list[Sentence]]:
    """The verdict on the payment, and what it means."""
    found = page.standing
    told: list[Sentence] = []
    due: date | None = found.explain["due_by"]
    if found.explain["short"] and found.owed is not None:
        told.append(sentence(N_("Less is on record than is due: {owed} is owed."), owed=found.owed))
    if found.explain["late"] and due is not None:
        told.append(sentence(N_("The last lawful day was {day}."), day=due))
    if not told:
        words = {
            "ok": N_("Paid in full and in time, says the employer."),
            "breach": N_("The payment is not as the law asks."),
            "unknown": N_("Whether everything was paid in time is not known."),
        }
        told.append(sentence(words[found.verdict.value]))
    return found.verdict.value, told
