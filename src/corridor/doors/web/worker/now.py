"""What a worker has to do now, in one sentence, and the list of tasks behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from corridor.core.periods import RoughDate, add_months
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries import Case
from corridor.cycle.employment.queries import Attention
from corridor.doors.web.components.models import Task
from corridor.doors.web.words import Text

State = Contract.State
_OPEN = {State.OFFERED, State.EXPLAINED}


@dataclass(frozen=True, slots=True)
class Now:
    """The one thing to do: its sentence, why, and where it leads. Lower ``rank`` comes first."""

    title: Text
    why: Text
    url: str
    button: Text
    rank: int


def at(name: str, *args: str | int) -> str:
    """The address of a page of this face."""
    return reverse(f"worker:{name}", args=args)


def wage_months(case: Case) -> tuple[date, ...]:
    """The first days of the last three whole months that the contract covers, newest first."""
    if case.contract.state not in {State.IN_FORCE, State.BROUGHT, State.ENDED}:
        return ()
    today = case.contract.local_today()
    first = (case.done.get("arrived") or case.contract.starts or case.contract.governed_on).replace(
        day=1
    )
    last = min(today, case.contract.ends or today).replace(day=1)
    if last == today.replace(day=1):
        last = add_months(last, -1)
    months = [add_months(last, -back) for back in range(3)]
    return tuple(month for month in months if month >= first)


def month_text(month: date) -> str:
    """``YYYY-MM``."""
    return f"{month:%Y-%m}"


def now(case: Case, seen: Attention) -> Now:
    """The one thing this contract asks of her today."""
    return (
        _urgent(case, seen)
        or (_offer(case) if case.state in _OPEN else None)
        or (_before_leaving(case, seen) if case.state == State.ACCEPTED else None)
        or (_at_work(case, seen) if case.state in {State.IN_FORCE, State.BROUGHT} else None)
        or _rest(case)
    )


def _urgent(case: Case, seen: Attention) -> Now | None:
    if seen.absence:
        return Now(
            N_("Your employer says that you were absent. Say what happened."),
            N_("This is only a claim. Your contract stands."),
            at("absence", seen.absence),
            N_("Read it"),
            0,
        )
    if seen.amendment:
        return Now(
            N_("Your employer wants to change your contract."),
            N_("Read what changes, in money. You need not agree."),
            at("amendment", seen.amendment),
            N_("Read the change"),
            1,
        )
    return None


def _offer(case: Case) -> Now:
    number = str(case.contract.pk)
    employer = case.contract.employer.name
    if "offer_explained" not in case.done:
        return Now(
            N_("Read your job offer, or have it read to you."),
            sentence(
                N_("{employer} has signed first. You need not decide today."), employer=employer
            ),
            at("offer", number),
            N_("Open the offer"),
            2,
        )
    if case.procedure.has("questions_answered") and "questions_answered" not in case.done:
        return Now(
            N_("Answer five questions about the offer."),
            N_("They show whether the offer was explained well. Your employer never sees them."),
            at("question", number, 1),
            N_("Start the questions"),
            2,
        )
    if case.procedure.has("copy_kept") and "copy_kept" not in case.done:
        return Now(
            N_("Keep your own copy of the contract."),
            N_("Print it, or keep it on a phone that is yours."),
            at("copy", number),
            N_("Get my copy"),
            2,
        )
    return _sign(case)


def _sign(case: Case) -> Now:
    first = case.procedure.earliest("accepted", case.done)
    if first is not None and case.contract.local_today("worker") < first:
        return Now(
            sentence(N_("Take your time. You can sign from {day} on."), day=first),
            N_("Nobody may hurry you. Talk about it with somebody you trust."),
            at("think", str(case.contract.pk)),
            N_("See your days to think"),
            3,
        )
    return Now(
        N_("Decide: sign the contract, or say no."),
        N_("You sign last. After that the contract binds both sides."),
        at("think", str(case.contract.pk)),
        N_("Go to the decision"),
        2,
    )


def _before_leaving(case: Case, seen: Attention) -> Now | None:
    number = str(case.contract.pk)
    if seen.clearance and seen.clearance_state in {"refused", "revoked"}:
        return Now(
            N_("You were not cleared to leave. Read why."),
            N_("You can appeal, and you need not give a reason."),
            at("clearance", seen.clearance),
            N_("Read the reasons"),
            1,
        )
    if seen.pass_used or "departed" in case.done:
        return Now(
            N_("Have you arrived?"),
            N_("When you say so, your contract begins and your wage is counted."),
            at("arrived", number),
            N_("Say that I have arrived"),
            2,
        )
    if seen.travel_pass and seen.clearance_state == "cleared":
        return Now(
            N_("Your pass is ready."),
            N_("Print it, or show it on your phone at the airport."),
            at("pass", number),
            N_("Show my pass"),
            2,
        )
    return _own_paper(case)


TICKED = frozenset({"insured", "recognition_started", "recognition_completed", "departed"})
"""Her steps that are taken by saying so, on a page of the same name."""

_PAPERS: Mapping[str, tuple[str, str, str]] = {
    "change_requested": (
        N_("Tell your old employer that you leave."),
        N_("You need nobody’s consent."),
        "change",
    ),
    "visa_recorded": (
        N_("Write down what your visa says."),
        N_("It is compared with your contract, so that nobody sends you to another job."),
        "visa",
    ),
    "recognition_started": (
        N_("Have your training recognised."),
        N_("The authority of the other country needs time for it. Begin early."),
        "recognition_started",
    ),
    "insured": (
        N_("Show that you are insured."),
        N_("Your country asks for it before you leave."),
        "insured",
    ),
    "clearance_requested": (
        N_("Ask to be cleared to leave."),
        N_("Two officers look at your papers. It costs you nothing here."),
        "request",
    ),
}


def _own_paper(case: Case) -> Now | None:
    ready = {step.id: step for step in case.open_steps()}
    for step, (title, why, page) in _PAPERS.items():
        # A step that others may take as well is hers to do now only where she is named first.
        if step in ready and (page not in TICKED or ready[step].by[0] == "worker"):
            return Now(title, why, page_of(page, case), N_("Do this now"), 2)
    return None


def page_of(page: str, case: Case) -> str:
    """The address of a page of one contract; a step that is only ticked has one of its own."""
    number = str(case.contract.pk)
    if page in TICKED:
        return at("step", number, page)
    return at(page, number, 1) if page == "question" else at(page, number)


def _at_work(case: Case, seen: Attention) -> Now | None:
    number = str(case.contract.pk)
    for month in wage_months(case)[:1]:
        if month_text(month) not in seen.months_said:
            return Now(
                sentence(
                    N_("Did you get your wage for {month}?"), month=RoughDate(month_text(month))
                ),
                N_("Your employer never sees your answer."),
                at("month", number, month_text(month)),
                N_("Answer"),
                3,
            )
    if not seen.fees_said:
        return Now(
            N_("Did you pay somebody for this job?"),
            N_("It is asked in private. Your answer is never used against you."),
            at("fees", number),
            N_("Answer in private"),
            4,
        )
    return None


def _rest(case: Case) -> Now:
    number = str(case.contract.pk)
    employer = case.contract.employer.name
    match case.state:
        case State.ACCEPTED:
            return Now(
                N_("You have signed. Others do the next step now."),
                _waiting_for(case),
                at("signed", number),
                N_("See what happens next"),
                6,
            )
        case State.BROUGHT:
            why = N_("You are protected from today. Your employer was not told.")
            return Now(
                N_("Your paper is on record."), why, at("wages", number), N_("See my months"), 5
            )
        case State.IN_FORCE:
            return Now(
                N_("There is nothing you must do now."),
                sentence(N_("Your contract with {employer} is in force."), employer=employer),
                at("wages", number),
                N_("See my wages"),
                7,
            )
        case State.DECLINED | State.LAPSED:
            why = N_("You said no, or the offer ran out. Nothing is held against you.")
            return Now(N_("This offer is over."), why, "/jobs/", N_("Look at open jobs"), 9)
        case _:
            why = N_("What is still owed to you stays owed.")
            return Now(
                N_("This contract has ended."), why, at("wages", number), N_("See my wages"), 8
            )


def _waiting_for(case: Case) -> Text:
    for stop in case.line:
        if stop.state in {"now", "broken"}:  # a late office is still whom she waits for
            if not stop.office:
                return stop.label
            return sentence(N_("{step}: {office}."), step=stop.label, office=Sentence(stop.office))
    return N_("You will be told when something happens.")


_STEPS: Sequence[tuple[str, str, str]] = (
    ("offer_explained", N_("Read or hear the offer"), "offer"),
    ("questions_answered", N_("Answer five questions"), "question"),
    ("copy_kept", N_("Keep your own copy"), "copy"),
    ("accepted", N_("Think, then sign or say no"), "think"),
    ("change_requested", N_("Tell your old employer that you leave"), "change"),
    ("visa_recorded", N_("Write down what your visa says"), "visa"),
    ("recognition_started", N_("Have your training recognised"), "recognition_started"),
    ("insured", N_("Show that you are insured"), "insured"),
    ("clearance_requested", N_("Ask to be cleared to leave"), "request"),
    ("departed", N_("Say that you have left, if nobody recorded it"), "departed"),
    ("arrived", N_("Say that you have arrived"), "arrived"),
    ("recognition_completed", N_("Say that your training was recognised"), "recognition_completed"),
    ("first_wage", N_("Say that your first wage has come"), "first-wage"),
)


def tasks(case: Case) -> list[Task]:
    """Her own steps in the order of the procedure; what is done stays readable."""
    own = {step.id: step for step in case.procedure.steps if "worker" in step.by}
    over = case.state in {State.DECLINED, State.LAPSED, State.ENDED}
    listed = []
    for step_id, title, page in _STEPS:
        if step_id not in own:
            continue
        if page == "offer" and case.procedure.has("contract_brought"):
            title = N_("Have the papers you brought explained")
        done = step_id in case.done
        blocks = [] if done else case.blocks(step_id)
        state = "done" if done else "blocked" if blocks or over else "now"
        listed.append(
            Task(
                title,
                state,
                url=page_of(page, case) if state == "now" or (done and page == "offer") else "",
                hint=blocks[0] if blocks and not over else "",
            )
        )
    return listed
