"""The union's one form: a paper that a worker was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.doors.web.shared.terms_form import TermsForm


class PaperForm(TermsForm):
    """What the paper says, clause by clause; what it does not say stays empty."""

    where = forms.CharField(
        label=_("Where was it shown?"),
        help_text=_("A place or an office, such as the labour camp’s office."),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
