"""Wage files and answers. What the worker says lives apart from what employers can see."""

from __future__ import annotations

from django.db import models

from corridor.cycle.contracts.models import Contract
from corridor.platform.people.models import Organisation
from corridor.platform.records import InsertOnly, Logged, Record, each_state


class WageFileUpload(InsertOnly):
    """One accepted wage file. A file for the same month again is a new version.

    Version 0 is no file: the note that none had come by the last lawful day of the month.
    """

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="wage_files")
    month = models.CharField(max_length=7)
    version = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    records = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    uploaded_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "month", "version"], name="employment_file_version"
            )
        ]

    logged = Logged(
        "wages.filed",
        parts=(("employment.WageLine", "upload"), ("employment.WageFinding", "upload")),
    )


class WorkNumber(InsertOnly):
    """A number under which a worker stands in wage files: her state QID, visa or staff number.

    ``index`` is a blind index (see ``keys.sealing.blind``); the number itself is not kept.
    """

    class IssuedBy(models.TextChoices):
        STATE = "state"
        VISA = "visa"
        EMPLOYER = "employer"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="work_numbers")
    index = models.CharField(max_length=64, db_index=True)
    issued_by = models.CharField(max_length=8, choices=IssuedBy)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "index"], name="employment_number_once")
        ]

    logged = each_state("contract.worker_id")


class WageLine(InsertOnly):
    """One worker's line of an accepted file, matched to a contract or to none.

    Amounts are minor units of the upload's currency. The worker's number is blind-indexed, and so
    is the account, with its month (``accounts.index``). ``slip`` is what else the line tells, in
    the engine's names and units (``lines.SLIP``); what it does not tell is not in it.
    """

    upload = models.ForeignKey(WageFileUpload, models.PROTECT, related_name="lines")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="wage_lines")
    line = models.PositiveIntegerField()
    worker_index = models.CharField(max_length=64)
    basic_minor = models.BigIntegerField()
    allowances_minor = models.BigIntegerField(default=0)
    overtime_minor = models.BigIntegerField(default=0)
    deductions_minor = models.BigIntegerField(default=0)
    deduction_reason = models.CharField(max_length=140, blank=True)
    net_minor = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    unpaid_days = models.PositiveSmallIntegerField(default=0)
    account_index = models.CharField(max_length=64, null=True)
    slip = models.JSONField(null=True)

    later = ("account_index", "slip")

    class Meta:
        indexes = [models.Index(fields=["contract", "upload"], name="employment_line")]


class WageFinding(InsertOnly):
    """A finding of contract against file for one contract and month (never the answer).

    Each contract of the month has one row with ``check_id`` ``wage``: the month as a whole, its
    figures in ``finding`` as integers; every breach and every doubt has a row of its own.

    A file that came before the last lawful day of payment has both answers: rows that hold
    ``until`` that day, and rows that hold ``since`` the day after, unless a newer file comes.
    """

    upload = models.ForeignKey(WageFileUpload, models.PROTECT, related_name="findings")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="wage_findings")
    month = models.CharField(max_length=7)
    check_id = models.CharField(max_length=30)
    verdict = models.CharField(max_length=8)
    owed_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    finding = models.JSONField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    later = ("since", "until")

    class Meta:
        indexes = [
            models.Index(fields=["contract", "month"], name="employment_finding"),
            # in the order of a month's page: most is owed first
            models.Index(
                fields=["upload", "check_id", "-owed_minor", "contract"], name="employment_by_owed"
            ),
        ]


class WageAnswer(InsertOnly):
    """The worker's own word on a month; the newest row counts. Private to the worker,
    her mandated union and, where she says so, her case. Silence is no row at all."""

    class Said(models.TextChoices):
        FULL = "full"
        LESS = "less"
        NOTHING = "nothing"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="wage_answers")
    month = models.CharField(max_length=7)
    said = models.CharField(max_length=8, choices=Said)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    handed_back_minor = models.BigIntegerField(null=True)
    food_given = models.BooleanField(null=True)
    housing_given = models.BooleanField(null=True)
    tell_nobody = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["contract", "month", "id"], name="employment_answer")]


