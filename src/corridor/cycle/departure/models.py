"""Visas, clearances, appeals and passes. Gates keep no record of scans beyond used or not."""

from __future__ import annotations

from django.db import models

from corridor.core.codes.short import short_of
from corridor.core.text import N_
from corridor.cycle.contracts.models import Contract
from corridor.platform.people.models import Organisation
from corridor.platform.records import InsertOnly, Logged, Record, each_state

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

    logged = each_state("contract.worker_id")


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

    logged = each_state("contract.worker_id")


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

    logged = each_state("clearance.contract.worker_id")


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

    logged = each_state("used.clearance.contract.worker_id", daily=True)


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

    logged = each_state("clearance.contract.worker_id")


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


class Batch(Record):
    """Blank passes, signed beforehand, for days on which the server cannot be reached.

    One officer prepares, another one confirms; the slips exist from then on, ``size`` of them.
    """

    class State(models.TextChoices):
        PREPARED = "prepared"
        ISSUED = "issued"
        DECLINED = "declined"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="batches")
    corridor = models.CharField(max_length=12)
    size = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    prepared_by = models.CharField(max_length=26)
    prepared_on = models.DateField()
    decided_by = models.CharField(max_length=26, blank=True)
    decided_on = models.DateField(null=True)
    printed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="issued")
                | (~models.Q(decided_by="") & ~models.Q(decided_by=models.F("prepared_by"))),
                name="departure_two_issue",
            )
        ]

    logged = each_state(without=("printed",))

    @property
    def code(self) -> str:
        """The number in its short form, as it stands on every slip."""
        return short_of(str(self.pk))

    def named(self, serial: int) -> str:
        """A slip's number as it is printed and written into the register."""
        return f"{self.code}-{serial:03d}"


class Blank(InsertOnly):
    """One signed slip of a batch. Who travels on it is written by hand."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="blanks")
    serial = models.PositiveSmallIntegerField()
    text = models.TextField()
    short_code = models.CharField(max_length=12, db_index=True)
    kid = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "serial"], name="departure_slip_once")
        ]

    logged = Logged("clearance.blank", chain="batch_id")


class Register(Record):
    """The filled-in list of a batch: one officer hands it in, another one puts it on record.

    ``staged`` is the kept file; what stands in it is sealed there.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        REFUSED = "refused"
        COMMITTED = "committed"
        WITHDRAWN = "withdrawn"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="registers")
    staged = models.CharField(max_length=26)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    handed_in_by = models.CharField(max_length=26)
    handed_in_on = models.DateField()
    committed_by = models.CharField(max_length=26, blank=True)
    committed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="committed")
                | (~models.Q(committed_by="") & ~models.Q(committed_by=models.F("handed_in_by"))),
                name="departure_two_register",
            )
        ]

    logged = each_state()


class BlankClosed(InsertOnly):
    """What became of a slip, for good: a worker travels on it, or nobody ever will."""

    class Outcome(models.TextChoices):
        USED = "used"
        VOID = "void"
        UNUSED = "unused"
        LOST = "lost"

    blank = models.OneToOneField(Blank, models.PROTECT, related_name="closing")
    register = models.ForeignKey(Register, models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=6, choices=Outcome)
    on = models.DateField()
    clearance = models.ForeignKey(Clearance, models.PROTECT, null=True, related_name="slips")
    first_officer = models.CharField(max_length=26, blank=True)
    second_officer = models.CharField(max_length=26, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="used", clearance__isnull=False)
                | (~models.Q(outcome="used") & models.Q(clearance__isnull=True)),
                name="departure_slip_clears",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="used")
                | ~models.Q(second_officer=models.F("first_officer")),
                name="departure_two_on_paper",
            ),
        ]

    logged = Logged("clearance.blank_closed", person="holder_id")

    @property
    def holder_id(self) -> str:
        """Who travels on it; empty for a slip on which nobody will."""
        return self.clearance.contract.worker_id if self.clearance is not None else ""
