"""The employer's forms. Each leads to one act."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.core.text import N_
from corridor.cycle.contracts.states import END_REASONS
from corridor.doors.web.handle import ActForm
from corridor.doors.web.shared.terms_form import (
    FigureField,
    TermsForm,
    language_choices,
    said,
)
from corridor.engines import law

_DAY = {"type": "date"}


def day_field(**given: Any) -> forms.DateField:
    """A day, by the device's own calendar."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY), **given)


class PlainForm(ActForm):
    """A form whose refusals are all the house's own."""

    use_required_attribute = False


class OrderForm(TermsForm):
    """A job order: the job, how many, the approvals, and the terms as the floor of every offer."""

    title = forms.CharField(
        label=_("Name of the job"),
        max_length=120,
        help_text=_("As it will stand on the public board, such as “Cleaner in offices”."),
    )
    headcount = forms.IntegerField(label=_("How many workers"), min_value=1, max_value=100_000)
    approval_reference = forms.CharField(
        label=_("Number of the recruitment approval"),
        max_length=60,
        required=False,
        help_text=_("As it stands on the approval of your own authority."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("without", ("employer_id", "occupation_isco"))
        super().__init__(*args, **kwargs)
        grades = grade_choices(self.place.destination)
        if grades:
            self.fields["grade"] = forms.ChoiceField(
                label=_("Grade of the job"),
                choices=[("", "—"), *grades],
                required=False,
                help_text=_("The law has its own lowest wage for some grades."),
            )

    def given(self) -> dict[str, Any]:
        """The act's arguments; the place of work is one of the terms."""
        found = super().given()
        sector, _dot, job = str(found.pop("grade", "")).partition(".")
        return found | {
            "worksite": str(found["terms"].get("worksite", "")),
            "sector": sector,
            "job": job,
        }


def grade_choices(destination: str) -> list[tuple[str, Any]]:
    """``sector.job`` for which the country has a minimum wage of its own."""
    prefix = f"{destination}.minimum_wage."
    found = [one.removeprefix(prefix) for one in law.book().ids() if one.startswith(prefix)]
    return [
        (tail, said(law.book().parameter(prefix + tail).title))
        for tail in found
        if tail.count(".") == 1
    ]


class TermsAgainForm(TermsForm):
    """The terms of a returned order, or of an amendment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("without", ("employer_id", "occupation_isco"))
        super().__init__(*args, **kwargs)


class OfferForm(TermsForm):
    """The employer's signed offer: terms, the languages of its texts, and the first day."""

    def __init__(self, *args: Any, ask_passport: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("without", ("employer_id",))
        super().__init__(*args, **kwargs)
        if ask_passport:
            self.fields["passport"] = forms.CharField(
                label=_("Passport number of the worker"),
                max_length=20,
                help_text=_("Exactly as in the passport. Nobody can be looked up by name."),
            )
        self.fields["starts"] = day_field(
            label=_("First day of work"),
            required=False,
            help_text=_("Leave it empty when it depends on visa and arrival."),
        )
        choices = language_choices(self.place.id)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("In which languages is the contract written?"),
            choices=choices,
            initial=[code for code, _name in choices],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Every text says the same. Which one prevails comes from the law."),
        )

    def given(self) -> dict[str, Any]:
        """The act's arguments: one text for each language, all saying the same."""
        found = super().given()
        codes = found.pop("languages")
        return found | {"languages": {code: dict(found["terms"]) for code in codes}}


class ReasonForm(PlainForm):
    """One reason in a sentence."""

    reason = forms.CharField(
        label=_("The reason, in a sentence"), max_length=300, widget=forms.Textarea({"rows": 3})
    )


class AgencyForm(PlainForm):
    """Choosing the agency that gets the power of attorney."""

    agency = forms.ChoiceField(label=_("Licensed agency"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, agencies: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = agencies


class PaperForm(PlainForm):
    """A paper as PDF or photograph."""

    file = forms.FileField(
        label=_("The paper"), help_text=_("PDF, PNG or JPEG, at most 10 megabytes.")
    )

    def given(self) -> dict[str, Any]:
        """The file in base64, as acts take it."""
        return {"file": b64encode(self.cleaned_data["file"].read()).decode()}


class NothingForm(PlainForm):
    """A button alone."""


class VisaForm(PlainForm):
    """What stands on the visa."""

    employer_name = forms.CharField(label=_("Employer on the visa"), max_length=200)
    employer_number = forms.CharField(
        label=_("Number of the employer on the visa"), max_length=40, required=False
    )
    occupation_isco = forms.CharField(
        label=_("Occupation code (ISCO-08)"),
        max_length=4,
        help_text=_(
            "Four digits. The contract's own code is filled in: change it if the visa differs."
        ),
    )
    number = forms.CharField(label=_("Number of the visa"), max_length=40)
    valid_to = day_field(label=_("Last day on which the visa is valid"))


class NumberForm(PlainForm):
    """The number under which a worker stands in wage files."""

    number = forms.CharField(label=_("Number in the wage file"), max_length=40)
    issued_by = forms.ChoiceField(
        label=_("Who gave this number"),
        choices=[
            ("state", _("The state, such as a residence permit number")),
            ("visa", _("The visa")),
            ("employer", _("You, the employer")),
        ],
    )


class EndForm(PlainForm):
    """The end of a contract."""

    reason = forms.ChoiceField(
        label=_("Why it ends"),
        choices=[
            (key, said(END_REASONS[key])) for key in ("completed", "agreed", "dismissed", "died")
        ],
        widget=forms.RadioSelect,
    )
    on = day_field(label=_("Last day of the contract"))


class AbsenceForm(PlainForm):
    """A claim that a worker is absent."""

    since = day_field(label=_("First day on which the worker did not come"))
    statement = forms.CharField(
        label=_("What happened, in your words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class SettleForm(PlainForm):
    """What was paid at the end."""

    leaving_on = day_field(label=_("Last day of work"))
    reason = forms.ChoiceField(
        label=_("Why it ended"), choices=[(key, said(words)) for key, words in END_REASONS.items()]
    )
    paid = FigureField(
        label=_("What you paid at the end, in all"),
        required=False,
        help_text=_("In the currency of the contract. Leave it empty if nothing was paid yet."),
    )
    paid_on = day_field(label=_("Day of this payment"), required=False)

    def given(self) -> dict[str, Any]:
        """An empty amount is no statement."""
        found = super().given()
        return found | {"paid": found["paid"] or None}


FORMATS = (
    ("", N_("Recognise it by itself")),
    ("qat-sif", N_("Qatar: salary information file (CSV)")),
    ("are-sif", N_("United Arab Emirates: salary information file (SIF)")),
    ("sau", N_("Saudi Arabia: wages file (text with tabulators)")),
    ("pain001", N_("Any bank: ISO 20022 payment file (pain.001, XML)")),
    ("csv", N_("OpenCorridor's own table as CSV")),
    ("xlsx", N_("OpenCorridor's own table as a workbook (XLSX)")),
    ("parquet", N_("OpenCorridor's own table as Parquet")),
)
LARGEST = 64
"""Megabytes of a wage file on a page; the command line takes files of any size."""


class WagesForm(PlainForm):
    """A wage file to be looked at before it counts."""

    file = forms.FileField(label=_("The wage file"), help_text=_("As you send it to the bank."))
    format = forms.ChoiceField(
        label=_("Kind of file"), required=False, choices=[(v, said(w)) for v, w in FORMATS]
    )
    month = forms.CharField(
        label=_("Month for which it pays"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"placeholder": "2026-09", "inputmode": "numeric"}),
        help_text=_(
            "Year and month. Needed for a payment file of a bank and for the Saudi file, which "
            "name no month; the others name it themselves."
        ),
    )
    payslips = forms.FileField(
        label=_("Table of payslips"),
        required=False,
        help_text=_(
            "Only beside a payment file of a bank, which has no place for basic wage, hours and "
            "deductions: a table with a line for each payment."
        ),
    )
    number = forms.CharField(
        label=_("Registration number of your establishment"),
        required=False,
        max_length=40,
        help_text=_("Only where the file names none, such as a payment file of a bank."),
    )
    paid_on = day_field(
        label=_("Day on which the bank paid"),
        required=False,
        help_text=_("Leave it empty if you do not know: then nobody can say whether it was late."),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before a byte of it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST << 20:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s megabytes. Split it by establishment."),
                params={"limit": LARGEST},
            )
        return file

    def clean_payslips(self) -> Any:
        """The same bound for the table beside it."""
        file = self.cleaned_data["payslips"]
        if file and file.size > LARGEST << 20:
            raise forms.ValidationError(
                _("The table is larger than %(limit)s megabytes."), params={"limit": LARGEST}
            )
        return file


class SubmitForm(PlainForm):
    """Putting a looked-at file on record, as the kind of file it was read as."""

    format = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    number = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    payslips = forms.CharField(required=False, max_length=26, widget=forms.HiddenInput)
    paid_on = forms.DateField(required=False, widget=forms.HiddenInput)
