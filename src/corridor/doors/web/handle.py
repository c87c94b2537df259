"""How every page that does something works: one form, one act, one effect.

A view names its form, its act and where to go afterwards. Double submission has one effect
(the form carries a key), a refused act comes back with the form and its error summary, and
everything works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corridor.core.problems import NotPermitted, Place, Problem
from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.words import reader, say
from corridor.locale.catalog import problem_text
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.once import once
from corridor.platform.records import new_id

View = Callable[..., HttpResponse]


_TURNERS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Characters that turn the direction of text: they can make a name read as another one."""


class ActForm(forms.Form):
    """Base of every form that leads to an act. ``once`` is its idempotency key.

    ``beside`` names, for a place that a fault may have, the field of the form that shows it.
    """

    beside: ClassVar[Mapping[str, str]] = {}
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = new_id()
        self.label_suffix = ""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook after every clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = value.translate(_TURNERS)

    def given(self) -> dict[str, Any]:
        """The cleaned data that the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Only these roles open the page; a stranger is asked to sign in first."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            role = actor_of(request).role
            if role is Role.STRANGER and Role.STRANGER not in roles:
                return redirect_to_login(request.get_full_path())
            if role not in roles:
                raise NotPermitted(
                    "web.other_role",
                    sentence(N_("This page belongs to another role.")),
                    remedy=sentence(N_("Go back to your own desk.")),
                )
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return guard


def handle(
    request: HttpRequest,
    form: ActForm,
    act: Callable[..., Any],
    *,
    template: str,
    done: Callable[[Any], str],
    context: Mapping[str, Any] | None = None,
    **fixed: Any,
) -> HttpResponse:
    """Show the form, or run ``act(by=..., **fixed, **form data)`` once and go to ``done(...)``.

    ``done`` turns what the act returned into the address of the next page.
    """
    page = {"form": form, **(context or {})}
    if request.method != "POST":
        return render(request, template, page)
    if not form.is_valid():
        return render(request, template, page, status=422)
    by = actor_of(request)
    try:
        address = _once(form, by, act, done, fixed, request.path)
    except Problem as problem:
        explain(form, problem)
        return render(request, template, page | {"problem": problem}, status=problem.status)
    return redirect(address)


def _once(
    form: ActForm,
    by: Actor,
    act: Callable[..., Any],
    done: Callable[[Any], str],
    fixed: Mapping[str, Any],
    path: str,
) -> str:
    given = form.given()
    body = {name: str(value) for name, value in sorted((given | dict(fixed)).items())}
    key = form.cleaned_data.get("once") or new_id()
    answer, _ = once(
        key=key, by=by, scope=path, body=body, run=lambda: done(act(by=by, **fixed, **given))
    )
    return str(answer)


def explain(form: forms.Form, problem: Problem) -> None:
    """Put every single problem beside its field, or at the head of the form."""
    for single in problem.problems:
        words = told if getattr(form, "beside", None) else _plain
        form.add_error(_beside(form, single.place), words(single))


def _plain(problem: Problem) -> str:
    return problem_text(problem, reader().code)


def told(problem: Problem) -> str:
    """What happened and what to do, after the line of a file where that is known."""
    words = _plain(problem)
    if problem.place.line is None:
        return words
    return say(sentence(N_("Line {line}: {words}"), line=problem.place.line, words=words))


def _beside(form: forms.Form, place: Place) -> str | None:
    """The field a fault stands beside: its own, or the one the form names for it in ``beside``."""
    named, held = place.field or "", getattr(form, "beside", ActForm.beside)
    # A clause is called terms.basic_wage by the act and basic_wage on a short form.
    tried = (held.get(place.file or ""), held.get(named), named, named.rpartition(".")[2])
    return next((one for one in tried if one in form.fields), None)
