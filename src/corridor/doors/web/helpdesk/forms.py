"""The help desk's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.core.codes.countries import COUNTRIES
from corridor.core.codes.short import is_long, misread, tail_of
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.handle import ActForm
from corridor.doors.web.words import say
from corridor.locale.languages import CHOICES

_MISREAD = N_(
    "“{found}” is no contract number: a character is wrong or two changed places. "
    "Compare it with the paper, character by character."
)
_OTHER_FIELD = N_(
    "“{found}” looks like the number of a contract. Write it in the field “Contract number”."
)
_NO_PERSON = N_("No person of your country has the passport number “{number}”.")
_NO_CONTRACT = N_("No contract of your country’s workers has the number “{number}”.")


class Find(forms.Form):
    """One exact number. Nobody is found by name, and nobody is listed."""

    passport = forms.CharField(
        label=_("Passport number"),
        help_text=_(
            "Exactly as it stands in the passport that lies before you, such as PA1234567. "
            "Spaces and small letters do not matter."
        ),
        required=False,
        max_length=40,
    )
    reference = forms.CharField(
        label=_("Contract number"),
        help_text=_(
            "From the worker’s own page or copy of the contract: the short number, "
            "such as 7K3-9QD-2MXA, or all 26 characters of the long one."
        ),
        required=False,
        max_length=40,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_reference(self) -> str:
        """A number that somebody misread is said to be so, before anybody is looked for."""
        found: str = self.cleaned_data["reference"]
        if misread(found):
            raise forms.ValidationError(say(sentence(_MISREAD, found=found.strip())))
        return found

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data = super().clean() or {}
        if not self.errors and not data["passport"].strip() and not data["reference"].strip():
            self.add_error("passport", _("Write the passport number or the contract number."))
        return data

    def tried(self) -> list[Sentence]:
        """What was looked for in vain, in words."""
        passport, number = (self.cleaned_data[name].strip() for name in ("passport", "reference"))
        words = [sentence(_NO_PERSON, number=passport)] if passport else []
        if tail_of(passport) is not None or is_long(passport):
            words.append(sentence(_OTHER_FIELD, found=passport))
        words += [sentence(_NO_CONTRACT, number=number)] if number else []
        return words


class Register(ActForm):
    """A person who is not known yet."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    nationality = forms.ChoiceField(label=_("Nationality"))
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=CHOICES)
    passport = forms.CharField(label=_("Passport number"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("The person’s own phone, with the country code. It is used to sign in."),
        max_length=30,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = sorted((country.name, code) for code, country in COUNTRIES.items())
        self.fields["nationality"].choices = [  # type: ignore[attr-defined]
            (code, name) for name, code in listed
        ]
