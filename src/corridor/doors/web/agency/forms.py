"""The agency's forms. None of them has a field for money from a worker."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.doors.web.handle import ActForm


class PlainForm(ActForm):
    """A form whose refusals are all the house's own."""

    use_required_attribute = False


class NothingForm(PlainForm):
    """A button alone."""


class ReasonForm(PlainForm):
    """One reason in a sentence."""

    reason = forms.CharField(
        label=_("The reason, in a sentence"), max_length=300, widget=forms.Textarea({"rows": 3})
    )


class ProposeForm(PlainForm):
    """A person whose passport lies on the table."""

    passport = forms.CharField(
        label=_("Passport number"),
        max_length=20,
        help_text=_("Exactly as in the passport. Nobody can be looked up by name."),
    )


class VisaForm(PlainForm):
    """What stands on the visa."""

    employer_name = forms.CharField(label=_("Employer on the visa"), max_length=200)
    employer_number = forms.CharField(
        label=_("Number of the employer on the visa"), max_length=40, required=False
    )
    occupation_isco = forms.CharField(
        label=_("Occupation code (ISCO-08)"), max_length=4, help_text=_("Four digits.")
    )
    number = forms.CharField(label=_("Number of the visa"), max_length=40)
    valid_to = forms.DateField(
        label=_("Last day on which the visa is valid"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class FitnessForm(PlainForm):
    """Fit or not fit; nothing else about health is asked or kept."""

    fit = forms.ChoiceField(
        label=_("What does the doctor's paper say?"),
        choices=[("fit", _("Fit for the work")), ("unfit", _("Not fit for the work"))],
        widget=forms.RadioSelect,
        help_text=_("No finding, no test and no diagnosis is entered here."),
    )

    def given(self) -> dict[str, Any]:
        """One yes or no."""
        return {"fit": self.cleaned_data["fit"] == "fit"}
