"""Job orders: attest or send back, advertise, choose among candidates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.officer import orders
from corridor.doors.web.officer.forms import NothingToSay
from corridor.doors.web.officer.views import back, lazily
from corridor.doors.web.officer.work import OFFICERS
from corridor.doors.web.words import say
from corridor.platform.access.actor import Role


@for_roles(*OFFICERS)
def order(request: HttpRequest, order_id: str) -> HttpResponse:
    """One job order with the law beside its terms."""
    page = orders.order_view(order_id, actor_of(request))
    context = {"page": page, "fresh": NothingToSay(), "back_url": back(request)}
    return render(request, "web/officer/order.html", context)


@for_roles(*OFFICERS)
@require_POST
def act(request: HttpRequest, order_id: str, key: str) -> HttpResponse:
    """One act on an order; refused, it comes back on the order's own page."""
    if key not in orders.DEEDS:
        raise Http404
    deed, by = orders.DEEDS[key], actor_of(request)
    form = deed.form(request.POST, auto_id=f"id_{key}_%s")

    def done(_: Any) -> str:
        messages.success(request, say(deed.done))
        return f"/office/orders/{order_id}/"

    page = lazily(lambda: orders.order_view(order_id, by, (key, form)))
    return handle(
        request,
        form,
        deed.act,
        template="web/officer/order.html",
        done=done,
        context={"page": page, "fresh": NothingToSay(), "back_url": back(request)},
        order=order_id,
    )


@for_roles(Role.ORIGIN_OFFICER)
@require_POST
def candidate(request: HttpRequest, order_id: str, candidate_id: str, key: str) -> HttpResponse:
    """Select a candidate, or not this time."""
    if key not in orders.CANDIDATE_DEEDS:
        raise Http404
    run, _, told = orders.CANDIDATE_DEEDS[key]
    by, form = actor_of(request), NothingToSay(request.POST)

    def done(_: Any) -> str:
        messages.success(request, say(told))
        return f"/office/orders/{order_id}/"

    page = lazily(lambda: orders.order_view(order_id, by, ("candidates", form)))
    return handle(
        request,
        form,
        run,
        template="web/officer/order.html",
        done=done,
        context={"page": page, "fresh": NothingToSay(), "back_url": back(request)},
        candidate=candidate_id,
    )
