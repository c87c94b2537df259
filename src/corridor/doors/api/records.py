"""Reading records: the rows and fields that access declares, page by page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from ninja import Router

from corridor.core.problems import BadInput, NotFound
from corridor.core.text import N_, sentence
from corridor.doors.api.answers import record, unknown_filter
from corridor.doors.api.who import caller
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

router = Router(tags=["records"])
PAGE = 100


def _model(kind: str, by: Actor) -> type[Model]:
    """The model named ``room.name``, or the one answer for hidden and unknown ones."""
    for model in rules.DECLARATIONS:
        if model._meta.label_lower == kind and rules.readable(model, by):
            return model
    raise NotFound("api.kind", sentence(N_("There is no such kind of record here.")))


def _filters(request: HttpRequest, model: type[Model], by: Actor) -> dict[str, Any]:
    readable = rules.readable(model, by)
    columns = {field.attname for field in model._meta.concrete_fields}
    asked = {name: value for name, value in request.GET.items() if name not in {"after", "lang"}}
    unknown = sorted(set(asked) - (readable & columns))
    if unknown:
        raise unknown_filter(unknown, readable & columns)
    return asked


@router.get("/{kind}", response=dict[str, Any], summary="Records of one kind that you may see")
def listing(request: HttpRequest, kind: str, after: str = "") -> dict[str, Any]:
    """At most 100 records after the given cursor, with the cursor of the next page."""
    by = caller(request)
    model = _model(kind, by)
    rows = rules.rows(model, by).order_by("pk")
    try:
        rows = rows.filter(**_filters(request, model, by))
        found = list(rows.filter(pk__gt=after)[: PAGE + 1] if after else rows[: PAGE + 1])
    except (ValueError, ValidationError):
        raise BadInput(
            "api.filter_value", sentence(N_("A filter's value does not fit its field."))
        ) from None
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    return {"records": [record(one, by) for one in found[:PAGE]], "next": more}


@router.get("/{kind}/{record_id}", response=dict[str, Any], summary="One record")
def single(request: HttpRequest, kind: str, record_id: str) -> dict[str, Any]:
    """The one record, or 404: the same answer whether it is hidden or absent."""
    by = caller(request)
    return record(rules.get(_model(kind, by), record_id, by), by)
