"""Who sees wage files, findings and answers. What a worker says never reaches her employer."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q

from corridor.cycle.contracts.models import Contract, Mandate
from corridor.cycle.employment.models import (
    AbsenceReport,
    ConsentToSeeWages,
    EmployerArrivals,
    FeeAnswer,
    FinalSettlement,
    ItemsAnswer,
    OwnAccount,
    WageAnswer,
    WageFileUpload,
    WageFinding,
    WageLine,
    WorkNumber,
)
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import RowRule, declare


def _worker(path: str) -> RowRule:
    """Her own. A line that fits no contract is nobody's, also not somebody's without a name."""
    return lambda by: Q(**{f"{path}__worker": by.person or "-"})


def _employer(path: str) -> RowRule:
    return lambda by: Q(**{path: by.organisation})


def _country(path: str) -> RowRule:
    """Employers in the inspector's own country."""
    return lambda by: Q(**{f"{path}__country": by.country})


def _mandated(path: str) -> RowRule:
    """Contracts whose worker has given this union a mandate and not withdrawn it."""

    def rule(by: Actor) -> Q:
        live = Mandate.objects.filter(union=by.organisation, withdrawn_on=None)
        return Q(**{f"{path}__in": live.values("contract")})

    return rule


def _consented(path: str) -> RowRule:
    """Origin's own corridors, and only where the worker lets its officers see her wages."""

    def rule(by: Actor) -> Q:
        live = ConsentToSeeWages.objects.filter(withdrawn_on=None)
        own = Q(**{f"{path}__corridor__startswith": f"{by.country}-"})
        return own & Q(**{f"{path}__in": live.values("contract")})

    return rule


def _newest(model: type[Model], *same: str) -> Callable[[], Q]:
    """Rows after which nothing newer was said about the same thing."""

    def rule() -> Q:
        newer = model._default_manager.filter(
            id__gt=OuterRef("id"), **{name: OuterRef(name) for name in same}
        )
        return Q(~Exists(newer))

    return rule


_newest_answer = _newest(WageAnswer, "contract", "month")
_newest_fee = _newest(FeeAnswer, "contract")
_newest_items = _newest(ItemsAnswer, "contract", "month")


def _answers_told(by: Actor) -> Q:
    """Mandated cases; only what she says now, and nothing of a month she tells nobody about."""
    return _mandated("contract")(by) & Q(tell_nobody=False) & _newest_answer()


def _fees_now(by: Actor) -> Q:
    """Origin's own corridors; an earlier answer that she has revised is nobody's business."""
    return Q(contract__corridor__startswith=f"{by.country}-") & _newest_fee()


def _uploads_about(rule: RowRule) -> RowRule:
    """Files with a finding about a contract of ``rule``."""
    return lambda by: Q(pk__in=WageFinding.objects.filter(rule(by)).values("upload"))


_FILE = (
    "id",
    "employer_id",
    "month",
    "version",
    "format",
    "digest",
    "records",
    "total_minor",
    "currency",
    "uploaded_on",
)
# Of a file she is in, a person sees when it came, not what others earn.
_FILE_SEEN = ("id", "employer_id", "month", "version", "format", "currency", "uploaded_on")

declare(
    WageFileUpload,
    rows={
        Role.WORKER: _uploads_about(_worker("contract")),
        Role.EMPLOYER: _employer("employer"),
        Role.INSPECTOR: _country("employer"),
        Role.UNION: _uploads_about(_mandated("contract")),
    },
    fields={
        Role.WORKER: _FILE_SEEN,
        Role.EMPLOYER: _FILE,
        Role.INSPECTOR: _FILE,
        Role.UNION: _FILE_SEEN,
    },
)

_LINE = (
    "id",
    "upload_id",
    "contract_id",
    "line",
    "basic_minor",
    "allowances_minor",
    "overtime_minor",
    "deductions_minor",
    "deduction_reason",
    "net_minor",
    "paid_on",
    "unpaid_days",
    "slip",
)

declare(
    WageLine,
    rows={
        Role.WORKER: _worker("contract"),
        Role.EMPLOYER: _employer("upload__employer"),
        Role.INSPECTOR: _country("upload__employer"),
        Role.UNION: _mandated("contract"),
        Role.ORIGIN_OFFICER: _consented("contract"),
    },
    fields=dict.fromkeys(
        (Role.WORKER, Role.EMPLOYER, Role.INSPECTOR, Role.UNION, Role.ORIGIN_OFFICER), _LINE
    ),
)

_FINDING = (
    "id",
    "upload_id",
    "contract_id",
    "month",
    "check_id",
    "verdict",
    "owed_minor",
    "currency",
    "finding",
    "since",
    "until",
)

declare(
    WageFinding,
    rows={
        Role.WORKER: _worker("contract"),
        Role.EMPLOYER: _employer("upload__employer"),
        Role.INSPECTOR: _country("upload__employer"),
        Role.UNION: _mandated("contract"),
        Role.ORIGIN_OFFICER: _consented("contract"),
    },
    fields=dict.fromkeys(
        (Role.WORKER, Role.EMPLOYER, Role.INSPECTOR, Role.UNION, Role.ORIGIN_OFFICER), _FINDING
    ),
)


