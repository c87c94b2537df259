"""The forms of pre-issued passes: ask for a batch, hand in its register."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.utils.functional import lazy

from corridor.core.text import N_
from corridor.doors.web.handle import ActForm
from corridor.doors.web.words import say

said = lazy(say, str)
_DAY = forms.DateInput(attrs={"type": "date"})


class PrepareForm(ActForm):
    """How many passes, for which corridor, from when to when, and what for."""

    corridor = forms.ChoiceField(label=said(N_("Corridor")))
    size = forms.IntegerField(
        label=said(N_("How many passes")), widget=forms.NumberInput(attrs={"min": 1})
    )
    valid_from = forms.DateField(label=said(N_("First day")), widget=_DAY)
    valid_to = forms.DateField(label=said(N_("Last day")), widget=_DAY)
    reason = forms.CharField(
        label=said(N_("What for")),
        help_text=said(N_("Your colleague reads this before confirming.")),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, corridors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corridor"].choices = corridors  # type: ignore[attr-defined]


class HandInForm(ActForm):
    """The filled register."""

    file = forms.FileField(
        label=said(N_("The filled register")),
        help_text=said(N_("CSV or XLSX, with the columns of the form of this batch.")),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def given(self) -> dict[str, Any]:
        """The file as the act takes it."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return {"file": b64encode(file.read()).decode(), "name": file.name}
