"""The worker's forms: one question each, in words she uses, forgiving about how she writes."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.core.codes.currencies import CURRENCIES
from corridor.cycle.contracts.questions import Question
from corridor.doors.web.handle import ActForm
from corridor.doors.web.words import reader, say
from corridor.locale.formats import currency_name

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
Choices = Sequence[tuple[str, Any]]


def plain_figures(text: str) -> str:
    """The digits of any script as 0 to 9, without spaces or thousands separators."""
    found = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
        for sign in text
    )
    found = "".join(found.split()).replace("٫", ".").replace("٬", ",")
    return found.replace(",", "") if _GROUPED.fullmatch(found) else found


class Figure(forms.CharField):
    """A number as people write it; the act checks what it means."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=40, **given)

    def to_python(self, value: Any) -> str:
        """Figures 0 to 9 with a point."""
        return plain_figures(str(super().to_python(value) or ""))


def chosen(label: Any, choices: Choices, *, required: bool = True, hint: Any = "") -> Any:
    """One question answered by choosing."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )


class Confirm(ActForm):
    """A page with one button."""


class Explained(ActForm):
    """How the offer reached her."""

    way = chosen(
        _("How did the offer reach you?"),
        [
            ("read", _("I have read it myself")),
            ("heard", _("It was read to me, and I have heard all of it")),
        ],
    )


class OneQuestion(ActForm):
    """One of the five questions. What is right is not on the page."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = chosen(
            say(question.text), [(option.key, say(option.text)) for option in question.options]
        )


class Kept(ActForm):
    """She has her own copy."""

    kept = forms.BooleanField(
        label=_("I have my own copy now"),
        error_messages={"required": _("Tick this when you have your copy.")},
    )

    def given(self) -> dict[str, Any]:
        """Nothing: that she ticked it is the whole message."""
        return {}


class Decide(ActForm):
    """Yes or no, with the same weight."""

    decision = chosen(
        _("What do you decide?"), [("yes", _("I sign this contract")), ("no", _("I say no"))]
    )


class DecideChange(ActForm):
    """The employer's proposal."""

    decision = chosen(
        _("Do you agree to this change?"),
        [
            ("no", _("No. My contract stays as it is")),
            ("yes", _("Yes. I agree and sign the change")),
        ],
    )


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


def named(currencies: Sequence[str]) -> list[tuple[str, str]]:
    """Currencies with their names in the reader's language."""
    return [(code, f"{currency_name(code, reader().code)} ({code})") for code in currencies]


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

    field_order = ("employer_name", "household", "basic_wage", "currency", "pay_period", "starts")

    def __init__(self, currency: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [currency, *sorted(code for code in CURRENCIES if code != currency)]
        self.fields["currency"].choices = named(codes)  # type: ignore[attr-defined]
        self.fields["basic_wage"].label = _("What wage were you promised?")
        self.fields["basic_wage"].help_text = _("On paper, in a message or by word. Such as 1000")

    def given(self) -> dict[str, Any]:
        """The arguments of the act."""
        data = self.cleaned_data
        frame = {"currency": data["currency"], "pay_period": data["pay_period"]}
        household = bool(data["household"])
        return {
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


class VisaForm(ActForm):
    """What the visa says."""

    employer_name = forms.CharField(label=_("Which employer stands on the visa?"), max_length=200)
    employer_number = forms.CharField(
        label=_("The employer’s number on the visa"), required=False, max_length=40
    )
    occupation_isco = forms.CharField(
        label=_("The number of the occupation"),
        help_text=_("Four digits, such as 9313. A counsellor can help you to find it."),
        max_length=4,
    )
    number = forms.CharField(label=_("The number of the visa"), max_length=40)
    valid_to = forms.DateField(
        label=_("Until which day is it valid?"), widget=forms.DateInput(attrs={"type": "date"})
    )


class AppealForm(ActForm):
    """An appeal. No grounds need be given."""

    grounds = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("You may leave this empty. The decision is looked at again all the same."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class Statement(ActForm):
    """Her answer to a claim."""

    statement = forms.CharField(
        label=_("What happened?"),
        help_text=_("You may leave this empty: then you only say that it is not true."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class GotWage(ActForm):
    """The first question of a month."""

    said = chosen(
        _("Did you get your wage?"),
        [
            ("full", _("1. Yes, all of it")),
            ("less", _("2. Less than I should have")),
            ("nothing", _("3. Nothing")),
        ],
    )


class HowMuch(ActForm):
    """The second question of a month, with what the first one left open."""

    amount = Figure(label=_("How much did you get?"), required=False)
    handed_back = Figure(
        label=_("Did you have to give some of it back? How much?"),
        help_text=_("Leave this empty if you gave nothing back."),
        required=False,
    )
    tell_nobody = forms.BooleanField(
        label=_("Tell nobody for now"),
        help_text=_("Then only you can see this answer. You can change it later."),
        required=False,
    )

    def __init__(self, said: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = said
        if said != "less":
            del self.fields["amount"]
        if said == "nothing":
            del self.fields["handed_back"]

    def given(self) -> dict[str, Any]:
        """Empty figures are no figures."""
        data = self.cleaned_data
        return {
            "said": self.said,
            "amount": data.get("amount") or None,
            "handed_back": data.get("handed_back") or None,
            "tell_nobody": data["tell_nobody"],
        }


class PaidFees(ActForm):
    """The private question."""

    paid = chosen(
        _("Did you pay somebody to get this job?"),
        [
            ("no", _("No, I paid nothing")),
            ("yes", _("Yes, I paid")),
            ("later", _("I do not want to say now")),
        ],
        hint=_("Your employer and your agency never see your answer."),
    )


class FeeDetails(ActForm):
    """How much and to whom, as far as she wants to say."""

    amount = Figure(label=_("How much did you pay?"), required=False)
    currency = forms.ChoiceField(label=_("In which money?"))
    to_whom = forms.CharField(
        label=_("Whom did you pay?"),
        help_text=_("You may leave this empty."),
        required=False,
        max_length=200,
    )

    def __init__(self, currencies: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = named(currencies)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The answer “yes” with what she adds."""
        return {"paid": True} | super().given()


class ChooseUnion(ActForm):
    """Which union may act for her."""

    def __init__(self, unions: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"] = chosen(_("Which union may see this case?"), unions)


class Leaving(ActForm):
    """Which contract she leaves for the new one."""

    def __init__(self, contracts: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext("My employer gave me no contract"))
        self.fields["leaving"] = chosen(
            _("Which employer do you leave?"), [*contracts, none], required=False
        )


class ChooseLanguage(ActForm):
    """The language of pages, messages and papers."""

    def __init__(self, languages: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = chosen(_("In which language do you want to read?"), languages)
