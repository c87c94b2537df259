"""The union's pages. Every one of them closes at once when the worker takes her mandate back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts import queries as contract_queries
from corridor.cycle.employment import queries as employment
from corridor.cycle.employment.queries.arrears import arrears as group_arrears
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.shared.comparison import comparison_view
from corridor.doors.web.union import presenters
from corridor.doors.web.union.forms import PaperForm
from corridor.platform.access.actor import Role
from corridor.platform.clock.queries import today


@require_safe
@for_roles(Role.UNION)
def cases(request: HttpRequest) -> HttpResponse:
    """The cases with a live mandate, the most owed first; corridors in which the union sits."""
    only(request)
    by = actor_of(request)
    context = {
        "queue": presenters.queue(employment.cases(by)),
        "ended": contract_queries.ended_mandates(by),
        "seats": employment.seats(by),
    }
    return render(request, "web/union/cases.html", context)


@require_safe
@for_roles(Role.UNION)
def arrears(request: HttpRequest) -> HttpResponse:
    """What is owed to all who gave a mandate, as groups: a sheet that names no worker."""
    only(request)
    by = actor_of(request)
    found = group_arrears(by)
    context = {
        "found": found,
        "queue": presenters.groups(found),
        "today": today(),
        "back_url": reverse("union:cases"),
    }
    return render(request, "web/union/arrears.html", context)


@require_safe
@for_roles(Role.UNION)
def arrears_table(request: HttpRequest) -> HttpResponse:
    """The same groups as a table to keep."""
    only(request)
    content = presenters.groups_csv(group_arrears(actor_of(request)))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="arrears.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@for_roles(Role.UNION)
def case(request: HttpRequest, contract: str) -> HttpResponse:
    """One case: its line, its terms and versions, the papers the worker was shown, the mandate."""
    only(request)
    page = contract_queries.contract_page(contract, actor_of(request))
    context = {
        "page": page,
        "mandate": presenters.live(page),
        "versions": presenters.versions(page),
        "terms": presenters.terms(page),
        "papers": presenters.papers(page),
        "places": presenters.places(page),
        "may_present": presenters.may_present(page),
        "back_url": reverse("union:cases"),
    }
    return render(request, "web/union/case.html", context)


@require_safe
@for_roles(Role.UNION)
def wages(request: HttpRequest, contract: str) -> HttpResponse:
    """The wage months: contract, file and what she lets the union know."""
    only(request)
    found = employment.timeline(contract, actor_of(request))
    context = {
        "timeline": found,
        "months": presenters.months(found),
        "claims": found.absence_reports,
        "back_url": reverse("union:case", args=[contract]),
    }
    return render(request, "web/union/wages.html", context)


@require_safe
@for_roles(Role.UNION)
def paper(request: HttpRequest, paper: str) -> HttpResponse:
    """One paper the worker was shown, beside her contract, in money."""
    only(request)
    found = contract_queries.presented(paper, actor_of(request))
    context = {
        "found": found,
        "comparison": comparison_view(found.comparison),
        "back_url": reverse("union:case", args=[found.paper.contract_id]),
    }
    return render(request, "web/union/paper.html", context)


@for_roles(Role.UNION)
def present(request: HttpRequest, contract: str) -> HttpResponse:
    """Enter a paper the worker was shown; it is compared with the contract that holds."""
    by = actor_of(request)
    page = contract_queries.contract_page(contract, by)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        corridor=page.contract.corridor,
        route=page.contract.route,
        regime=page.contract.regime,
        sector=page.contract.sector,
        job=page.contract.job,
        terms={"currency": page.case.version.terms.get("currency")},
        whole=False,
    )
    return handle(
        request,
        form,
        contracts.present,
        template="web/union/present.html",
        done=lambda made: reverse("union:paper", args=[made.pk]),
        context={"page": page, "back_url": reverse("union:case", args=[contract])},
        contract=contract,
    )


@require_safe
@for_roles(Role.UNION)
def monitoring(request: HttpRequest, corridor: str) -> HttpResponse:
    """A corridor in counts, for a union with a seat in its monitoring."""
    only(request)
    found = employment.monitoring(corridor, actor_of(request))
    context = {
        "found": found,
        "rows": presenters.figures(found),
        "law": presenters.seat_laws(found),
        "back_url": reverse("union:cases"),
    }
    return render(request, "web/union/monitoring.html", context)
