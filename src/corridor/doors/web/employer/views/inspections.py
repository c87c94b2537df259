"""Orders of the labour inspectorate: what must be paid, evidence of payment, an appeal.

These pages are made of orders, evidence and decisions. What workers say is in none of them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.employer.inspection_forms import AppealForm, EvidenceForm
from corridor.doors.web.employer.views.shared import ask, at, own_page, posted, show
from corridor.doors.web.shared import inspection as words
from corridor.governance.inspection import actions
from corridor.governance.inspection import queries as inspection


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """Every order, newest first."""
    found = inspection.employer_orders(actor_of(request))
    return show(request, "inspections", orders=[(one, words.state_of(one)) for one in found])


@own_page
def one(request: HttpRequest, inspection_order: str) -> HttpResponse:
    """One order: what to pay until when, what was shown, what became of it."""
    page = inspection.order_page(inspection_order, actor_of(request))
    return show(
        request,
        "inspection",
        page=page,
        order=page.line.order,
        state=words.state_of(page.line),
        groups=words.groups(page),
        evidence=words.shown(page.evidence, page.line.amount.currency, ""),
        events=words.order_events(page.events),
        law=words.laws(page),
        back_url=at("inspections"),
    )


@own_page
def evidence(request: HttpRequest, inspection_order: str) -> HttpResponse:
    """Say what was paid under an order."""
    line = inspection.order_of(inspection_order, actor_of(request))
    return ask(
        request,
        EvidenceForm(*posted(request), initial={"amount": line.amount.text()}),
        actions.bring_evidence,
        title=N_("Evidence of payment"),
        lead=N_("Pay first, then say here how the bank can find the payment."),
        notices=(
            N_("The inspectorate checks every payment in several ways before it closes an order."),
        ),
        button=N_("Hand it in"),
        back=at("inspection", inspection_order),
        done=lambda row: at("inspection", row.order_id),
        said=N_("The evidence was handed in."),
        order=inspection_order,
    )


@own_page
def appeal(request: HttpRequest, inspection_order: str) -> HttpResponse:
    """Appeal against an order."""
    inspection.order_of(inspection_order, actor_of(request))
    return ask(
        request,
        AppealForm(*posted(request)),
        actions.appeal_order,
        title=N_("Appeal against this order"),
        lead=N_("The order stands until the appeal is answered."),
        button=N_("Appeal"),
        back=at("inspection", inspection_order),
        done=lambda row: at("inspection", row.order_id),
        said=N_("The appeal was handed in."),
        order=inspection_order,
    )