def _numbers_of_employer(by: Actor) -> Q:
    """Not of a contract that the worker brought: the employer does not know of it yet."""
    return Q(contract__employer=by.organisation) & ~Q(contract__state=Contract.State.BROUGHT)


declare(
    WorkNumber,
    rows={Role.WORKER: _worker("contract"), Role.EMPLOYER: _numbers_of_employer},
    fields=dict.fromkeys((Role.WORKER, Role.EMPLOYER), ("id", "contract_id", "issued_by")),
)

_ANSWER = (
    "id",
    "contract_id",
    "month",
    "said",
    "amount_minor",
    "currency",
    "handed_back_minor",
    "food_given",
    "housing_given",
)

declare(
    WageAnswer,
    rows={Role.WORKER: _worker("contract"), Role.UNION: _answers_told},
    fields={Role.WORKER: (*_ANSWER, "tell_nobody"), Role.UNION: _ANSWER},
)

_ITEMS = ("id", "contract_id", "month", "food_given", "housing_given")


def _items_told(rule: RowRule) -> RowRule:
    """Only what she says now, and nothing of a month she tells nobody about."""
    return lambda by: rule(by) & Q(tell_nobody=False) & _newest_items()


declare(
    ItemsAnswer,
    rows={
        Role.WORKER: _worker("contract"),
        Role.UNION: _items_told(_mandated("contract")),
        Role.INSPECTOR: _items_told(_country("contract__employer")),
    },
    fields={
        Role.WORKER: (*_ITEMS, "tell_nobody"),
        Role.UNION: _ITEMS,
        Role.INSPECTOR: _ITEMS,
    },
)


def _accounts_told(rule: RowRule) -> RowRule:
    """Accounts she lets be told; one that she tells nobody about hides those before it."""

    def told(by: Actor) -> Q:
        hidden = OwnAccount.objects.filter(
            contract=OuterRef("contract"), id__gt=OuterRef("id"), tell_nobody=True
        )
        return rule(by) & Q(tell_nobody=False) & ~Q(Exists(hidden))

    return told


# Nobody reads a number: it is compared with where a wage went, and she sees its end.
declare(
    OwnAccount,
    rows={
        Role.WORKER: _worker("contract"),
        Role.UNION: _accounts_told(_mandated("contract")),
        Role.INSPECTOR: _accounts_told(_country("contract__employer")),
    },
    fields={
        Role.WORKER: ("id", "contract_id", "since", "tell_nobody"),
        Role.UNION: ("id", "contract_id", "since"),
        Role.INSPECTOR: ("id", "contract_id", "since"),
    },
)

declare(
    FeeAnswer,
    rows={Role.WORKER: _worker("contract"), Role.ORIGIN_OFFICER: _fees_now},
    fields={
        Role.WORKER: ("id", "contract_id", "paid", "amount_minor", "currency"),
        Role.ORIGIN_OFFICER: ("id", "contract_id", "paid"),
    },
)

_ABSENCE = ("id", "contract_id", "since", "reported_on", "contested_on")

declare(
    AbsenceReport,
    rows={
        Role.WORKER: _worker("contract"),
        Role.EMPLOYER: _employer("contract__employer"),
        Role.INSPECTOR: _country("contract__employer"),
        Role.UNION: _mandated("contract"),
    },
    fields=dict.fromkeys((Role.WORKER, Role.EMPLOYER, Role.INSPECTOR, Role.UNION), _ABSENCE),
)


def _live_consents(by: Actor) -> Q:
    return Q(withdrawn_on=None, contract__corridor__startswith=f"{by.country}-")


declare(
    ConsentToSeeWages,
    rows={Role.WORKER: _worker("contract"), Role.ORIGIN_OFFICER: _live_consents},
    fields=dict.fromkeys(
        (Role.WORKER, Role.ORIGIN_OFFICER), ("id", "contract_id", "given_on", "withdrawn_on")
    ),
)

_SETTLEMENT = (
    "id",
    "contract_id",
    "version",
    "leaving_on",
    "reason",
    "due_minor",
    "paid_minor",
    "currency",
    "findings",
)

declare(
    FinalSettlement,
    rows={
        Role.WORKER: _worker("contract"),
        Role.EMPLOYER: _employer("contract__employer"),
        Role.UNION: _mandated("contract"),
    },
    fields=dict.fromkeys((Role.WORKER, Role.EMPLOYER, Role.UNION), _SETTLEMENT),
)


def _own_corridors(by: Actor) -> Q:
    return Q(corridor__startswith=f"{by.country}-")


declare(
    EmployerArrivals,
    rows={Role.ORIGIN_OFFICER: _own_corridors},
    fields={
        Role.ORIGIN_OFFICER: tuple(
            field.attname
            for field in EmployerArrivals._meta.concrete_fields
            if field.attname not in {"created_at", "home_node"}
        )
    },
)
