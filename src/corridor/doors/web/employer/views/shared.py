"""What the views of this face share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from corridor.doors.web.handle import ActForm, for_roles, handle
from corridor.doors.web.words import Text, say
from corridor.platform.access.actor import Role

own_page = for_roles(Role.EMPLOYER)
BASE = "web/employer/base.html"


def at(name: str, *args: Any) -> str:
    """The address of a page of this face."""
    return reverse(f"employer:{name}", args=[str(one) for one in args])


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of this face."""
    return render(request, f"web/employer/{template}.html", context)


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """The form's data and files, None before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def ask(
    request: HttpRequest,
    form: ActForm,
    act: Callable[..., Any],
    *,
    title: Text,
    button: Text,
    done: Callable[[Any], str],
    back: str,
    lead: Text = "",
    notices: tuple[Text, ...] = (),
    danger: bool = False,
    said: Text = "",
    **fixed: Any,
) -> HttpResponse:
    """A short form for one act; ``said`` is the notice on the next page."""
    page = {
        "title": title,
        "lead": lead,
        "button": button,
        "notices": notices,
        "danger": danger,
        "back_url": back,
    }

    def finish(result: Any) -> str:
        if said:
            messages.success(request, say(said), extra_tags="ok")
        return done(result)

    return handle(
        request,
        form,
        act,
        template="web/employer/form.html",
        done=finish,
        context=page,
        **fixed,
    )
