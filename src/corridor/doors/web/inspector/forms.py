"""The inspector's forms. Each leads to one act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy

from corridor.core.text import N_
from corridor.doors.web.handle import ActForm
from corridor.doors.web.words import Text, say

said = lazy(say, str)

KINDS: dict[str, str] = {
    "notice": N_("Notice to the employer"),
    "permits": N_("New work permits suspended"),
    "inspection": N_("Inspection ordered"),
    "fine": N_("Fine or lower class"),
    "referral": N_("Referred to the prosecution or a court"),
    "other": N_("Another step"),
}
"""What an officer does against an establishment."""

NO_STEP = N_("None: this stands outside the ladder")


def _words(label: str, hint: str = "", longest: int = 500, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=said(label),
        help_text=said(hint) if hint else "",
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=said(label),
        help_text=said(hint) if hint else "",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class StepForm(ActForm):
    """One step of the ladder, or outside it."""

    step = forms.ChoiceField(label=said(N_("Step of the ladder")), required=False)
    kind = forms.ChoiceField(
        label=said(N_("What you do")), choices=[(one, said(text)) for one, text in KINDS.items()]
    )
    reason = _words(
        N_("Reason"), N_("The employer reads this. Name no worker and nothing a worker said.")
    )
    law_id = forms.ChoiceField(
        label=said(N_("Law")),
        help_text=said(N_("Only for a step outside the ladder: the law it rests on.")),
        required=False,
    )

    def __init__(
        self,
        steps: Sequence[tuple[str, Text]],
        laws: Sequence[tuple[str, Text]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, said(words)) for value, words in steps]
        self.fields["step"].choices = [*choices, ("", said(NO_STEP))]  # type: ignore[attr-defined]
        known = [(value, said(words)) for value, words in laws]
        self.fields["law_id"].choices = [("", "–"), *known]  # type: ignore[attr-defined]


class ReasonForm(ActForm):
    """Why, in the officer's own words."""

    reason = _words(
        N_("Reason"), N_("The employer reads this. Name no worker and nothing a worker said.")
    )


class OrderForm(ActForm):
    """An order to pay: which months, until when, and why."""

    months = forms.MultipleChoiceField(
        label=said(N_("Months")), widget=forms.CheckboxSelectMultiple, required=True
    )
    deadline = _day(N_("Deadline"), N_("The last day on which the employer may pay."))
    reason = _words(
        N_("Reason"), N_("The employer reads this. Name no worker and nothing a worker said.")
    )

    def __init__(self, months: Sequence[tuple[str, Text]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(value, said(words)) for value, words in months]
        self.fields["months"].choices = found  # type: ignore[attr-defined]
        self.fields["months"].initial = [value for value, _ in found]


class VisitForm(ActForm):
    """A visit: the day, and what to look at there."""

    on = _day(N_("Day of the visit"))
    look_at = _words(
        N_("What to look at"), N_("Your colleagues read this. Name no worker here."), rows=2
    )


class VisitEndForm(ActForm):
    """How a visit ended, and what was found."""

    state = forms.ChoiceField(
        label=said(N_("How it ended")),
        choices=[("done", said(N_("It was made"))), ("dropped", said(N_("It is dropped")))],
        widget=forms.RadioSelect,
    )
    found = _words(
        N_("What was found, or why it is dropped"), N_("Name no worker here."), longest=1000
    )


class HandVisitForm(ActForm):
    """To whom a visit goes."""

    to = forms.ChoiceField(label=said(N_("Who makes the visit")), widget=forms.RadioSelect)

    def __init__(self, officers: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(officers)  # type: ignore[attr-defined]


class CloseForm(ActForm):
    """A button."""


class JudgmentForm(ActForm):
    """A judgment that ends an order."""

    court = forms.CharField(label=said(N_("Court")), max_length=60)
    reference = forms.CharField(label=said(N_("Number of the judgment")), max_length=58)
    reason = _words(N_("What it says"), longest=1000)
