"""From the open offer to the signature: read or hear, five questions, copy, days to think."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from corridor.core.findings import Verdict
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.queries import ContractPage, answered, pass_mark, questions
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors.terms import clause_label, clause_of
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import CaseClock
from corridor.doors.web.shared.figures import language_name
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.worker import clauses, printing
from corridor.doors.web.worker.forms import Confirm, Decide, Explained, Kept, OneQuestion
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.views.shared import (
    ask,
    bare,
    home_of,
    own,
    own_page,
    posted,
    show,
)

OPEN = {"offered", "explained"}


@own_page
def read(request: HttpRequest, contract: str) -> HttpResponse:
    """The whole contract in plain sentences; at its end: I have read or heard it."""
    page = own(request, contract)
    context: dict[str, Any] = {
        "page": page,
        "clauses": clauses.clauses(page.case, page.findings),
        "back_url": home_of(contract),
        "open": page.case.state in OPEN,
        "title": _("Your papers") if _brought(page) else _("Your contract"),
        "lead": _lead(page),
    }
    return ask(
        request,
        Explained(posted(request)),
        contracts.explain,
        template="offer",
        done=lambda _done: _after_reading(page),
        page=context,
        contract=contract,
        language=actor_of(request).language,
    )


_LEADS = {
    "brought": N_("This is what {employer} promised you, as you wrote it down."),
    "offer": N_("This is what {employer} offers you, sentence by sentence."),
    "signed": N_("This is what {employer} and you agreed, sentence by sentence."),
    "over": N_("This is what {employer} offered you, sentence by sentence."),
}


def _brought(page: ContractPage) -> bool:
    return page.case.procedure.has("contract_brought")


def _lead(page: ContractPage) -> Sentence:
    """What she reads below: an offer, what both signed, or what she brought herself."""
    state = page.case.state
    kind = "signed" if "accepted" in page.case.done else "offer" if state in OPEN else "over"
    kind = "brought" if _brought(page) else kind
    return sentence(_LEADS[kind], employer=page.contract.employer.name)


def _after_reading(page: ContractPage) -> str:
    number = str(page.contract.pk)
    asked = page.case.procedure.has("questions_answered")
    if page.case.state in OPEN and asked and "questions_answered" not in page.case.done:
        return at("question", number, 1)
    return home_of(number)


@own_page
def languages(request: HttpRequest, contract: str) -> HttpResponse:
    """Every language version side by side, and where they differ."""
    page = own(request, contract)
    currency = page.case.terms.currency or ""
    texts = page.languages
    differing = [one for one in page.language_differences if one.verdict is Verdict.BREACH]
    rows = [
        (
            clause_label(name),
            [
                (language_name(text.language), clause_words(name, text.terms.get(name), currency))
                for text in texts
            ],
            any(name == clause_of(found) for found in differing),
        )
        for name in clauses.ORDER
    ]
    heads = [(language_name(text.language), text.language, text.prevails) for text in texts]
    return show(
        request,
        "languages",
        differing=differing,
        page=page,
        rows=rows,
        heads=heads,
        back_url=at("offer", contract),
    )


@own_page
def pdf(request: HttpRequest, contract: str) -> HttpResponse:
    """Her own copy, in the language of the page."""
    page = own(request, contract)
    return printing.answer(printing.contract(page), f"contract-{page.contract.pk[-6:]}.pdf")


def _kept(contract: str) -> str:
    """Where the answers so far are kept: in her session, until she has given all five."""
    return f"answers:{contract}"


@own_page
def question(request: HttpRequest, contract: str, number: int) -> HttpResponse:
    """One of the five questions. The last one sends all answers in one act."""
    if corridors.blocks("questions_answered", bare(request, contract)):
        return redirect(at("offer", contract))
    listed = questions(contract, actor_of(request))
    so_far: dict[str, str] = dict(request.session.get(_kept(contract), {}))
    first_open = next((i for i, one in enumerate(listed, 1) if one.id not in so_far), len(listed))
    if not 1 <= number <= len(listed) or number > first_open:
        return redirect(at("question", contract, first_open))
    asked = listed[number - 1]
    form = OneQuestion(asked, posted(request), initial={"answer": so_far.get(asked.id)})
    if number < len(listed) and request.method == "POST" and form.is_valid():
        request.session[_kept(contract)] = so_far | {asked.id: form.cleaned_data["answer"]}
        return redirect(at("question", contract, number + 1))

    def answer_all(*, by: Any, answer: str) -> Any:
        given = so_far | {asked.id: answer}
        return contracts.answer_questions(by=by, contract=contract, answers=given)

    def done(_answered: Any) -> str:
        request.session.pop(_kept(contract), None)
        return at("answers", contract)

    back = at("question", contract, number - 1) if number > 1 else home_of(contract)
    context = {"number": number, "count": len(listed), "back_url": back}
    return ask(request, form, answer_all, template="question", done=done, page=context)


@own_page
def answers(request: HttpRequest, contract: str) -> HttpResponse:
    """How well the explanation worked. Nobody is blamed, and nothing is barred."""
    page = own(request, contract)
    if not page.understandings:
        return redirect(at("question", contract, 1))
    last = page.understandings[0]
    worked = last.score >= pass_mark(last.on)
    told = answered(str(last.pk), actor_of(request))
    return show(
        request,
        "answers",
        page=page,
        worked=worked,
        unclear=[_unclear(one) for one in told if not one.told_well],
        back_url=home_of(contract),
    )


def _unclear(one: Any) -> tuple[Any, Any]:
    right = next((option.text for option in one.question.options if option.key == one.right), "")
    return one.question.text, right


@own_page
def counsellor(request: HttpRequest, contract: str) -> HttpResponse:
    """Ask for a person to go through it with her."""
    page = own(request, contract)
    return ask(
        request,
        Confirm(posted(request)),
        contracts.ask_counsellor,
        done=lambda _asked: home_of(contract),
        page={
            "title": _("Shall a counsellor call you?"),
            "lead": _("It costs nothing. Your employer and your agency do not hear of it."),
            "note": _("A counsellor was already asked to call you.")
            if page.case.counsellor_waits
            else "",
            "button": _("Yes, please call me"),
            "back_url": home_of(contract),
        },
        contract=contract,
    )


@own_page
def copy(request: HttpRequest, contract: str) -> HttpResponse:
    """Her own copy, and that she has it."""
    bare(request, contract)
    return ask(
        request,
        Kept(posted(request)),
        contracts.keep_copy,
        template="copy",
        done=lambda _kept: at("think", contract),
        page={"number": contract, "back_url": home_of(contract)},
        contract=contract,
    )


@own_page
def think(request: HttpRequest, contract: str) -> HttpResponse:
    """The days to think; from the first possible day on: sign, or say no on any day."""
    page = own(request, contract)
    if page.case.state not in OPEN:
        return redirect(
            at("signed", contract) if page.case.state == "accepted" else home_of(contract)
        )
    case, today = page.case, page.contract.local_today("worker")
    first = case.procedure.earliest("accepted", case.done)
    blocks = case.blocks("accepted")
    form = Decide(posted(request))
    if blocks:
        form.fields["decision"].choices = form.fields["decision"].choices[1:]  # type: ignore[attr-defined]

    def decide(*, by: Any, decision: str) -> Any:
        act = contracts.accept if decision == "yes" else contracts.decline
        return act(by=by, contract=contract)

    clock = CaseClock(_("Answer the offer by this day"), case.answer_by, today)
    context = {
        "page": page,
        "blocks": blocks,
        "first": first,
        "waiting": first is not None and today < first,
        "clock": clock if case.answer_by else None,
        "back_url": home_of(contract),
    }
    return ask(
        request,
        form,
        decide,
        template="think",
        done=lambda row: at("signed", contract) if row.state != "declined" else home_of(contract),
        page=context,
    )


@own_page
def signed(request: HttpRequest, contract: str) -> HttpResponse:
    """What happens next, and who does it."""
    page = own(request, contract)
    return show(request, "signed", page=page, back_url=home_of(contract))
