"""Orders assigned to the agency: publish, propose, choose; powers of attorney and their end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_, sentence
from corridor.cycle.employment.queries.agency import order_rows
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.recruitment import queries as candidates
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies import papers
from corridor.cycle.vacancies import queries as orders
from corridor.doors.web.agency import forms
from corridor.doors.web.agency.presenters import candidate_rows, order_queue
from corridor.doors.web.agency.views.shared import ask, at, own_page, posted, show
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.shared.contract import clauses_of
from corridor.doors.web.shared.floor import law_checks
from corridor.doors.web.shared.party import order_line, order_state
from corridor.doors.web.shared.vocabulary import ROUTES
from corridor.engines import law


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """Every order for which the agency holds the power."""
    queue = order_queue(order_rows(actor_of(request)))
    return show(request, "orders", queue=queue, back_url=at("home"))


@own_page
def one(request: HttpRequest, order: str) -> HttpResponse:
    """One order: its terms and line, publishing, candidates."""
    by = actor_of(request)
    page = orders.order_page(order, by)
    row = page.order
    published = any(one.id == "order_advertised" and one.state == "done" for one in page.line)
    ready = any(one.id == "order_advertised" and one.state == "now" for one in page.line)
    return show(
        request,
        "order",
        order=row,
        status=order_state(row.state),
        line=order_line(row, page.line),
        clauses=clauses_of(row.terms),
        checks=law_checks(page.findings, str(row.terms.get("currency") or "")),
        candidates=candidate_rows(candidates.candidates(by, order=order)),
        papers=papers.papers(row),
        can_advertise=ready and not published,
        can_propose=row.state in {"open", "attested"},
        licence=page.licence,
        place=law.book().corridor(row.corridor).title,
        route=ROUTES.get(row.route, row.route),
        charges=[charge for charge in page.charges if charge.payer == "employer"],
        back_url=at("orders"),
    )


@own_page
def advertise(request: HttpRequest, order: str) -> HttpResponse:
    """Publishing the order on the public board, with its real wage."""
    row = orders.order_page(order, actor_of(request)).order
    return ask(
        request,
        forms.NothingForm(posted(request)),
        vacancies.advertise,
        title=N_("Publish this job"),
        lead=row.title,
        button=N_("Publish"),
        notices=(
            N_("The public sees the real wage, every clause, and your name with your licence."),
            N_("No offer under this order may be worse."),
        ),
        back=at("order", order),
        done=lambda found: at("order", found.pk),
        said=N_("The job is public."),
        order=order,
    )


@own_page
def propose(request: HttpRequest, order: str) -> HttpResponse:
    """A candidate, by exact passport number."""
    row = orders.order_page(order, actor_of(request)).order
    return ask(
        request,
        forms.ProposeForm(posted(request)),
        recruitment.propose,
        title=N_("Propose a candidate"),
        lead=row.title,
        button=N_("Propose"),
        notices=(
            N_("The person must be registered and must want this job."),
            N_("You may not take money for proposing, choosing or sending anybody. There is no "
               "field for it here."),
        ),
        back=at("order", order),
        done=lambda found: at("order", found.order_id),
        order=order,
    )  # fmt: skip


@own_page
def select(request: HttpRequest, candidate: str) -> HttpResponse:
    """Choosing a candidate."""
    found = candidates.candidate(candidate, actor_of(request))
    return ask(
        request,
        forms.NothingForm(posted(request)),
        recruitment.select,
        title=sentence(N_("Choose {name} for this job?"), name=found.person.name),
        lead=found.order.title,
        button=N_("Choose this candidate"),
        notices=(N_("The employer then makes the offer and signs first."),),
        back=at("order", found.order_id),
        done=lambda row: at("order", row.order_id),
        candidate=candidate,
    )


@own_page
def pass_over(request: HttpRequest, candidate: str) -> HttpResponse:
    """Not choosing a candidate this time."""
    found = candidates.candidate(candidate, actor_of(request))
    return ask(
        request,
        forms.NothingForm(posted(request)),
        recruitment.pass_over,
        title=sentence(N_("Not choose {name} this time?"), name=found.person.name),
        lead=found.order.title,
        button=N_("Do not choose"),
        notices=(N_("The person can still be chosen later."),),
        back=at("order", found.order_id),
        done=lambda row: at("order", row.order_id),
        candidate=candidate,
    )


@own_page
def paper(request: HttpRequest, order: str, file: str) -> HttpResponse:
    """One paper of an order."""
    kept, content = papers.paper(order, file, actor_of(request))
    answer = HttpResponse(content, content_type=kept.media_type)
    answer["Content-Disposition"] = "attachment"
    return answer


@own_page
def powers(request: HttpRequest) -> HttpResponse:
    """Powers of attorney with their joint liability and its end."""
    found = candidates.powers(actor_of(request))
    return show(request, "powers", powers=found, back_url=at("home"))


@own_page
def end_power(request: HttpRequest, power: str) -> HttpResponse:
    """Giving a power of attorney back."""
    return ask(
        request,
        forms.ReasonForm(posted(request)),
        recruitment.end_power,
        title=N_("End the power of attorney"),
        button=N_("End it"),
        danger=True,
        notices=(
            N_("For contracts already signed you go on answering, together with the employer."),
        ),
        back=at("powers"),
        done=lambda ended: at("powers"),
        power=power,
    )
