"""A long form in two steps: fill in, check what was written, then do it. Works without script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.doors.web.components.models import Answer
from corridor.doors.web.handle import ActForm, explain, handle
from corridor.doors.web.shared.clause_fields import LABELS, SECTIONS
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.shared.terms_form import TermsForm

CHECK = "web/shared/check.html"


def confirmed(
    request: HttpRequest,
    form: ActForm,
    act: Callable[..., Any],
    *,
    template: str,
    done: Callable[[Any], str],
    page: Mapping[str, Any],
    review: Callable[[], Mapping[str, Any]],
    **fixed: Any,
) -> HttpResponse:
    """The form, then ``review()`` (what the check page shows; its problems go back beside the
    fields), then the act once."""
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "edit":
        return render(request, template, {"form": form, **page})
    if step != "check":
        return handle(request, form, act, template=template, done=done, context=page, **fixed)
    if not form.is_valid():
        return render(request, template, {"form": form, **page}, status=422)
    try:
        seen = review()
    except Problem as problem:
        explain(form, problem)
        return render(request, template, {"form": form, **page}, status=problem.status)
    hidden = [(name, value) for name, value in _sent(request) if name not in _OURS]
    return render(request, CHECK, {"form": form, "hidden": hidden, **page, **seen})


_OURS = frozenset({"step", "csrfmiddlewaretoken"})


def _sent(request: HttpRequest) -> Iterable[tuple[str, str]]:
    for name, values in request.POST.lists():
        for value in values:
            yield name, str(value)


def terms_answers(form: TermsForm) -> list[Answer]:
    """The clauses of a valid form as questions with their answers."""
    given = form.terms()
    currency = str(given.get("currency") or form.currency)
    names = [name for _, section in SECTIONS for name in section]
    return [
        Answer(_label(name), clause_words(name, _plain(given[name]), currency))
        for name in names
        if name in given and name not in {"currency", "employer_id"}
    ]


def _label(name: str) -> str:
    return LABELS[name] if name != "occupation_isco" else N_("Work")


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
