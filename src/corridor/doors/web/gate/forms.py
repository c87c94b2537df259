"""The gate's two forms: hold up a pass, let it be used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from corridor.core.text import N_
from corridor.doors.web.words import say

said = lazy(say, str)


class ScanForm(forms.Form):
    """A pass: scanned, typed or photographed."""

    text = forms.CharField(
        label=said(N_("Scan the code, or type the short code")),
        help_text=said(N_("A short code looks like 7K3QD-0XH2M.")),
        required=False,
        max_length=2000,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "ltr",
                "data-queue-search": "",
            }
        ),
    )
    photo = forms.FileField(
        label=said(N_("Or a photograph of the code")),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "capture": "environment"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must be given."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("text", "").strip() and not given.get("photo") and not self.errors:
            self.add_error("text", say(N_("Scan or type the code, or choose a photograph.")))
        return given


class UseForm(forms.Form):
    """The holder was compared with the passport; now the pass is used."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80)
    text = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    same = forms.BooleanField(
        label=said(N_("Name and year of birth are the same in the passport")),
        error_messages={"required": said(N_("Compare the passport with this page first."))},
    )
