"""What the views of this face share."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from corridor.doors.web.handle import for_roles
from corridor.doors.web.shared.ask import ask as asked
from corridor.platform.access.actor import Role

own_page = for_roles(Role.EMPLOYER)
BASE = "web/employer/base.html"


def at(name: str, *args: Any) -> str:
    """The address of a page of this face."""
    return reverse(f"employer:{name}", args=[str(one) for one in args])


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of this face."""
    return render(request, f"web/employer/{template}.html", context)


def csv_file(content: bytes, name: str) -> HttpResponse:
    """A table to keep."""
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """The form's data and files, None before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


ask = partial(asked, template="web/employer/form.html")
"""A short form for one act in this face."""
