"""Check a pass or a receipt: pasted, as a file or as a photograph. Nothing is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from corridor.core.codes.short import short_of
from corridor.core.problems import Problem
from corridor.core.text import N_, Sentence
from corridor.cycle.contracts.queries.receipts import by_short_code
from corridor.cycle.departure import queries as departure
from corridor.doors.web.handle import explain
from corridor.doors.web.limits import limit
from corridor.doors.web.shared import papers
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.shared.figures import occupation
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.engines.tokens import Verified, looks_like
from corridor.platform.access.actor import STRANGER
from corridor.platform.keys.queries import issuer_document

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-?[0-9A-HJKMNP-TV-Z]{5}", re.IGNORECASE)

FIELDS: dict[str, str] = {
    "holder": N_("Holder"),
    "birth_year": N_("Year of birth"),
    "employer_name": N_("Employer"),
    "employer": N_("Employer"),
    "occupation": N_("Work"),
    "corridor": N_("Corridor"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Last day"),
    "registered_on": N_("Registered on"),
    "version": N_("Version of the contract"),
    "contract": N_("Contract"),
    "batch": N_("Batch"),
    "serial": N_("Number in the batch"),
    "count": N_("Passes in the batch"),
    "digest": N_("Fingerprint of the terms"),
}
"""What a pass or receipt says, in the order in which people ask."""

KINDS: dict[str, str] = {
    "pass": N_("Departure pass"),
    "receipt": N_("Registration receipt"),
    "blank": N_("Pre-issued departure pass"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a paper turned out to be: state (for its colour), sign, word, and what to do."""

    state: str
    sign: str
    word: Text
    means: tuple[Sentence, ...]
    kind: Text = ""
    rows: tuple[tuple[Text, Any], ...] = ()
    signed_by: str = ""
    code: str = ""


_WORDS: dict[str, tuple[str, str, str]] = {
    "valid": ("ok", "ok", N_("Genuine and valid")),
    "used": ("soon", "clock", N_("Genuine, but already used")),
    "taken_back": ("breach", "breach", N_("Taken back")),
    "blank": ("soon", "clock", N_("Genuine, pre-issued, filled in by hand")),
    "closed": ("breach", "breach", N_("Closed without a holder")),
    "unknown": ("unknown", "unknown", N_("Not on record here")),
    "expired": ("soon", "late", N_("Expired")),
    "not_yet": ("soon", "clock", N_("Not valid yet")),
    "forged": ("breach", "breach", N_("Not genuine")),
    "unknown_key": ("unknown", "unknown", N_("Signer not known here")),
    "unreadable": ("unknown", "unknown", N_("Cannot be read")),
}


class PaperForm(papers.BroughtForm):
    """A pass or receipt, as text or as a file; a short code also does for a receipt."""

    file = "paper"
    nothing = gettext_lazy("Paste the text, or choose a photograph or file.")

    text = forms.CharField(
        required=False,
        max_length=20_000,
        label=gettext_lazy("Text or short code"),
        help_text=gettext_lazy(
            "The text under the code begins with OC1. A short code looks like 7K3QD-0XH2M."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    paper = forms.FileField(
        required=False,
        label=gettext_lazy("Or a photograph of the code, or a file"),
        help_text=gettext_lazy("PNG, JPEG, text or JSON, at most 12 megabytes."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,text/plain,.json"}),
    )


@csrf_exempt  # protected in the inner view, once the upload is told to stay in memory
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and what the paper turned out to be."""
    only(request)
    if request.method == "POST":
        papers.in_memory(request)
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "web/public/verify.html", {"form": form})
    limit(request, "verify", times=30)
    if not form.is_valid():
        return render(request, "web/public/verify.html", {"form": form}, status=422)
    try:
        text = _brought(form)
    except Problem as problem:
        explain(form, problem.at(field="paper"))
        return render(request, "web/public/verify.html", {"form": form}, status=problem.status)
    page = {"form": PaperForm(), "result": _result(request, text)}
    return render(request, "web/public/verify.html", page)


def _brought(form: PaperForm) -> str:
    paper = form.cleaned_data.get("paper")
    return papers.text_of(paper.read()) if paper else str(form.cleaned_data["text"]).strip()


def _result(request: HttpRequest, text: str) -> Result:
    if _CODE.fullmatch(text):
        limit(request, "short-code", times=10)
        return _by_code(text)
    standing = departure.standing(text, STRANGER)
    verified = standing.verified
    state: str = verified.state
    means: tuple[Sentence, ...] = (_dated(verified.sentence),)
    if state == "valid":
        state, means = "valid", ()
        if verified.kind in {"pass", "blank"}:
            state, means = standing.standing, (standing.sentence,)
    colour, sign, word = _WORDS[state]
    return Result(
        state=colour,
        sign=sign,
        word=word,
        means=means,
        kind=KINDS.get(verified.kind, ""),
        rows=_rows(verified),
        signed_by=verified.kid if verified.genuine else "",
        code=verified.short_code if looks_like(text) else "",
    )


def _dated(says: Sentence) -> Sentence:
    """The sentence with its ISO days as days, so that each language writes them its own way."""
    return Sentence(says.template, {name: _day(value) for name, value in says.params.items()})


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _by_code(text: str) -> Result:
    """A receipt by its short code: whether it exists, and its fingerprint. No name, no term."""
    found = by_short_code(text)
    if found is None:
        says = Sentence(
            N_("No receipt with this code is on record here. For a pass, bring its whole text.")
        )
        return Result("unknown", "unknown", N_("Not on record here"), (says,), code=text.upper())
    says = Sentence(
        N_("A receipt with this code exists. Compare the fingerprint with the one on the paper.")
    )
    rows = ((FIELDS["digest"], found.digest), (FIELDS["registered_on"], found.on))
    return Result(
        "ok", "ok", N_("On record"), (says,), KINDS["receipt"], rows, code=found.short_code
    )


def _rows(verified: Verified) -> tuple[tuple[Text, Any], ...]:
    said = verified.payload
    return tuple((words, _said(name, said[name])) for name, words in FIELDS.items() if name in said)


def _said(name: str, value: str | int) -> Any:
    text = str(value)
    if name in {"valid_from", "valid_to", "registered_on"}:
        return _day(text)
    if name == "occupation":
        return occupation(text)
    if name == "corridor":
        return next((one.title for one in law.book().corridors() if one.id == text), text)
    return _short(text) if name == "contract" else text


def _short(number: str) -> str:
    """A contract's number as its papers print it; another node's number may be of another kind."""
    try:
        return short_of(number)
    except ValueError:
        return number


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The issuers' public keys, for those who verify without this server."""
    return JsonResponse(issuer_document(), headers={"Cache-Control": "public, max-age=300"})
