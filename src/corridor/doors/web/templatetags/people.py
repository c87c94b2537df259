"""``{% load people %}``: who can be called, and who sits beside whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from corridor.core.text import N_
from corridor.doors.web.components.models import Caller
from corridor.platform.access.actor import Role
from corridor.platform.people.queries import person_to_call

register = template.Library()


@register.inclusion_tag("web/components/person_to_call.html", takes_context=True)
def a_person_to_call(context: Mapping[str, Any]) -> dict[str, Any]:
    """The help desk of the reader's own country, on every page a worker opens.

    A number is shown only where the desk has given one; nothing is invented.
    """
    actor = context.get("actor")
    if actor is None or actor.role is not Role.WORKER:
        return {"view": None}
    office = person_to_call(actor.country, ("desk", "mission", "ministry"))
    if office is None:
        return {"view": Caller(N_("Your embassy, or a union where you work"), "")}
    return {"view": Caller(office.name, office.phone)}
