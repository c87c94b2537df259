"""What am I owed at the end? A form and its answer, for everybody. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.doors.web.handle import explain
from corridor.doors.web.limits import limit
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.shared.ending import reckoning
from corridor.doors.web.shared.figures import country_name
from corridor.doors.web.shared.terms_form import FigureField, said
from corridor.engines import eos, law
from corridor.platform.clock.queries import today

PAGE = "web/public/end_of_service.html"
COUNTRY, REASON = N_("Choose the country"), N_("Choose the reason")
"""What stands in a list before anybody has chosen: nothing is answered for the reader."""
STREAMS = (
    ("", N_("I do not know, or it makes no difference")),
    ("monthly_pay", N_("Paid by the month (asked in Kuwait)")),
    ("other_pay", N_("Paid by the day, week, hour or piece (asked in Kuwait)")),
    ("insured", N_("In the social security (asked in Jordan)")),
    ("not_insured", N_("Not in the social security (asked in Jordan)")),
)


def places() -> list[str]:
    """The states whose law on the end of service is on record."""
    ids = law.book().ids()
    return [one.id for one in law.book().jurisdictions() if f"{one.id}.eos.bands" in ids]


def day_field(**given: Any) -> forms.DateField:
    """A day, by the device's own calendar."""
    attrs = {"type": "date"}
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs), **given)


def _missing(words: str) -> dict[str, Any]:
    """What a field says when it was left empty."""
    return {"required": said(words)}


class EndingForm(forms.Form):
    """One leaver, in the words of a phone."""

    use_required_attribute = False
    law = forms.ChoiceField(
        label=_("Where do you work?"),
        error_messages=_missing(N_("Choose the country in which you work.")),
    )
    start = day_field(
        label=_("First day of work"),
        error_messages=_missing(N_("Write the first day of work.")),
    )
    end = day_field(
        label=_("Last day of work"),
        help_text=_("This day counts."),
        error_messages=_missing(N_("Write the last day of work.")),
    )
    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        error_messages=_missing(N_("Choose why the work ends: the law asks it.")),
    )
    basic = FigureField(
        label=_("Your last basic wage a month"),
        help_text=_("In the currency of that country, such as 1200.00."),
        error_messages=_missing(N_("Write your last basic wage for a month.")),
    )
    allowances = FigureField(
        label=_("Allowances a month, in money"),
        required=False,
        help_text=_("For food, housing or transport. Leave it empty if there are none."),
    )
    unpaid_days = FigureField(
        label=_("Days without pay"), required=False, help_text=_("Only if there were any.")
    )
    household = forms.BooleanField(label=_("I work in a household"), required=False)
    stream = forms.ChoiceField(label=_("How are you paid or insured?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        countries = sorted(((one, country_name(one)) for one in places()), key=_name)
        self.fields["law"] = _choice(self.fields["law"], [("", said(COUNTRY)), *countries])
        reasons = [(key, said(words)) for key, words in eos.REASONS.items()]
        self.fields["reason"] = _choice(self.fields["reason"], [("", said(REASON)), *reasons])
        streams = [(key, said(words)) for key, words in STREAMS]
        self.fields["stream"] = _choice(self.fields["stream"], streams)

    def question(self) -> dict[str, Any]:
        """The question as the engine reads it. Empty fields are left out."""
        given = self.cleaned_data
        key = {"regime": "domestic" if given["household"] else "general"}
        if given["stream"]:
            key["stream"] = given["stream"]
        body = {name: given[name] for name in ("law", "reason", "basic")} | {"for": key}
        body |= {name: given[name].isoformat() for name in ("start", "end")}
        optional = ("allowances", "unpaid_days")
        return body | {name: given[name] for name in optional if given[name]}


def _name(choice: tuple[str, str]) -> str:
    return choice[1]


def _choice(field: forms.Field, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    """The same field with choices in the language of this request."""
    return forms.ChoiceField(
        label=field.label,
        required=field.required,
        help_text=field.help_text,
        error_messages=field.error_messages,
        choices=choices,
    )


def end_of_service(request: HttpRequest) -> HttpResponse:
    """The form, and the answer above it."""
    only(request)
    if request.method != "POST":
        return render(request, PAGE, {"form": EndingForm()})
    limit(request, "end-of-service", times=60)
    form = EndingForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    try:
        shown = _answer(form.question())
    except Problem as problem:
        explain(form, problem)
        return render(request, PAGE, {"form": form}, status=problem.status)
    return render(request, PAGE, {"form": form, **shown})


def _answer(body: dict[str, Any]) -> dict[str, Any]:
    book = law.book()
    one = eos.read_question(body, book, today())
    award = eos.end_of_service(
        book, one.place, one.service, one.wage, one.reason, one.on, one.key, one.days_per_year
    )
    due = eos.final_dues(book, one.place, one.on, one.reason)
    return {"reckoning": reckoning(award, due), "place": country_name(one.place)}
