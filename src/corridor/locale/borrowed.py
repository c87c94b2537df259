"""Sentences that forms say through Django, marked so that every language has them.

Django brings no Filipino, and says some of these in a tone that is not ours.
"""

from __future__ import annotations

from corridor.core.text import N_

FORM_ERRORS = (
    N_("This field is required."),
    N_("Enter a number."),
    N_("Enter a whole number."),
    N_("Enter a valid date."),
    N_("Enter a valid email address."),
    N_("Enter a valid value."),
    N_("Enter a valid URL."),
    N_("Select a valid choice. %(value)s is not one of the available choices."),
    N_("Select a valid choice. That choice is not one of the available choices."),
    N_("No file was submitted. Check the encoding type on the form."),
    N_("No file was submitted."),
    N_("The submitted file is empty."),
    N_("Ensure this value is greater than or equal to %(limit_value)s."),
    N_("Ensure this value is less than or equal to %(limit_value)s."),
)
