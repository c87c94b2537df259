"""What an inspector does: take a step, order payment, and end an order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import ActForm, for_roles
from corridor.doors.web.inspector import forms, orders
from corridor.doors.web.shared import inspection as words
from corridor.doors.web.shared.addresses import month_asked, only
from corridor.doors.web.shared.ask import ask as short_form
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.shared.months import month_words
from corridor.governance.inspection import actions
from corridor.governance.inspection import queries as inspection
from corridor.platform.access.actor import Role

ask = partial(short_form, template="web/inspector/form.html")
own_page = for_roles(Role.INSPECTOR)


def _posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _site(employer: object) -> str:
    return reverse("inspector:establishment", args=[str(employer)])


def _order(order: object) -> str:
    return reverse("inspector:order", args=[str(order)])


def _month_act(
    request: HttpRequest, form: ActForm, act: Callable[..., Any], asked: _Asked, **page: Any
) -> HttpResponse:
    """A form about one wage month of one establishment; back to its page in any case."""
    return ask(
        request,
        form,
        act,
        back=_site(asked.employer),
        done=lambda row: _site(row.employer_id),
        employer=asked.employer,
        month=asked.month,
        **page,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The establishment and the wage month that the address asks for."""

    employer: str
    month: str
    found: inspection.Site


def _asked(request: HttpRequest, employer: str) -> _Asked:
    only(request, "month")
    found = inspection.site(employer, actor_of(request))
    return _Asked(employer, month_asked(request) or found.newest, found)


@own_page
def step(request: HttpRequest, employer: str) -> HttpResponse:
    """Take a step of the ladder of one month, or outside it."""
    asked = _asked(request, employer)
    climbs, site = orders.ladder(asked.found.climbs), asked.found.site
    stair = next((one for one in climbs if one.month == asked.month), None)
    waiting = [one for one in stair.rungs if one.status.state in {"late", "soon"}] if stair else []
    form = forms.StepForm(
        [(one.value, one.consequence) for one in waiting],
        orders.wage_laws(site.country),
        _posted(request),
        initial={"step": waiting[0].value if waiting else ""},
    )
    return _month_act(
        request,
        form,
        actions.take_step,
        asked,
        title=sentence(
            N_("A step against {name}, wages of {month}"),
            name=site.name,
            month=month_words(asked.month),
        ),
        lead=N_("You take this step, with your name in the journal. Nothing happens by itself."),
        notices=(N_("No step concerns a worker or a worker’s permit."),),
        button=N_("Take this step"),
        said=N_("The step is on record."),
    )


@own_page
def exclude(request: HttpRequest, employer: str) -> HttpResponse:
    """Leave a month out of the ladder, or put it back."""
    asked = _asked(request, employer)
    out = any(one.month == asked.month and one.excluded for one in asked.found.climbs)
    title = N_("Put {month} back on the ladder") if out else N_("Leave {month} out of the ladder")
    return _month_act(
        request,
        forms.ReasonForm(_posted(request)),
        actions.resume_month if out else actions.exclude_month,
        asked,
        title=sentence(title, month=month_words(asked.month)),
        lead=N_("The law leaves some cases out of the ladder. What is owed stays owed."),
        button=N_("Put it back") if out else N_("Leave it out"),
    )


@own_page
def order_new(request: HttpRequest, employer: str) -> HttpResponse:
    """Order payment of what contracts and files leave owed."""
    only(request)
    found = inspection.site(employer, actor_of(request))
    choices = [
        (
            one.month,
            sentence(
                N_("{month}: {amount} to {workers}"),
                month=month_words(one.month),
                amount=found.money(one),
                workers=counted(one.workers, "workers"),
            ),
        )
        for one in found.to_order
    ]
    return ask(
        request,
        forms.OrderForm(choices, _posted(request)),
        actions.order,
        title=sentence(N_("An order to pay, to {name}"), name=found.site.name),
        lead=N_("The amounts come from contracts and wage files alone. Nobody is named."),
        notices=(
            *((N_("Nothing is owed that no open order covers."),) if not choices else ()),
            *((FEW,) if found.routine else ()),
        ),
        button=N_("Make the order"),
        back=_site(employer),
        done=lambda row: _order(row.pk),
        said=N_("The order stands. The employer sees it now."),
        employer=employer,
    )


FEW = N_(
    "Fewer than three workers are concerned. Their employer can tell from its own file who they"
    " are: order payment only after a routine visit that looked at everybody’s wages."
)


@require_safe
@own_page
def order(request: HttpRequest, order: str) -> HttpResponse:
    """One order: groups, evidence, the count of private answers, what can be done."""
    only(request)
    page = inspection.order_page(order, actor_of(request), private=True)
    context = {
        "page": page,
        "order": page.line.order,
        "state": words.state_of(page.line),
        "groups": words.groups(page),
        "evidence": words.shown(page.evidence, page.line.amount.currency, _PAPER),
        "events": words.order_events(page.events),
        "law": words.laws(page),
        "private": orders.private(page),
        "missing": orders.missing(page),
        "closable": page.opens is not None and page.today >= page.opens,
        "mine": page.line.order.officer == actor_of(request).person,
        "back_url": _site(page.line.order.employer_id),
    }
    return render(request, "web/inspector/order.html", context)


_PAPER = "/inspection/evidence/{id}/paper"


@require_safe
@own_page
def paper(request: HttpRequest, evidence: str) -> HttpResponse:
    """The paper of one piece of evidence."""
    file, content = inspection.paper_of(evidence, actor_of(request))
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="evidence"'}
    return HttpResponse(content, content_type=file.media_type, headers=headers)


def _order_act(
    request: HttpRequest, order: str, form: type[ActForm], act: Callable[..., Any], **page: Any
) -> HttpResponse:
    """A form about one order; back to its page in any case."""
    inspection.order_of(order, actor_of(request))
    return ask(
        request,
        form(_posted(request)),
        act,
        back=_order(order),
        done=lambda row: _order(row.order_id),
        order=order,
        **page,
    )


@own_page
def close(request: HttpRequest, order: str) -> HttpResponse:
    """Close an order as paid."""
    return _order_act(
        request,
        order,
        forms.CloseForm,
        actions.close_order,
        title=N_("Close this order as paid"),
        lead=N_("Evidence of the whole amount and the workers’ private answers are both needed."),
        button=N_("Close the order"),
    )


@own_page
def judge(request: HttpRequest, order: str) -> HttpResponse:
    """End an order by a judgment."""
    return _order_act(
        request,
        order,
        forms.JudgmentForm,
        actions.judge_order,
        title=N_("A judgment ends this order"),
        lead=N_("What wage files leave owed stays on record until it is paid."),
        button=N_("Record the judgment"),
    )


@own_page
def withdraw(request: HttpRequest, order: str) -> HttpResponse:
    """Take an order back."""
    return _order_act(
        request,
        order,
        forms.ReasonForm,
        actions.withdraw_order,
        title=N_("Withdraw this order"),
        lead=N_("Nothing that is owed becomes less by it."),
        button=N_("Withdraw it"),
        danger=True,
    )


@own_page
def uphold(request: HttpRequest, order: str) -> HttpResponse:
    """Answer an appeal: the order stands."""
    return _order_act(
        request,
        order,
        forms.ReasonForm,
        actions.uphold_order,
        title=N_("Answer the appeal: the order stands"),
        lead=N_("Where the employer is right, withdraw the order instead."),
        button=N_("Let the order stand"),
    )
