"""A page that asks one thing and takes one act, the same in every face that needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from corridor.doors.web.handle import ActForm, handle
from corridor.doors.web.words import Text, say


def ask(
    request: HttpRequest,
    form: ActForm,
    act: Callable[..., Any],
    *,
    template: str,
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
    """A short form for one act in a face's own ``template``; ``said`` is the next page's notice."""
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

    return handle(request, form, act, template=template, done=finish, context=page, **fixed)