class ItemsAnswer(InsertOnly):
    """The worker's word on food and housing that the contract promises in kind, for a month.

    The newest row of a month counts; None is not said. Hers, her mandated union's and the
    labour inspectorate's, unless ``tell_nobody``; never an employer's.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="items_answers")
    month = models.CharField(max_length=7)
    food_given = models.BooleanField(null=True)
    housing_given = models.BooleanField(null=True)
    tell_nobody = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["contract", "month", "id"], name="employment_items")]


class OwnAccount(InsertOnly):
    """An account that the worker says is her own, from the first day of a month on.

    Without a number it takes back all she said before. What is hers is compared with where wages
    went; the employer learns neither that she said it nor what came of it.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="own_accounts")
    number_sealed = models.BinaryField(null=True)
    since = models.CharField(max_length=7, blank=True)
    tell_nobody = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["contract", "id"], name="employment_account")]


class FeeAnswer(InsertOnly):
    """After arrival, privately: were recruitment costs paid, and how much. Newest counts."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="fee_answers")
    paid = models.BooleanField()
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    to_whom_sealed = models.BinaryField(null=True)


class AbsenceReport(Record):
    """An employer claims that a worker is absent. A contested claim, never a status."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="absence_reports")
    since = models.DateField()
    reported_on = models.DateField()
    statement_sealed = models.BinaryField(null=True)
    contested_on = models.DateField(null=True)
    contest_sealed = models.BinaryField(null=True)

    logged = each_state("contract.worker_id")


class ConsentToSeeWages(Record):
    """The worker lets the origin's officers see her individual wages, until she withdraws."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="wage_consents")
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    logged = each_state("contract.worker_id")


class FinalSettlement(InsertOnly):
    """What was due and paid at the end of a contract, as findings."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="settlements")
    version = models.PositiveSmallIntegerField()
    leaving_on = models.DateField()
    reason = models.CharField(max_length=30)
    due_minor = models.BigIntegerField(null=True)
    paid_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    findings = models.JSONField()

    logged = Logged("settlement.made", person="contract.worker_id")


class EmployerArrivals(Record):
    """What became of the workers whom a corridor's origin cleared for one employer, in counts.

    ``employer`` None is the corridor as a whole. Made from stations of the line alone: no wage
    and no answer is read for it. Rebuilt from the records every day, and never history itself.
    ``curve`` holds the steps of ``engines.arrivals.curve``; shares are hits of those who could be
    watched for the whole time. ``concern`` orders: 2 a flag, 1 a doubt, 0 none. ``totals`` (of the
    corridor) are wages by month with small groups held back: [month, currency, workers, affected,
    owed in minor units], None where held.
    """

    corridor = models.CharField(max_length=12)
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="arrival_counts"
    )
    counted_on = models.DateField()
    cleared = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField()
    paid = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    never_paid = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    on_the_way = models.PositiveIntegerField()
    not_seen = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    watched = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    due = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    demand = models.PositiveIntegerField()
    headcount = models.PositiveIntegerField(null=True)
    quota = models.PositiveIntegerField(null=True)
    flags = models.JSONField(default=list)
    concern = models.PositiveSmallIntegerField(default=0)
    curve = models.JSONField(default=list)
    totals = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corridor", "employer"], name="employment_arrivals_employer"
            ),
            models.UniqueConstraint(
                fields=["corridor"],
                condition=models.Q(employer=None),
                name="employment_arrivals_corridor",
            ),
        ]
        indexes = [
            models.Index(
                fields=["corridor", "-concern", "-never_paid", "-cleared", "id"],
                name="employment_arrivals_rank",
            )
        ]
