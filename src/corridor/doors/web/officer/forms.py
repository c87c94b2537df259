"""The office's forms. Each leads to one act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from corridor.core.text import N_
from corridor.cycle.departure.models import REASONS_TO_REVOKE
from corridor.doors.web.handle import ActForm
from corridor.doors.web.shared.terms_form import TermsForm
from corridor.doors.web.words import say

said = lazy(say, str)

REASONS: dict[str, str] = {
    "employer": N_("The visa names another employer than the contract."),
    "occupation": N_("The visa names another occupation than the contract."),
    "worse": N_("The contract is worse than the attested job order."),
    "unfit": N_("The medical result on record is “not fit”."),
    "missing": N_("A paper is missing or has run out."),
    "agency": N_("The agency has no valid licence."),
}
"""Usual reasons of a refusal, kept as sentences so that the worker reads them in her language."""

_DAY = forms.DateInput(attrs={"type": "date"})


class NothingToSay(ActForm):
    """A button."""


class QuotaForm(ActForm):
    """A decision on how many workers an employer is allowed."""

    workers = forms.IntegerField(
        label=said(N_("Workers allowed")),
        help_text=said(N_("From abroad, in the whole establishment.")),
        min_value=0,
        max_value=100_000,
    )
    reference = forms.CharField(label=said(N_("Number of the decision")), max_length=60)
    until = forms.DateField(
        label=said(N_("Until")),
        help_text=said(N_("Empty: until another decision.")),
        required=False,
        widget=_DAY,
    )


class ReasonsForm(ActForm):
    """Reasons to tick, and the officer's own words."""

    reasons = forms.MultipleChoiceField(
        label=said(N_("Reasons")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(text, said(text)) for text in REASONS.values()],
    )
    own_words = forms.CharField(
        label=said(N_("In your own words")),
        help_text=said(N_("The worker reads this. Say what can be mended, and how.")),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def given(self) -> dict[str, Any]:
        """One list: the ticked reasons, then the own words."""
        return {"reasons": [*self.cleaned_data["reasons"], self.cleaned_data["own_words"]]}


class RevokeForm(ActForm):
    """Why a pass is taken back."""

    reason = forms.ChoiceField(
        label=said(N_("Reason")),
        choices=[(code, said(text)) for code, text in REASONS_TO_REVOKE.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=said(N_("In your own words")),
        help_text=said(N_("The worker reads this. Say what can be mended, and how.")),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FitForm(ActForm):
    """Fit or not fit; nothing else is ever asked."""

    fit = forms.TypedChoiceField(
        label=said(N_("The doctor says")),
        help_text=said(N_("Nothing else about health is kept here.")),
        choices=[("yes", said(N_("Fit for this work"))), ("no", said(N_("Not fit")))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class VisaForm(ActForm):
    """What the visa says."""

    employer_name = forms.CharField(label=said(N_("Employer on the visa")), max_length=200)
    employer_number = forms.CharField(
        label=said(N_("Number of the employer on the visa")), max_length=40, required=False
    )
    occupation_isco = forms.CharField(
        label=said(N_("Occupation code (ISCO-08)")),
        help_text=said(N_("Four digits, such as 9313.")),
        max_length=4,
    )
    number = forms.CharField(
        label=said(N_("Visa number")),
        help_text=said(N_("It is sealed; no page shows it again.")),
        max_length=40,
    )
    valid_to = forms.DateField(label=said(N_("Last day")), widget=_DAY)


class AppealForm(ActForm):
    """A decision on an appeal with its reason."""

    uphold = forms.TypedChoiceField(
        label=said(N_("Your decision")),
        choices=[
            ("yes", said(N_("The worker is right: two other officers decide again"))),
            ("no", said(N_("The decision stands"))),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=said(N_("Reason")),
        help_text=said(N_("The worker reads this. Use plain words.")),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(ActForm):
    """Why a job order goes back to the employer."""

    reason = forms.CharField(
        label=said(N_("Why it goes back")),
        help_text=said(N_("The employer reads this and files the order again.")),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PassportForm(ActForm):
    """A person whose passport lies on the table."""

    passport = forms.CharField(
        label=said(N_("Passport number")),
        help_text=said(N_("Exactly as printed. The person must be registered here.")),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class LicenceForm(ActForm):
    """A decision on a licence."""

    decision = forms.ChoiceField(
        label=said(N_("Decision")),
        choices=[
            ("issued", said(N_("Issue a licence"))),
            ("renewed", said(N_("Renew the licence"))),
            ("suspended", said(N_("Suspend the licence"))),
            ("reinstated", said(N_("End the suspension"))),
            ("revoked", said(N_("Revoke the licence"))),
        ],
    )
    number = forms.CharField(label=said(N_("Licence number")), max_length=40)
    valid_from = forms.DateField(label=said(N_("First day")), widget=_DAY)
    valid_to = forms.DateField(
        label=said(N_("Last day")),
        help_text=said(N_("Empty: until another decision.")),
        required=False,
        widget=_DAY,
    )
    reason = forms.CharField(
        label=said(N_("Reason")),
        help_text=said(N_("Public. Needed when you suspend or revoke.")),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PaperForm(TermsForm):
    """A second paper that the worker was shown, clause by clause."""

    where = forms.CharField(
        label=said(N_("Where was it shown to her?")),
        help_text=said(N_("A place is enough, such as an airport or a camp office.")),
        required=False,
        max_length=120,
    )


class FindForm(forms.Form):
    """A contract number, the short code of a receipt or pass, or an exact passport number."""

    what = forms.CharField(max_length=60, required=False, strip=True)
