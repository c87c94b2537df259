"""The gallery's pages: all components, and one sample page of each layout."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.doors.web.gallery import samples

_LAYOUTS = ("worker", "officer", "public", "print", "errors")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    return render(
        request,
        "web/gallery/gallery.html",
        samples.everything() | {"demo_date": samples.TODAY, "reader_role": samples.ROLE},
    )


def layout(request: HttpRequest, layout: str) -> HttpResponse:
    """A sample page in one of the base layouts."""
    if layout not in _LAYOUTS:
        raise Http404
    context = samples.everything() | {
        "demo_date": samples.TODAY,
        "quick_exit_url": "https://www.wikipedia.org/" if layout in ("worker", "errors") else "",
        "form": samples.Question({"loan": ""} if layout == "errors" else None),
        "back_url": "/gallery/",
    }
    page = "worker" if layout == "errors" else layout
    return render(request, f"web/gallery/{page}.html", context)
