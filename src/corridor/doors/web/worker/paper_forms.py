"""Forms for papers she brings: another paper put before her, a contract from abroad, a picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.core.codes.currencies import CURRENCIES
from corridor.doors.web.handle import ActForm
from corridor.doors.web.shared.figures import country_name
from corridor.doors.web.worker.forms import Choices, Figure, chosen, named
from corridor.engines import law
from corridor.engines.law import Corridor

_ELSEWHERE = "elsewhere"
_GIVEN: Choices = [
    ("in_kind", _("The employer gives it, free")),
    ("none", _("The employer does not give it")),
    ("", _("The paper does not say")),
]
_PAYS: Choices = [
    ("employer", _("The employer")),
    ("worker", _("I pay it myself")),
    ("shared", _("We share it")),
    ("", _("The paper does not say")),
]
_KEEPS: Choices = [
    ("worker", _("I keep it myself")),
    ("employer", _("The employer keeps it")),
    ("", _("The paper does not say")),
]


def _silent(value: Any) -> bool:
    return value is None or value == ""


class Terms(ActForm):
    """The few clauses that matter most, as some paper states them. Blank: it does not say."""

    basic_wage = Figure(
        label=_("What basic wage does the paper name?"),
        help_text=_("The basic wage alone, without food or overtime. Such as 830"),
    )
    hours_week = Figure(label=_("How many hours of work in a week?"), required=False)
    rest_days_week = Figure(label=_("How many days of rest in a week?"), required=False)
    contract_months = Figure(label=_("For how many months?"), required=False)
    allowance_food = chosen(_("Food"), _GIVEN, required=False)
    allowance_housing = chosen(_("A place to live"), _GIVEN, required=False)
    ticket_return = chosen(_("Who pays the ticket home?"), _PAYS, required=False)
    passport_clause = chosen(_("Who keeps your passport?"), _KEEPS, required=False)

    names = (
        "basic_wage",
        "hours_week",
        "rest_days_week",
        "contract_months",
        "allowance_food",
        "allowance_housing",
        "ticket_return",
        "passport_clause",
    )

    def terms(self) -> dict[str, Any]:
        """The clauses the paper names, as canonical terms."""
        found = {name: self.cleaned_data.get(name) for name in self.names}
        return {name: value for name, value in found.items() if not _silent(value)}


class OtherPaper(Terms):
    """A second paper that was put before her."""

    where = forms.CharField(
        label=_("Where was the paper given to you?"),
        help_text=_("Such as: airport, camp office, the agency"),
        required=False,
        max_length=120,
    )

    def __init__(self, held: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._frame = {name: held[name] for name in ("currency", "pay_period") if name in held}

    def given(self) -> dict[str, Any]:
        """Currency and pay period are those of her contract: she compares like with like."""
        return {"terms": self._frame | self.terms(), "where": self.cleaned_data["where"]}


class Brought(Terms):
    """A contract from abroad, in whatever form she has it."""

    employer_name = forms.CharField(
        label=_("Who do you work for?"),
        help_text=_("The name of the company or the family, as you know it"),
        max_length=200,
    )
    household = forms.BooleanField(label=_("I work in a family’s home"), required=False)
    corridor = chosen(_("In which country do you work?"), [])
    currency = forms.ChoiceField(label=_("In which money?"))
    pay_period = chosen(
        _("How is the wage counted?"),
        [("month", _("by the month")), ("week", _("by the week")), ("hour", _("by the hour"))],
    )
    starts = forms.DateField(
        label=_("When did you begin to work there?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    field_order = (
        "corridor",
        "employer_name",
        "household",
        "basic_wage",
        "currency",
        "pay_period",
        "starts",
    )

    def __init__(self, corridors: Sequence[Corridor], *args: Any, **kwargs: Any) -> None:
        """``corridors`` are those from her country; with one only, it is chosen already."""
        own = [law.book().jurisdiction(one.destination).currency for one in corridors]
        first = corridors[0].id if len(corridors) == 1 else None
        initial = {"corridor": first, "currency": own[0], "pay_period": "month"}
        super().__init__(*args, initial=initial, **kwargs)
        countries = [(one.id, country_name(one.destination)) for one in corridors]
        self.fields["corridor"].choices = [  # type: ignore[attr-defined]
            *countries,
            (_ELSEWHERE, _("In another country")),
        ]
        codes = [*dict.fromkeys(own), *sorted(set(CURRENCIES) - set(own))]
        self.fields["currency"].choices = named(codes)  # type: ignore[attr-defined]
        self.fields["basic_wage"].label = _("What wage were you promised?")
        self.fields["basic_wage"].help_text = _("On paper, in a message or by word. Such as 1000")

    def clean_corridor(self) -> str:
        """A country to which no corridor leads has no law here to hold her contract against."""
        found: str = self.cleaned_data["corridor"]
        if found == _ELSEWHERE:
            raise forms.ValidationError(
                _("The law of that country is not kept here yet. Call the person below instead.")
            )
        return found

    def given(self) -> dict[str, Any]:
        """The arguments of the act."""
        data = self.cleaned_data
        frame = {"currency": data["currency"], "pay_period": data["pay_period"]}
        household = bool(data["household"])
        return {
            "corridor": data["corridor"],
            "employer_name": data["employer_name"],
            "household": household,
            "regime": "domestic" if household else "general",
            "starts": data["starts"],
            "terms": frame | self.terms(),
        }


class Photograph(ActForm):
    """A picture or PDF of a paper."""

    file = forms.FileField(
        label=_("Choose a photograph or a PDF of the paper"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def given(self) -> dict[str, Any]:
        """The file's bytes in base64, as the act takes them."""
        return {"file": b64encode(self.cleaned_data["file"].read()).decode()}
