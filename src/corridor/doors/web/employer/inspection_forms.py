"""What an employer brings to the labour inspectorate: evidence of payment, or an appeal."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.doors.web.employer.forms import PlainForm, day_field


class EvidenceForm(PlainForm):
    """How much was paid under an order, to how many, when, with which reference."""

    amount = forms.CharField(
        label=_("Amount paid in all"),
        help_text=_("In the currency of the order, such as 1110.00."),
        max_length=20,
        error_messages={"required": _("Write how much was paid.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    workers = forms.IntegerField(
        label=_("How many workers were paid"),
        min_value=1,
        error_messages={"required": _("Write how many workers were paid.")},
    )
    paid_on = day_field(
        label=_("Day on which the bank paid"),
        error_messages={"required": _("Write the day on which the bank paid.")},
    )
    reference = forms.CharField(
        label=_("Reference of the bank"),
        help_text=_("The number under which the bank finds the payment."),
        max_length=80,
        error_messages={"required": _("Write the reference: the payment is found by it.")},
    )
    file = forms.FileField(
        label=_("The bank’s confirmation"),
        help_text=_("PDF, PNG or JPEG, at most 10 megabytes."),
        required=False,
    )

    def given(self) -> dict[str, Any]:
        """The file in base64, as the act takes it; empty without one."""
        found = super().given()
        file = found.pop("file")
        return found | {"file": b64encode(file.read()).decode() if file else ""}


class AppealForm(PlainForm):
    """Why the order is wrong."""

    grounds = forms.CharField(
        label=_("What is wrong with this order?"),
        help_text=_("An inspector who did not make it reads this and answers with a reason."),
        max_length=1000,
        error_messages={
            "required": _("Write what is wrong with the order: without it nobody can answer.")
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
