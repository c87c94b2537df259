"""Job orders: list, file, correct, papers, agency, candidates, withdraw."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.codes.isco import unit_group
from corridor.core.text import N_, sentence
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.licensing import queries as licensing
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.recruitment import queries as candidates
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies import papers
from corridor.cycle.vacancies import queries as orders
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Answer
from corridor.doors.web.employer import forms
from corridor.doors.web.employer.presenters import candidate_rows, order_queue, work_words
from corridor.doors.web.employer.views.shared import BASE, ask, at, own_page, posted, show
from corridor.doors.web.shared.confirm import confirmed, terms_answers
from corridor.doors.web.shared.contract import clauses_of
from corridor.doors.web.shared.floor import law_checks
from corridor.doors.web.shared.party import order_line, order_state
from corridor.doors.web.shared.vocabulary import REGIMES, ROUTES
from corridor.doors.web.words import say
from corridor.engines import law
from corridor.platform.clock.queries import today


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """The employer's own orders, newest first."""
    found = orders.orders(actor_of(request))
    return show(request, "orders", queue=order_queue(found), back_url=at("home"))


@own_page
def new(request: HttpRequest, corridor: str, route: str, regime: str, isco: str) -> HttpResponse:
    """The order itself: fill in, check, file."""
    law.book().procedure(corridor, route, regime, today())
    unit_group(isco)  # refuses a code that the classification does not have
    data, files = posted(request)
    form = forms.OrderForm(data, files, corridor=corridor, route=route, regime=regime)
    form.kept = {"occupation_isco": isco}
    place = law.book().corridor(corridor)

    def review() -> dict[str, Any]:
        given = form.given()
        read = law_terms.read(
            corridor,
            route,
            regime,
            given["terms"],
            sector=given["sector"],
            job=given["job"],
        )
        law_terms.refuse_below_floor(read, form.on)
        head = [
            Answer(N_("Job"), given["title"]),
            Answer(N_("Work"), work_words(isco)),
            Answer(N_("How many workers"), given["headcount"]),
            Answer(N_("Number of the recruitment approval"), given["approval_reference"] or "–"),
        ]
        return {
            "answers": head + terms_answers(form),
            "check_title": N_("Check the order before you file it"),
            "check_button": N_("File this order"),
            "notices": (N_("No offer under this order may be worse than what stands here."),),
        }

    page = {
        "base_template": BASE,
        "corridor": place.title,
        "route": ROUTES.get(route, route),
        "regime": REGIMES.get(regime, regime),
        "occupation": work_words(isco),
        "back_url": at("order-start"),
    }
    return confirmed(
        request,
        form,
        vacancies.file_order,
        template="web/employer/order_form.html",
        done=lambda order: at("order", order.pk),
        page=page,
        review=review,
        corridor=corridor,
        route=route,
        regime=regime,
        occupation_isco=isco,
    )


@own_page
def one(request: HttpRequest, order: str) -> HttpResponse:
    """One order: where it stands, what the law says, who is considered, what can be done."""
    by = actor_of(request)
    page = orders.order_page(order, by)
    row = page.order
    powers = candidates.powers(by, order=order)
    live = next((power for power in powers if not hasattr(power, "ended")), None)
    has_agency = row.procedure.has("agency_appointed")
    running = row.state in {"filed", "returned", "attested", "open"}
    return show(
        request,
        "order",
        order=row,
        status=order_state(row.state),
        line=order_line(row, page.line),
        clauses=clauses_of(row.terms),
        checks=law_checks(page.findings, str(row.terms.get("currency") or "")),
        candidates=candidate_rows(candidates.candidates(by, order=order)),
        power=live,
        ended=[power for power in powers if hasattr(power, "ended")],
        licence=page.licence,
        can_appoint=has_agency and live is None and running,
        can_offer=not row.procedure.has("worker_selected")
        and row.state in {"filed", "attested", "open"},
        can_withdraw=running,
        due=page.due,
        papers=papers.papers(row),
        paper_form=forms.PaperForm(),
        occupation=work_words(row.occupation_isco),
        place=law.book().corridor(row.corridor).title,
        route=ROUTES.get(row.route, row.route),
        back_url=at("orders"),
    )


@own_page
def correct(request: HttpRequest, order: str) -> HttpResponse:
    """A returned order with its reason on top, filed again with corrected terms."""
    row = orders.order_page(order, actor_of(request)).order
    data, files = posted(request)
    form = forms.TermsAgainForm(
        data,
        files,
        corridor=row.corridor,
        route=row.route,
        regime=row.regime,
        terms=row.terms,
        sector=row.sector,
        job=row.job,
    )
    form.kept = {name: row.terms[name] for name in ("employer_id", "occupation_isco")
                 if name in row.terms}  # fmt: skip

    def review() -> dict[str, Any]:
        law_terms.refuse_below_floor(vacancies.order_terms(row, form.terms()), form.on)
        return {
            "answers": terms_answers(form),
            "check_title": N_("Check the corrected order"),
            "check_button": N_("File it again"),
        }

    page = {
        "base_template": BASE,
        "title": N_("Correct the job order"),
        "reason": row.return_reason,
        "button": N_("Check before filing again"),
        "back_url": at("order", order),
    }
    return confirmed(
        request,
        form,
        vacancies.correct_order,
        template="web/employer/terms_form.html",
        done=lambda done: at("order", done.pk),
        page=page,
        review=review,
        order=order,
    )


