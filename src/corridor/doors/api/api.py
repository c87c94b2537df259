"""The API: OpenAPI at ``/api/v1/openapi.json``, errors as RFC 9457 problem details."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from corridor import __version__
from corridor.core.canonical import canonical
from corridor.core.problems import BadInput, Place, Problem, Problems
from corridor.core.text import N_, sentence
from corridor.doors.api import acts, law, records

api = NinjaAPI(
    title="OpenCorridor",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    description="Every act and every record of this node, scoped to who asks.",
)
api.add_router("/acts", acts.mount())
api.add_router("/records", records.router)
api.add_router("/law", law.router)


def _details(problem: Problem) -> HttpResponse:
    body = canonical(problem.as_json(gettext))
    return HttpResponse(body, status=problem.status, content_type="application/problem+json")


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A refusal of an act or query."""
    return _details(problem)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or parameter of the wrong shape: every fault with its place."""
    faults = [
        BadInput(
            "api.shape",
            sentence(N_("{field}: {fault}."), field=_field(one), fault=one["msg"]),
            remedy=sentence(N_("See the description of this route in the OpenAPI document.")),
            place=Place(field=_field(one)),
        )
        for one in error.errors
    ]
    return _details(Problems(faults))


def _field(fault: dict[str, object]) -> str:
    where = fault.get("loc", ())
    parts = where if isinstance(where, tuple | list) else (where,)
    return ".".join(str(part) for part in parts if part not in {"body", "payload", "query"})


@api.exception_handler(HttpError)
def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses by itself."""
    problem = BadInput(f"http.{error.status_code}", sentence(N_("The request was refused.")))
    problem.status = error.status_code
    return _details(problem)
