"""Pages on which figures come to the desk: a source, a table, an estimate, a register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.shared import HOME, address, own_page, page, posted
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.words import reader, say
from corridor.governance.observatory import actions, estimating, queries
from corridor.governance.observatory.models import Source


@own_page
def source(request: HttpRequest) -> HttpResponse:
    """Put a source on record."""
    only(request)
    return page(
        request,
        forms.SourceForm(*posted(request)),
        actions.add_source,
        title=N_("Add a source"),
        lead=N_("Microdata never stay here: only the file’s digest, so that it can be told again."),
        button=N_("Put it on record"),
        back=HOME,
        done=lambda row: HOME,
        said=N_("The source is on record."),
    )


@own_page
def table(request: HttpRequest) -> HttpResponse:
    """Hand in a table."""
    only(request)
    known = queries.sources(actor_of(request))
    return page(
        request,
        forms.TableForm([(one.id, _told_apart(one)) for one in known], *posted(request)),
        actions.draft,
        title=N_("Hand in a table"),
        lead=N_("Its cells are sealed for your office until they are protected and released."),
        button=N_("Check and keep it"),
        back=HOME,
        done=address,
    )


def _told_apart(one: Source) -> str:
    """A source so that it is not taken for another one with the same title."""
    made = sentence(
        N_("{title} · {period} · on record since {day} · {rows} rows · SHA-256 {digest}…"),
        title=one.title,
        period=one.period,
        day=one.created_at.date(),
        rows=one.rows,
        digest=one.digest[:8],
    )
    return say(made)


@own_page
def estimate(request: HttpRequest) -> HttpResponse:
    """An indicator from microdata that do not stay."""
    only(request)
    language = reader().code
    listed = [
        (one.id, one.title.say(language), one.counting.say(language), ", ".join(one.breakdowns))
        for one in estimating.offered()
    ]
    form = forms.EstimateForm(
        [(name, f"{title} ({name})") for name, title, *_ in listed], *posted(request)
    )
    form.listed = listed
    return page(
        request,
        form,
        actions.estimate,
        title=N_("Estimate an indicator"),
        lead=N_("Your questionnaire is mapped, checked and estimated with its errors."),
        button=N_("Estimate it"),
        back=HOME,
        done=address,
    )


@own_page
def register(request: HttpRequest) -> HttpResponse:
    """Count a register of this node."""
    only(request)
    return page(
        request,
        forms.RegisterForm(*posted(request)),
        actions.count_register,
        title=N_("Count a register"),
        lead=N_("You get counts, never a record. They are protected like any other table."),
        button=N_("Count it"),
        back=HOME,
        done=address,
    )