@own_page
def agency(request: HttpRequest, order: str) -> HttpResponse:
    """The power of attorney: which licensed agency recruits, and what joint liability means."""
    row = orders.order_page(order, actor_of(request)).order
    origin = law.book().corridor(row.corridor).origin
    register = licensing.register(actor_of(request))
    choices = [
        (
            found.agency.id,
            say(
                sentence(
                    N_("{agency}, licence {number}"),
                    agency=found.agency.name,
                    number=found.licence.number,
                )
            ),
        )
        for found in register
        if found.licence.valid and found.agency.country == origin
    ]
    return ask(
        request,
        forms.AgencyForm(*posted(request), agencies=choices),
        recruitment.appoint_agency,
        title=N_("Name the agency that recruits for this order"),
        lead=row.title,
        button=N_("Give the power of attorney"),
        notices=(
            N_("You and the agency answer together for what is promised to the worker: the wage, "
               "the costs and every clause. The worker can turn to either of you."),
            N_("The agency may not take money from the worker for recruitment that you pay."),
            N_("Only agencies with a licence in force stand in this list."),
        ),
        back=at("order", order),
        done=lambda power: at("order", power.order_id),
        order=order,
    )  # fmt: skip


@own_page
def end_power(request: HttpRequest, power: str) -> HttpResponse:
    """The end of a power of attorney, with its reason."""
    found = next(
        (one for one in candidates.powers(actor_of(request)) if str(one.pk) == power), None
    )
    back = at("order", found.order_id) if found else at("orders")
    return ask(
        request,
        forms.ReasonForm(*posted(request)),
        recruitment.end_power,
        title=N_("End the power of attorney"),
        lead=found.agency.name if found else "",
        button=N_("End it"),
        danger=True,
        notices=(
            N_("For contracts already signed, both of you go on answering until they have ended."),
        ),
        back=back,
        done=lambda ended: back,
        power=power,
    )


@own_page
def withdraw(request: HttpRequest, order: str) -> HttpResponse:
    """Taking an order off the board."""
    row = orders.order_page(order, actor_of(request)).order
    return ask(
        request,
        forms.ReasonForm(*posted(request)),
        vacancies.withdraw_order,
        title=N_("Withdraw the job order"),
        lead=row.title,
        button=N_("Withdraw the order"),
        danger=True,
        notices=(N_("Offers you have already signed stand. Nobody new can be considered."),),
        back=at("order", order),
        done=lambda done: at("order", done.pk),
        order=order,
    )


@own_page
def add_paper(request: HttpRequest, order: str) -> HttpResponse:
    """A paper for the order: approval, demand letter, registration."""
    return ask(
        request,
        forms.PaperForm(*posted(request)),
        vacancies.attach_paper,
        title=N_("Add a paper to the order"),
        button=N_("Add the paper"),
        back=at("order", order),
        done=lambda kept: at("order", order),
        order=order,
    )


@own_page
def paper(request: HttpRequest, order: str, file: str) -> HttpResponse:
    """One paper of one's own order."""
    kept, content = papers.paper(order, file, actor_of(request))
    answer = HttpResponse(content, content_type=kept.media_type)
    answer["Content-Disposition"] = "attachment"
    return answer


@own_page
def select(request: HttpRequest, candidate: str) -> HttpResponse:
    """Choosing a candidate."""
    found = _candidate(request, candidate)
    return ask(
        request,
        forms.NothingForm(*posted(request)),
        recruitment.select,
        title=sentence(N_("Choose {name} for this job?"), name=found.person.name),
        lead=found.order.title,
        button=N_("Choose this candidate"),
        notices=(N_("The offer is the next step. You sign it first."),),
        back=at("order", found.order_id),
        done=lambda row: at("order", row.order_id),
        candidate=candidate,
    )


@own_page
def pass_over(request: HttpRequest, candidate: str) -> HttpResponse:
    """Not choosing a candidate this time."""
    found = _candidate(request, candidate)
    return ask(
        request,
        forms.NothingForm(*posted(request)),
        recruitment.pass_over,
        title=sentence(N_("Not choose {name} this time?"), name=found.person.name),
        lead=found.order.title,
        button=N_("Do not choose"),
        notices=(N_("You can still choose this candidate later."),),
        back=at("order", found.order_id),
        done=lambda row: at("order", row.order_id),
        candidate=candidate,
    )


def _candidate(request: HttpRequest, candidate: str) -> Any:
    """A candidate under an own order. Raises ``NotFound``."""
    return candidates.candidate(candidate, actor_of(request))
