"""How allauth meets this house: phones by blind index, codes by messages, secrets sealed."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from corridor.engines import qr
from corridor.platform.access.actor import SYSTEM
from corridor.platform.clock.queries import today
from corridor.platform.keys import sealing
from corridor.platform.messages import actions as messages
from corridor.platform.people import actions as people
from corridor.platform.people import queries
from corridor.platform.people.models import Account

_TOTP = "mfa.totp"


class PhoneField(forms.CharField):
    """A phone number with its country code, however it is spaced; clean value is E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("help_text", _("With the country code, such as +977 980 0000000."))
        kwargs.setdefault("max_length", 32)
        attributes = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
        kwargs["widget"] = forms.TextInput(attrs=attributes)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The number as +<digits>. Raises ``ValidationError`` with what to write instead."""
        written = super().clean(value)
        digits = "".join(str(sign) for sign in written if sign.isalnum() or sign == "+")
        if digits.startswith("00"):
            digits = "+" + digits[2:]
        number = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in digits)
        if not number.startswith("+") or not 8 <= len(number) <= 16 or not number[1:].isdecimal():
            raise forms.ValidationError(
                _("Write the whole number with its country code, such as +977 980 0000000.")
            )
        return number


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are opened by offices; nobody signs up alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code we sent. Look again, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "username_password_mismatch": _("Name and password do not belong together."),
        "email_password_mismatch": _("Name and password do not belong together."),
        "phone_password_mismatch": _("Name and password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour."),
        "rate_limited": _("Too many requests. Wait a minute."),
        "account_inactive": _("This account is closed. Ask the office that opened it."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened."""

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        """Our own field."""
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> Account | None:
        """Workers only: whoever acts for an office needs a password and a second factor."""
        account = queries.account_by_phone(phone)
        if account is None or not account.is_active or account.person_id is None:
            return None
        return None if queries.capacities(account.person_id, today()) else account

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        """The number in clear, and whether a code sent to it was once entered."""
        number = queries.phone(user.person) if user.person_id else ""
        return (number, user.phone_verified) if number else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        """Numbers are changed at a desk, not here."""

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Remember that the number is in the person's hands."""
        people.note_phone_verified(user)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code as any other message."""
        messages.send(person=user.person, template="sign_in.code", params={"code": code}, by=SYSTEM)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal a failed try on an account that exists; other names are not kept at all."""
        named = credentials.get("username") or credentials.get("email") or ""
        account = queries.account_named(str(named))
        if account is not None:
            people.note_sign_in(account, "sign_in.failed")

    def get_client_ip(self, request: HttpRequest) -> str:
        """For rate limits only; it is not stored."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second-factor secrets lie sealed; the QR code is our own."""

    def encrypt(self, text: str) -> str:
        """Seal a secret under the node's key."""
        sealed = sealing.encrypt(sealing.derived(_TOTP), text.encode(), _TOTP)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        sealed = base64.b64decode(encrypted_text)
        return sealing.decrypt(sealing.derived(_TOTP), sealed, _TOTP).decode()

    def build_totp_svg(self, url: str) -> str:
        """The code to scan into an authenticator."""
        return qr.svg(url)

    def get_totp_issuer(self) -> str:
        """What the authenticator shows."""
        return "OpenCorridor"
