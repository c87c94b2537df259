"""Visas, clearances, appeals and passes. Gates keep no record of scans beyond used or not."""

from __future__ import annotations

from django.db import models

from corridor.core.text import N_
from corridor.cycle.contracts.models import Contract
from corridor.platform.records import InsertOnly, Logged, Record

STATE_WORDS: dict[str, str] = {
    "requested": N_("Asked for"),
    "checked": N_("Checked by the first officer"),
    "cleared": N_("Cleared to leave"),
    "refused": N_("Refused"),
    "appealed": N_("Under appeal"),
    "revoked": N_("Taken back"),
}
"""What each state of a clearance is called, marked for translation."""

REASONS_TO_REVOKE: dict[str, str] = {
    "visa": N_("The visa was withdrawn, or does not fit the contract."),
    "order": N_("The employer has withdrawn the job, or the job order was taken back."),
    "contract": N_("The contract does not hold any more."),
    "agency": N_("The agency has no valid licence."),
    "holder": N_("The pass says something wrong about its holder."),
    "danger": N_("There is a serious danger where the job is."),
    "other": N_("Another reason, in the officer’s own words"),
}
"""Why a pass is taken back: the code on record, and the sentence that the worker reads."""


class Visa(InsertOnly):
    """What the visa says, to be matched with the contract. The number is sealed."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="visas")
    employer_number = models.CharField(max_length=40)
    employer_name = models.CharField(max_length=200)
    occupation_isco = models.CharField(max_length=4)
    number_sealed = models.BinaryField()
    valid_to = models.DateField()
    employer_matches = models.BooleanField()
    occupation_matches = models.BooleanField()

    logged = Logged("visa.matched", chain="contract_id", person="contract.worker_id")


class Fitness(InsertOnly):
    """Fit or unfit, nothing else: no diagnosis, no test, no biometric ever enters."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="fitness")
    fit = models.BooleanField()
    on = models.DateField()


class Clearance(Record):
    """The origin state's leave to go, checked by one officer and decided by another."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        CHECKED = "checked"
        CLEARED = "cleared"
        REFUSED = "refused"
        APPEALED = "appealed"
        REVOKED = "revoked"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="clearances")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_on = models.DateField()
    first_officer = models.CharField(max_length=26, blank=True)
    second_officer = models.CharField(max_length=26, blank=True)
    decided_on = models.DateField(null=True)
    reasons = models.JSONField(default=list)
    decide_by = models.DateField(null=True)
    # Who may not sign any more: the officers of a decision that an appeal overturned, and who
    # decided that appeal.
    barred = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["state", "decide_by"], name="departure_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_officer="")
                | ~models.Q(second_officer=models.F("first_officer")),
                name="departure_two_officers",
            )
        ]


class Appeal(Record):
    """The worker's appeal against a refusal, decided by somebody who took no part in it."""

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="appeals")
    against = models.CharField(max_length=10, default=Clearance.State.REFUSED)
    grounds_sealed = models.BinaryField()
    lodged_on = models.DateField()
    decide_by = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.CharField(max_length=26, blank=True)
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)


class Pass(InsertOnly):
    """A signed pass: ``text`` is what the QR carries (at most about 350 bytes)."""

    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="passes")
    text = models.TextField()
    short_code = models.CharField(max_length=12, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    kid = models.CharField(max_length=40)

    logged = Logged("clearance.pass", person="clearance.contract.worker_id")


class PassUsed(InsertOnly):
    """A pass was used. No place, no time of day, no officer: used, and the date."""

    used = models.OneToOneField(Pass, models.PROTECT, related_name="use")
    on = models.DateField()


class Revocation(Record):
    """An officer asks that a pass be taken back; it holds until a second officer has decided."""

    class State(models.TextChoices):
        ASKED = "asked"
        CONFIRMED = "confirmed"
        DECLINED = "declined"

    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="revocations")
    reason = models.CharField(max_length=10)
    words = models.CharField(max_length=500, blank=True)
    asked_on = models.DateField()
    officer = models.CharField(max_length=26)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    second = models.CharField(max_length=26, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clearance"],
                condition=models.Q(state="asked"),
                name="departure_one_revocation_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | (~models.Q(second="") & ~models.Q(second=models.F("officer"))),
                name="departure_two_revoke",
            ),
        ]


class PassRevoked(InsertOnly):
    """A pass was taken back by two officers; no later act makes it valid again."""

    revoked = models.OneToOneField(Pass, models.PROTECT, related_name="revocation")
    on = models.DateField()
    reason = models.CharField(max_length=10)
    officer = models.CharField(max_length=26)
    second = models.CharField(max_length=26)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(second=models.F("officer")),
                name="departure_two_revoked",
            )
        ]

    logged = Logged("clearance.revoked", person="revoked.clearance.contract.worker_id")
