"""The gate: one question, one large answer. No scan is kept, only that a pass was used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.cycle.departure import actions
from corridor.cycle.departure.queries import PassStanding, at_gate, revoked_codes
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.gate.forms import ScanForm, UseForm
from corridor.doors.web.handle import explain, for_roles
from corridor.doors.web.shared import papers
from corridor.doors.web.shared.figures import occupation
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.engines.evidence.check import WORDS
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.once import once
from corridor.platform.clock.queries import today
from corridor.platform.records import new_id

PAGE = "web/gate/gate.html"
_PRINTED = 300  # codes on the page for a day without the server

_WORDS: dict[str, tuple[str, str, str]] = {
    "valid": ("ok", "ok", N_("Valid")),
    "used": ("breach", "breach", N_("Already used")),
    "taken_back": ("breach", "breach", N_("Taken back")),
    "blank": ("soon", "clock", N_("Pre-issued, filled in by hand")),
    "closed": ("breach", "breach", N_("Closed without a holder")),
    "expired": ("breach", "late", N_("Expired")),
    "not_yet": ("soon", "clock", N_("Not valid yet")),
    "forged": ("breach", "breach", N_("Forged")),
    "unknown": ("unknown", "unknown", N_("Not known here")),
    "unreadable": ("unknown", "unknown", N_("Cannot be read")),
}
_MEANS: dict[str, str] = {
    "valid": N_("Compare the passport with this page, then let the pass be used."),
    "used": N_("A pass works once. Compare the passport, and call the clearance office."),
    "taken_back": N_("This clearance was taken back. Call the clearance office."),
    "blank": N_(
        "Name and two signatures must stand on it by hand. Ask for the contract and compare "
        "the passport with both. If all is there, write down the code and let the worker "
        "go through."
    ),
    "closed": N_(
        "The office has reported this pass as lost, spoilt or not used. Keep the paper and "
        "call the clearance office."
    ),
    "expired": N_("Its last day has passed. Send the worker to the labour desk for a new pass."),
    "not_yet": N_("Its first day has not come. Send the worker to the labour desk."),
    "forged": N_("This office did not sign this text. Keep the paper and call your supervisor."),
    "unknown": N_("No such pass is on record at this gate. Call the clearance office."),
    "unreadable": N_("Type the short code from the paper, or take the photograph again."),
}


WITHOUT_A_SERVER: dict[str, str] = {
    "valid": N_("Compare name and year of birth with the passport. If they are the same, let the "
                "worker go through."),
    "expired": _MEANS["expired"],
    "not_yet": _MEANS["not_yet"],
    "revoked": _MEANS["taken_back"],
    "forged": _MEANS["forged"],
    "unknown_key": N_("The keys on this computer are too old or not complete. Fetch them again "
                      "from another office. Do not decide by guess."),
    "unreadable": N_("Take the photograph again, or type the text under the code."),
}  # fmt: skip
"""What the program’s answer means at a gate whose server cannot be reached."""


@dataclass(frozen=True)
class Verdict:
    """What a pass is worth at this gate, and whose it is."""

    key: str
    state: str
    sign: str
    word: Text
    means: Text
    holder: str = ""
    birth_year: str = ""
    rows: tuple[tuple[Text, Any], ...] = ()


@csrf_exempt  # protected in the inner view, once the upload is told to stay in memory
@for_roles(Role.BORDER_OFFICER)
def gate(request: HttpRequest) -> HttpResponse:
    """Hold up a pass."""
    if request.method == "POST":
        try:
            papers.in_memory(request)
        except BadInput as problem:
            form = ScanForm()
            page = {"form": form, "problem": problem}
            return render(request, PAGE, page, status=problem.status)
    return _gate(request)


@csrf_protect
def _gate(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        done = request.GET.get("done") == "1"
        return render(request, PAGE, {"form": ScanForm(), "done": done})
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    try:
        photo = form.cleaned_data["photo"]
        text = papers.text_of(photo.read()) if photo else form.cleaned_data["text"].strip()
    except Problem as problem:
        explain(form, problem.at(field="photo"))
        return render(request, PAGE, {"form": form}, status=problem.status)
    return render(request, PAGE, _answer(text, actor_of(request)))


def _answer(text: str, by: Actor) -> dict[str, Any]:
    found = verdict(at_gate(text, by))
    use = UseForm(initial={"text": text, "once": new_id()}) if found.key == "valid" else None
    form = ScanForm()
    # The officer must see the verdict first; a focused field below would scroll it away.
    form.fields["text"].widget.attrs.pop("autofocus", None)
    return {"form": form, "verdict": found, "use": use}


def verdict(found: PassStanding) -> Verdict:
    """One of ten answers; only a genuine pass shows a holder."""
    key = found.verified.state if not found.verified.genuine else str(found.standing)
    if found.verified.state in {"expired", "not_yet"} and key in {"valid", "blank"}:
        key = found.verified.state
    if key in {"unknown_key", "not_a_pass"} or found.standing == "unknown":
        key = "unknown"
    state, sign, word = _WORDS[key]
    if not found.verified.genuine or found.standing == "unknown":
        return Verdict(key, state, sign, word, _MEANS[key])
    said = found.verified.payload
    if found.verified.kind == "blank":
        return Verdict(key, state, sign, word, _MEANS[key], rows=_of_slip(said))
    rows: list[tuple[Text, Any]] = [
        (N_("Employer"), said.get("employer_name", "")),
        (N_("Work"), occupation(str(said.get("occupation", "")))),
        (N_("Valid from"), _day(said.get("valid_from"))),
        (N_("Last day"), _day(said.get("valid_to"))),
    ]
    return Verdict(
        key,
        state,
        sign,
        word,
        _MEANS[key],
        str(said.get("holder", "")),
        str(said.get("birth_year", "")),
        tuple(rows),
    )


def _of_slip(said: Mapping[str, Any]) -> tuple[tuple[Text, Any], ...]:
    """What is signed of a slip: everything but its holder, who is written on it by hand."""
    which = sentence(N_("{serial} of {count}"), serial=said.get("serial"), count=said.get("count"))
    return (
        (N_("Batch"), said.get("batch", "")),
        (N_("Pass"), which),
        (N_("Corridor"), said.get("corridor", "")),
        (N_("Valid from"), _day(said.get("valid_from"))),
        (N_("Last day"), _day(said.get("valid_to"))),
    )


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return value


@for_roles(Role.BORDER_OFFICER)
@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """Let a valid pass be used, once, whatever the thumb does."""
    by, form = actor_of(request), UseForm(request.POST)
    if not form.is_valid():
        text = form.cleaned_data.get("text", "") if hasattr(form, "cleaned_data") else ""
        return render(request, PAGE, _answer(text, by) | {"use": form}, status=422)
    text = form.cleaned_data["text"]
    # The key is remembered without the officer's name and without the pass.
    nobody = Actor(by.role, country=by.country)
    try:
        once(
            key=form.cleaned_data["once"],
            by=nobody,
            scope="gate",
            body={},
            run=lambda: bool(actions.use_pass(by=by, text=text)),
        )
    except Problem as problem:
        page = {"form": ScanForm(), "verdict": verdict(at_gate(text, by)), "problem": problem}
        return render(request, PAGE, page, status=problem.status)
    return redirect("/gate/?done=1")


@for_roles(Role.BORDER_OFFICER)
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What to do when this server cannot be reached, on one printed page."""
    place = law.book().jurisdiction(actor_of(request).country or "")
    day = today(place.time_zone)
    found = [(code, on) for code, on, _ in revoked_codes(day)]
    page = {
        "answers": [{"word": WORDS[one], "means": says} for one, says in WITHOUT_A_SERVER.items()],
        "today": day,
        "count": len(found),
        "taken_back": found[:_PRINTED],
        "more": len(found[_PRINTED:]),
    }
    return render(request, "web/gate/offline.html", page)
