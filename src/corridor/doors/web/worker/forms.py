"""The worker's forms: one question each, in words she uses, forgiving about how she writes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
        _("How did you go through it?"),
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


def named(currencies: Sequence[str]) -> list[tuple[str, str]]:
    """Currencies with their names in the reader's language."""
    return [(code, f"{currency_name(code, reader().code)} ({code})") for code in currencies]


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


class WorkNumberForm(ActForm):
    """The number under which she stands in wage files, and who gave it."""

    number = forms.CharField(
        label=_("Your number"),
        help_text=_("It stands on your residence card, on your visa or on your wage slip."),
        max_length=40,
    )
    issued_by = chosen(
        _("Where does it stand?"),
        [
            ("state", _("On my residence card")),
            ("visa", _("On my visa")),
            ("employer", _("On my wage slip or work card")),
        ],
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


_GIVEN: Choices = (
    ("yes", _("Yes")),
    ("no", _("No")),
    ("", _("I do not want to say")),
)
_ITEMS = {
    "food": _("Were you given food, or a place to cook and the food for it?"),
    "housing": _("Were you given a place to live?"),
}


class ItemsForm(ActForm):
    """What the contract promises beside the wage, each a question of its own."""

    tell_nobody = forms.BooleanField(
        label=_("Tell nobody for now"),
        help_text=_("Then only you can see this answer. You can change it later."),
        required=False,
    )

    def __init__(self, promised: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promised = tuple(promised)
        for item in self.promised:
            self.fields[item] = chosen(_ITEMS[item], _GIVEN, required=False)
        self.order_fields([*self.promised, "tell_nobody"])

    def given(self) -> dict[str, Any]:
        """Yes, no or nothing said, for each."""
        said = {"yes": True, "no": False}
        data = self.cleaned_data
        found = {f"{item}_given": said.get(data[item]) for item in self.promised}
        return found | {"tell_nobody": data["tell_nobody"]}


class OwnAccountForm(ActForm):
    """An account of her own."""

    account = forms.CharField(
        label=_("The number of your account (IBAN) or wage card"),
        help_text=_("It stands on your bank card or in the bank’s letter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    since = forms.CharField(
        label=_("Since which month is it yours?"),
        help_text=_("Leave this empty if you have had it since the work began."),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    tell_nobody = forms.BooleanField(
        label=_("Tell nobody for now"),
        help_text=_("Then only you can see what comes of it. You can change it later."),
        required=False,
    )


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
