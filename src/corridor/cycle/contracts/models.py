"""Contracts and the facts about them. Everything but the contract's state is insert-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from corridor.core.codes.short import TAIL, short_of
from corridor.cycle.corridors.case import InProcedure
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.people.models import Organisation, Person
from corridor.platform.records import InsertOnly, Logged, Record, each_state


class Contract(InProcedure, Record):
    """One worker, one employer, one job. Order, candidacy and agency are optional.

    ``previous`` is the contract this one follows (rehire, renewal, change of employer).
    ``sector`` and ``job`` are the keys on which a law's minimum may depend, empty if none.
    ``tail`` is the end of the number, by which its short form is found.
    """

    class State(models.TextChoices):
        OFFERED = "offered"
        EXPLAINED = "explained"
        ACCEPTED = "accepted"
        IN_FORCE = "in_force"
        ENDED = "ended"
        DECLINED = "declined"
        LAPSED = "lapsed"
        BROUGHT = "brought"

    worker = models.ForeignKey(Person, models.PROTECT, related_name="contracts")
    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts")
    agency = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="agency_contracts"
    )
    order = models.ForeignKey(JobOrder, models.PROTECT, null=True, related_name="contracts")
    candidate = models.OneToOneField(Candidate, models.PROTECT, null=True, related_name="contract")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    sector = models.CharField(max_length=30, blank=True)
    job = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    irrevocable_until = models.DateField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    end_reason = models.CharField(max_length=40, blank=True)
    tail = models.GeneratedField(
        expression=Substr("id", 27 - TAIL),
        output_field=models.CharField(max_length=TAIL),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["tail"], name="contracts_tail"),
            models.Index(fields=["employer", "state", "id"], name="contracts_employer"),
            # an employer's newest first, whatever their state: walked, not sorted
            models.Index(fields=["employer", "-id"], name="contracts_newest"),
            models.Index(fields=["worker", "id"], name="contracts_worker"),
            models.Index(fields=["corridor", "state", "id"], name="contracts_corridor"),
        ]

    logged = each_state("worker_id")

    @property
    def code(self) -> str:
        """The number in its short form, to read out: ``7K3-9QD-2MXA``."""
        return short_of(str(self.pk))

    def subjects(self) -> tuple[str, ...]:
        """The steps of its order and of its candidacy count for a contract as well."""
        related = (self.order_id, self.candidate_id, self.pk)
        return tuple(str(one) for one in related if one)


class EmployerChange(Record):
    """A worker leaves ``contract`` for ``new_contract``. Nobody's consent is ever a field.

    ``notice_until`` is the day the notice the law asks for has run; None where it asks none.
    ``contract`` is None when the employer she leaves never gave her one.
    """

    class State(models.TextChoices):
        REQUESTED = "requested"
        RELEASED = "released"
        WITHDRAWN = "withdrawn"

    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="changes")
    new_contract = models.ForeignKey(Contract, models.PROTECT, related_name="joined_by")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_on = models.DateField()
    notice_until = models.DateField(null=True)
    released_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["new_contract"],
                condition=~Q(state="withdrawn"),
                name="contracts_change_once",
            )
        ]

    logged = each_state("new_contract.worker_id")


class ContractVersion(InsertOnly):
    """The terms as they stood: version 1 is the offer, later ones are amendments.

    ``terms`` are canonical clauses; ``digest`` is the SHA-256 of their canonical JSON with
    contract id and number: the fingerprint both sides and every paper carry.
    """

    class Kind(models.TextChoices):
        OFFER = "offer"
        AMENDMENT = "amendment"
        BROUGHT = "brought"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    terms = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_version_once")
        ]

    logged = Logged("contract.version", chain="contract_id", person="contract.worker_id")


class LanguageVersion(InsertOnly):
    """The same version in one language: its terms as that text states them."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="languages")
    language = models.CharField(max_length=8)
    terms = models.JSONField()
    prevails = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="contracts_language_once")
        ]

    logged = Logged("contract.language", person="version.contract.worker_id")


class Signature(InsertOnly):
    """A party's signature of one version: who, in what capacity, where, when."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="signatures")
    party = models.CharField(
        max_length=10, choices=[("employer", "employer"), ("worker", "worker")]
    )
    person = models.CharField(max_length=26)
    on = models.DateField()
    country = models.CharField(max_length=3)
    assisted_by = models.CharField(max_length=26, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="contracts_signed_once")
        ]

    logged = Logged("contract.signed", person="version.contract.worker_id")


class Explanation(InsertOnly):
    """A version was read or heard by the worker, in her language."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="explanations")
    language = models.CharField(max_length=8)
    way = models.CharField(max_length=6, choices=[("read", "read"), ("heard", "heard")])
    on = models.DateField()

    logged = each_state("version.contract.worker_id")


class Understanding(InsertOnly):
    """The five questions: they test the explanation, not the worker.

    ``answers`` maps question to the chosen answer; ``score`` counts right ones. Neither
    employer nor agency ever sees a row. A low score sends a counsellor; it bars nothing.
    """

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="understandings")
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField()
    on = models.DateField()


class Counselling(Record):
    """A counsellor was sent because an explanation did not work, and what came of it."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="counsellings")
    reason = models.CharField(max_length=30)
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=26, blank=True)

    logged = each_state("contract.worker_id")


class Registration(InsertOnly):
    """An authority attested or registered one version, and the signed receipt it gave.

    ``receipt`` is the compact signed text that fits a QR; a delay never voids the contract.
    """

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="registrations")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="registrations")
    side = models.CharField(
        max_length=11, choices=[("origin", "origin"), ("destination", "destination")]
    )
    on = models.DateField()
    officer = models.CharField(max_length=26)
    receipt = models.TextField()
    short_code = models.CharField(max_length=12, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="contracts_registered_once")
        ]

    logged = Logged("contract.registered", person="version.contract.worker_id")


class PresentedPaper(InsertOnly):
    """A second paper put before the worker, compared clause by clause with her contract."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="presented_papers")
    terms = models.JSONField()
    presented_by = models.CharField(max_length=26)
    role = models.CharField(max_length=30)
    on = models.DateField()
    where = models.CharField(max_length=120, blank=True)
    comparison = models.JSONField()
    verdict = models.CharField(max_length=8)

    logged = each_state("contract.worker_id")


class Amendment(Record):
    """A proposed change. It binds only when the worker signs it after her days to think."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="amendments")
    terms = models.JSONField()
    comparison = models.JSONField()
    proposed_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_on = models.DateField(null=True)

    logged = each_state("contract.worker_id")


class Mandate(Record):
    """A worker lets a union see and act in her case, for as long as she wants."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="mandates")
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "union"],
                condition=Q(withdrawn_on=None),
                name="contracts_mandate_once",
            )
        ]

    logged = each_state("contract.worker_id")
