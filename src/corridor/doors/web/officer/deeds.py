"""What an officer can do in a case: each deed is one act with its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.text import N_
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.departure import actions as departure
from corridor.doors.web.handle import ActForm
from corridor.doors.web.officer import forms


@dataclass(frozen=True)
class Deed:
    """An act on the contract or on its clearance or change of employer (``on``)."""

    act: Callable[..., Any]
    form: type[ActForm]
    title: str
    button: str
    done: str
    on: str = "contract"
    step: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    danger: bool = False


DEEDS: dict[str, Deed] = {
    "check": Deed(
        departure.check,
        forms.NothingToSay,
        N_("First check of the clearance"),
        N_("I have checked it: send it to a second officer"),
        N_("Checked. Another officer decides."),
        on="clearance",
        step="clearance_checked",
    ),
    "clear": Deed(
        departure.clear,
        forms.NothingToSay,
        N_("Decide as the second officer"),
        N_("Clear: sign the pass"),
        N_("Cleared. The pass is signed and the worker was told."),
        on="clearance",
        step="cleared",
    ),
    "refuse": Deed(
        departure.refuse,
        forms.ReasonsForm,
        N_("Refuse with reasons"),
        N_("Refuse the clearance"),
        N_("Refused. The worker was told, with the reasons and how to appeal."),
        on="clearance",
        step="cleared",
        danger=True,
    ),
    "confirm_revocation": Deed(
        departure.confirm_revocation,
        forms.NothingToSay,
        N_("Take the pass back, as the second officer"),
        N_("Confirm: take the pass back"),
        N_("Taken back. The pass fails at the gate from now on, and the worker was told."),
        on="clearance",
    ),
    "decline_revocation": Deed(
        departure.decline_revocation,
        forms.NothingToSay,
        N_("Leave the pass as it is"),
        N_("Leave it: the pass stays good"),
        N_("The pass stays good."),
        on="clearance",
    ),
    "revoke": Deed(
        departure.revoke,
        forms.RevokeForm,
        N_("Take the pass back"),
        N_("Ask a second officer to take it back"),
        N_("Sent to a second officer. The pass holds until that officer has confirmed."),
        on="clearance",
        step="cleared",
        danger=True,
    ),
    "counsellor": Deed(
        contracts.send_counsellor,
        forms.NothingToSay,
        N_("A worse paper was shown to the worker"),
        N_("Send a counsellor to the worker"),
        N_("A counsellor will call on the worker."),
    ),
    "register": Deed(
        contracts.register,
        forms.NothingToSay,
        N_("Register the contract"),
        N_("Register and sign the receipt"),
        N_("Registered. The receipt is signed and both sides can print it."),
    ),
    "release": Deed(
        contracts.release,
        forms.NothingToSay,
        N_("Record the change of employer"),
        N_("Record the release"),
        N_("Recorded. The new contract is in force."),
        on="change",
        step="released",
    ),
    "visa": Deed(
        departure.record_visa,
        forms.VisaForm,
        N_("Record the visa"),
        N_("Record it and compare"),
        N_("Recorded, and compared with the contract."),
        step="visa_recorded",
    ),
    "medical": Deed(
        departure.record_fitness,
        forms.FitForm,
        N_("Medical result"),
        N_("Record the result"),
        N_("Recorded."),
        step="medical_fit",
    ),
    "orientation": Deed(
        departure.record_step,
        forms.NothingToSay,
        N_("Orientation"),
        N_("Record that she took part"),
        N_("Recorded."),
        step="orientation_done",
        fixed={"step": "orientation_done"},
    ),
    "insurance": Deed(
        departure.record_step,
        forms.NothingToSay,
        N_("Insurance"),
        N_("Record that she is insured"),
        N_("Recorded."),
        step="insured",
        fixed={"step": "insured"},
    ),
}
"""In the order in which they stand on the page."""
