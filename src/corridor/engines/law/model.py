"""What the packs hold, once read: dated values, sources, conflicts, places, corridors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from corridor.core.periods import RoughDate
from corridor.core.text import Sentence
from corridor.engines.law.kinds import Value, plain

# Columns a value may depend on. A query naming any other is refused.
KEY_COLUMNS = (
    "regime",
    "sector",
    "job",
    "sex",
    "age_band",
    "service_months",
    "contract_months",
    "passport_class",
    "establishment_size",
    "employer_pays",
    "stream",
    "route",
)
# The regimes any law may be asked about; a value that does not know one has nothing for it.
REGIMES = ("general", "domestic", "maritime", "no_fee_country")
# Columns whose values are bands of integers, such as "0-34" and "35-".
BANDS = ("age_band", "service_months", "contract_months", "establishment_size")
STATUSES = ("announced", "enacted", "in_force", "superseded", "repealed")
SWITCHES = ("date", "first_full_pay_period", "contract_signed_on", "application_filed_on")
# O official, P professional or legal firm, N news, B blog or forum; policy: of this software.
TIERS = ("O", "P", "N", "B", "policy")


@dataclass(frozen=True, slots=True)
class Cite:
    """A source: document, article, address, tier, and the source's own date (rough)."""

    document: str
    article: str | None
    tier: str
    date: str | None
    url: str | None

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "document": self.document,
            "article": self.article,
            "tier": self.tier,
            "date": self.date,
        }
        return body | ({"url": self.url} if self.url else {})


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says in a conflict."""

    says: str
    source: str
    tier: str


@dataclass(frozen=True, slots=True)
class LawConflict:
    """Sources that contradict each other: every claim, and what we work with until settled."""

    about: str
    claims: tuple[Claim, ...]
    choice: str
    open: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "claims": [
                {"says": claim.says, "source": claim.source, "tier": claim.tier}
                for claim in self.claims
            ],
            "choice": self.choice,
            "open": self.open,
        }


@dataclass(frozen=True, slots=True)
class Dated:
    """One value over one stretch of time, for one key.

    ``seen`` is the first moment a source observed it in force; ``start`` None: the source names
    no first day. ``end`` is the last day, included; None is open. ``value`` None: known
    to exist, amount not found (``missing`` says why).
    """

    key: Mapping[str, str]
    start: RoughDate | None
    seen: RoughDate | None
    end: RoughDate | None
    value: Value | None
    missing: str | None
    status: str
    switch: str
    plain: str
    unverified: str | None
    cites: tuple[Cite, ...]
    conflicts: tuple[LawConflict, ...]
    recorded_at: date
    line: int

    @property
    def starts(self) -> tuple[date, date]:
        """Earliest and latest possible first day of (observed) force."""
        if self.start is not None:
            # Seen in force inside the doubt about its start: from then on there is none.
            seen = self.seen.latest if self.seen else self.start.latest
            return self.start.earliest, max(self.start.earliest, min(self.start.latest, seen))
        if self.seen is not None:
            return self.seen.latest, self.seen.latest
        return self.recorded_at, self.recorded_at

    @property
    def ends(self) -> tuple[date, date] | None:
        """Earliest and latest possible first day after it, or None when open."""
        if self.end is None:
            return None
        one = timedelta(days=1)
        return self.end.earliest + one, self.end.latest + one

    def as_json(self) -> dict[str, Any]:
        return {
            "key": dict(self.key),
            "from": self.start.text if self.start else None,
            "seen": self.seen.text if self.seen else None,
            "to": self.end.text if self.end else None,
            "value": plain(self.value),
            "missing": self.missing,
            "status": self.status,
            "switch": self.switch,
            "plain": self.plain,
            "unverified": self.unverified,
            "source": [cite.as_json() for cite in self.cites],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "recorded_at": self.recorded_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record or table; ``optional`` columns may be empty in a row."""

    name: str
    kind: str
    unit: str | None
    currency: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """Everything known about one law id: its type, what it depends on, its dated values.

    ``personal``: it sets a limit by sex or age, and is shown in public with its ``appeal``.
    ``policy``: a rule of this software, with its ``rationale``, and never shown as law.
    ``names``: other words for the last part of the id, such as a job by its longer name.
    """

    id: str
    title: str
    plain: str
    kind: str
    currency: str | None
    per: str | None
    unit: str | None
    columns: tuple[Column, ...]
    keys: Mapping[str, tuple[str, ...]]
    default: Mapping[str, str]
    dated: tuple[Dated, ...]
    file: str
    line: int
    personal: bool = False
    appeal: str | None = None
    policy: bool = False
    rationale: str = ""
    names: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[LawConflict, ...]:
        return tuple(conflict for dated in self.dated for conflict in dated.conflicts)

    @property
    def open_conflicts(self) -> int:
        return sum(conflict.open for conflict in self.conflicts)

    @property
    def unverified(self) -> int:
        return sum(dated.unverified is not None for dated in self.dated)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says about one id on one day, for one key.

    ``state``: ``known`` · ``unknown`` (the sources leave this day or key in doubt) ·
    ``missing`` (no value is recorded for it). ``reason`` says why whenever it is not known,
    or with what caution. ``first`` and ``last`` are the dates as the source gives them.
    """

    id: str
    on: date
    state: str
    kind: str
    value: Value | None = None
    currency: str | None = None
    per: str | None = None
    unit: str | None = None
    status: str | None = None
    first: str | None = None
    last: str | None = None
    switch: str = "date"
    plain: str = ""
    unverified: str | None = None
    cites: tuple[Cite, ...] = ()
    conflicts: tuple[LawConflict, ...] = ()
    reason: Sentence | None = None
    next: Dated | None = None
    key: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return self.state == "known"

    @property
    def valid(self) -> tuple[str | None, str | None]:
        """First and last day as precisely as the source gives them."""
        return self.first, self.last

    def as_json(self) -> dict[str, Any]:
        """The published shape of a law value."""
        following = self.next
        return {
            "id": self.id,
            "on": self.on.isoformat(),
            "state": self.state,
            "value": plain(self.value),
            "currency": self.currency,
            "per": self.per,
            "unit": self.unit,
            "status": self.status,
            "from": self.first,
            "to": self.last,
            "switch": self.switch,
            "key": dict(self.key),
            "reason": self.reason.say() if self.reason else None,
            "plain": self.plain or None,
            "unverified": self.unverified,
            "source": [cite.as_json() for cite in self.cites],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "next": None
            if following is None
            else {
                "from": following.start.text if following.start else None,
                "value": plain(following.value),
                "status": following.status,
            },
        }


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A state: ISO 3166 alpha-3 id, currency, time zone, weekend (ISO weekdays), languages."""

    id: str
    name: str
    currency: str
    time_zone: str
    weekend: tuple[int, ...]
    languages: tuple[str, ...]
    verified: bool
    file: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text between states, and when it opened the way."""

    id: str
    title: str
    parties: tuple[str, ...]
    verified: bool
    file: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One canonical contract clause and when a change is worse for the worker.

    ``worse`` is one of ``changed``, ``lower``, ``higher``, ``removed``, ``added``,
    ``worker_pays``, ``employer_keeps``, ``lower_or_removed``, ``lower_skill_or_unit``,
    ``less_value``, ``not_understood``, ``after_arrival``.
    """

    id: str
    title: str
    plain: str
    kind: str
    worse: str
    required: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandatoryItem:
    """One matter a contract must settle, and the canonical clauses that can settle it."""

    id: str
    plain: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One item of the international definition of recruitment fees and related costs."""

    id: str
    plain: str
    group: str


@dataclass(frozen=True, slots=True)
class StepNote:
    """What a procedure says about a step beyond its order: one plain sentence, its sources.

    ``tier`` is the best tier of its sources (``policy``: this software's own rule, no law);
    ``clock_policy``: the step's clock is policy; ``against``: fee -> item of the international
    definition that says the worker should not pay it.
    """

    plain: str
    cites: tuple[Cite, ...]
    tier: str
    clock_policy: bool
    against: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Charge:
    """A cost of the way: who pays it, its amount (law value id), and what the definition says.

    ``against`` is the id of the international fee item when the law lets the worker be asked
    although the ILO definition says the employer should pay; None otherwise.
    """

    what: str
    payer: str
    amount: str | None
    plain: str
    against: str | None


@dataclass(frozen=True, slots=True)
class WageFile:
    """Whether employers of a regime must file wages, and the law value that names the format."""

    duty: bool
    format: str | None
    plain: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """An origin, a destination, the agreements between them, and what applies on the way."""

    id: str
    title: str
    plain: str
    origin: str
    destination: str
    agreements: tuple[str, ...]
    opened: RoughDate
    opened_by: str
    routes: tuple[str, ...]
    regimes: tuple[str, ...]
    contract_languages: tuple[str, ...]
    prevailing: str | None
    participates: Mapping[str, bool]
    pays: tuple[Charge, ...]
    wage_file: Mapping[str, WageFile]
    laws: Mapping[str, tuple[str, ...]]
    mandatory: tuple[str, ...]
    monitoring: tuple[str, ...]
    file: str

    @property
    def absent(self) -> frozenset[str]:
        """The sides whose state takes no part."""
        return frozenset(side for side, takes in self.participates.items() if not takes)
