"""The administrator's forms. What may not be together is refused by the acts, in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from corridor.core.codes.countries import COUNTRIES
from corridor.doors.web.admin.words import GRANTED, KINDS
from corridor.doors.web.handle import ActForm
from corridor.doors.web.shared.vocabulary import ROLES
from corridor.doors.web.words import say
from corridor.locale.languages import LANGUAGES
from corridor.platform.people.models import Organisation

said = lazy(say, str)
_DAY = forms.DateInput(attrs={"type": "date"})


def _countries() -> list[tuple[str, str]]:
    named = [(code, country.name) for code, country in COUNTRIES.items()]
    return [("", ""), *sorted(named, key=lambda pair: pair[1])]


class PersonForm(ActForm):
    """A person who will act for an office."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    nationality = forms.ChoiceField(label=_("Nationality"), choices=_countries)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: [(one.code, one.name) for one in LANGUAGES.values()],
    )


class OrganisationForm(ActForm):
    """An organisation under its state's own number."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", ""), *((one, said(words)) for one, words in KINDS.items())]
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), choices=_countries)
    registration_number = forms.CharField(
        label=_("Number in the state’s register"), max_length=40, required=False
    )
    phone = forms.CharField(
        label=_("Public phone number"),
        help_text=_("One that workers may call. Leave empty if there is none."),
        max_length=30,
        required=False,
    )


class RoleForm(ActForm):
    """For which organisation a person acts, in which role, from when to when."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", ""), *((role.value, said(ROLES[role.value])) for role in GRANTED)],
    )
    starts = forms.DateField(label=_("First day"), required=False, widget=_DAY)
    ends = forms.DateField(
        label=_("Day on which it ends"),
        help_text=_("Leave empty when no end is known."),
        required=False,
        widget=_DAY,
    )

    def __init__(self, *args: Any, offices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.choices = [("", ""), *((one.pk, f"{one.name} · {one.country}") for one in offices)]  # type: ignore[attr-defined]


class AccountForm(ActForm):
    """A way to sign in for somebody who acts for an office."""

    username = forms.CharField(label=_("Name to sign in with"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 12 characters. The person changes it after signing in."),
        min_length=12,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TokenForm(ActForm):
    """A key to the API, with its last day."""

    ends = forms.DateField(
        label=_("Day on which the key ends"),
        help_text=_("Leave empty when it ends with the role."),
        required=False,
        widget=_DAY,
    )


class SureForm(ActForm):
    """Nothing to fill in: the button is the answer."""
