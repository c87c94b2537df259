"""Law values for everybody: ``GET /api/v1/law/values/QAT.minimum_wage.basic?on=2021-03-21``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from corridor.core.periods import day
from corridor.doors.api.answers import unknown_filter
from corridor.engines import law

router = Router(tags=["law"])


@router.get("/values", response=dict[str, Any], summary="Every law value's id")
def ids(request: HttpRequest) -> dict[str, Any]:
    """The ids of all values in the packs."""
    return {"ids": list(law.book().ids())}


@router.get("/values/{value_id}", response=dict[str, Any], summary="One law value on a day")
def value(request: HttpRequest, value_id: str, on: str, announced: bool = False) -> dict[str, Any]:
    """The value in force on ``on``, with its source, its conflicts and what comes next."""
    reserved = {"on", "announced", "lang"}
    key = {name: str(text) for name, text in request.GET.items() if name not in reserved}
    unknown = sorted(set(key) - set(law.KEY_COLUMNS))
    if unknown:
        raise unknown_filter(unknown, law.KEY_COLUMNS)
    return law.book().value(value_id, day(on), key, announced=announced).as_json()
