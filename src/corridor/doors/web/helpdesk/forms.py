"""The help desk's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.core.codes.countries import COUNTRIES
from corridor.doors.web.handle import ActForm
from corridor.locale.languages import CHOICES


class Find(forms.Form):
    """One exact number. Nobody is found by name, and nobody is listed."""

    passport = forms.CharField(
        label=_("Passport number"),
        help_text=_("Exactly as it stands in the passport that lies before you"),
        required=False,
        max_length=40,
    )
    reference = forms.CharField(
        label=_("Contract number"),
        help_text=_("From the worker’s own copy of the contract"),
        required=False,
        max_length=40,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data = super().clean() or {}
        if not (data.get("passport") or "").strip() and not (data.get("reference") or "").strip():
            self.add_error("passport", _("Write the passport number or the contract number."))
        return data


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
