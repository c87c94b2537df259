"""The transparency log, for everybody: how it stands, what an entry says, and its proof."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from corridor.core.problems import BadInput, Conflict, NotFound, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.handle import explain
from corridor.doors.web.limits import limit
from corridor.doors.web.shared import papers
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.words import Text
from corridor.engines.evidence.reading import one_by_one
from corridor.engines.log.proof import HEADER
from corridor.engines.tokens import looks_like
from corridor.platform.translog import queries, witnesses
from corridor.platform.translog.queries import Entry
from corridor.platform.translog.standing import check_proof, standing

TYPES: dict[str, str] = {
    "contract.version": N_("A version of a contract"),
    "contract.language": N_("A contract’s text in one language"),
    "contract.signed": N_("A signature under a contract"),
    "contract.registered": N_("A registration of a contract"),
    "visa.matched": N_("A visa held against a contract"),
    "clearance.pass": N_("A departure pass"),
    "clearance.revoked": N_("A departure pass that was taken back"),
    "clearance.blank": N_("A pass made in advance, for days without the server"),
    "clearance.blank_closed": N_("A pass made in advance that was used or given back"),
    "quota.recorded": N_("How many workers an employer is allowed"),
    "wages.filed": N_("A month’s wage file"),
    "settlement.made": N_("A settlement at the end of a contract"),
    "inspection.step": N_("A step of a labour inspectorate against an establishment"),
    "inspection.order": N_("An order of a labour inspectorate to pay wages"),
    "inspection.evidence": N_("Evidence of payment that an employer brought"),
    "inspection.order_event": N_("What became of an order to pay wages"),
    "observatory.source": N_("A source that statistics are made of"),
    "observatory.table": N_("A table of statistics in work"),
    "observatory.protection": N_("A table of statistics that was protected"),
    "observatory.review": N_("A review of what is held back in a table"),
    "observatory.release": N_("A release of statistics on the calendar"),
    "observatory.approval": N_("An approval of a release of statistics"),
    "observatory.withdrawal": N_("A release of statistics that was withdrawn"),
    "observatory.publication": N_("Statistics as they were published"),
    "step.taken": N_("A step of a procedure"),
    "power.granted": N_("A power given to an agency"),
    "power.ended": N_("A power of an agency that ended"),
    "licence.decided": N_("A decision on a licence"),
    "key.issued": N_("A signing key of this node"),
    "erasure.done": N_("A lawful erasure"),
    "journal.anchor": N_("The state of the journal"),
    "policy.changed": N_("The law that this node computes with"),
    "record.state": N_("A record as an act has left it"),
    "log.taken_up": N_("From here on the log keeps more kinds of records"),
}
"""What the public type of an entry means."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the check of an entry came to: colour, sign, word and what it means."""

    state: str
    sign: str
    word: Text
    means: tuple[Sentence, ...]
    entries: tuple[Entry, ...] = ()


class EntryForm(papers.BroughtForm):
    """An entry's number, or a proof as text or as a file."""

    file = "proof"
    nothing = gettext_lazy("Write a number, or bring a proof.")

    text = forms.CharField(
        required=False,
        max_length=100_000,
        label=gettext_lazy("Number of an entry, or the text of a proof"),
        help_text=gettext_lazy("A proof begins with c2sp.org/tlog-proof@v1."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    proof = forms.FileField(
        required=False,
        label=gettext_lazy("Or a proof as a file"),
        help_text=gettext_lazy("Its name ends in .tlog-proof."),
    )


@csrf_exempt  # protected in the inner view, once the upload is told to stay in memory
def log(request: HttpRequest) -> HttpResponse:
    """How the log stands, and a form to check an entry."""
    only(request)
    if request.method == "POST":
        papers.in_memory(request)
    return _log(request)


@csrf_protect
def _log(request: HttpRequest) -> HttpResponse:
    form, result, status = EntryForm(request.POST or None, request.FILES or None), None, 200
    if request.method == "POST":
        limit(request, "log", times=30)
        status = 422
        if form.is_valid():
            try:
                text = _brought(form)
                if text.isascii() and text.isdecimal():
                    return redirect("public:log-entry", index=_number(text))
                result, form, status = _checked(text), EntryForm(), 200
            except Problem as problem:
                explain(form, problem.at(field="text"))
                status = problem.status
    page = {"form": form, "result": result, "log": standing()}
    return render(request, "web/public/log.html", page, status=status)


def _brought(form: EntryForm) -> str:
    given = form.cleaned_data.get("proof")
    if not given:
        return str(form.cleaned_data["text"]).replace("\r\n", "\n").strip(" ")
    try:
        return str(given.read().decode("utf-8"))
    except UnicodeDecodeError:
        raise BadInput("log.file", sentence(N_("This file is no proof: it is not text."))) from None


def _number(text: str) -> int:
    if len(text) > 18:
        raise NotFound(
            "translog.entry", sentence(N_("The log has no entry {index}."), index=text[:18] + "…")
        )
    return int(text)


def _checked(text: str) -> Result:
    if not text.startswith(HEADER):
        raise _no_proof(text)
    try:
        # Browsers may take the last line's end away; the note must have it.
        found = [check_proof(one) for one in one_by_one(text.rstrip("\n") + "\n")]
    except Conflict as problem:
        means = (problem.message, *([problem.remedy] if problem.remedy else []))
        return Result("breach", "breach", N_("The log was changed"), means)
    word = N_("It stands in the log") if len(found) == 1 else N_("All of it stands in the log")
    said = {one.judged.sentence.say(): one.judged.sentence for one in found}
    return Result("ok", "ok", word, tuple(said.values()), tuple(one.entry for one in found))


def _no_proof(text: str) -> BadInput:
    remedy = sentence(N_("Write the number of an entry, or bring the file whose name ends so."))
    if looks_like(text.strip()):
        remedy = sentence(N_("A pass or receipt is checked on the page “Check a pass or receipt”."))
    return BadInput("log.no_proof", sentence(N_("This is no proof of the log.")), remedy=remedy)


@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """What one entry says to everybody."""
    only(request)
    found, newest = queries.public_entry(index), queries.latest_checkpoint()
    says = found.says
    page = {
        "entry": found,
        "type": TYPES.get(str(says.get("type")), str(says.get("type"))),
        "says": says,
        "signed": newest is not None and newest.size > index,
        "last": queries.size() - 1,
    }
    return render(request, "web/public/log_entry.html", page)


@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The proof that an entry is in the newest checkpoint, as a file. It opens nothing."""
    only(request)
    name = f'attachment; filename="entry-{index}.tlog-proof"'
    return _text(queries.inclusion(index).text(), {"Content-Disposition": name})


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint with its cosignatures, for whoever keeps it elsewhere."""
    only(request)
    newest = queries.latest_checkpoint()
    if newest is None:
        raise NotFound("log.no_checkpoint", sentence(N_("No checkpoint has been signed yet.")))
    return _text(queries.with_cosignatures(newest), {"Cache-Control": "public, max-age=5"})


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The log's key, its witnesses and how many are needed, for those who check without us."""
    only(request)
    return JsonResponse(
        witnesses.policy_document(), headers={"Cache-Control": "public, max-age=300"}
    )


def _text(body: str, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8", headers=headers)
