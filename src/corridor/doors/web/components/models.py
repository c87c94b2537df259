"""View models: what each component shows. A view fills them in; templates only place them.

``Text`` values are core sentences or English templates; they are said when the page is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import Period, RoughDate
from corridor.core.text import N_
from corridor.doors.web.words import Text

VERDICTS: dict[str, str] = {
    "ok": N_("In order"),
    "breach": N_("Not in order"),
    "unknown": N_("Unknown"),
    "worse": N_("Worse"),
    "better": N_("Better"),
    "same": N_("Same"),
    "changed": N_("Changed"),
    "late": N_("Late"),
}
"""The word that stands beside each status sign."""


OFFERED, PRESENTED = N_("Offered"), N_("Presented")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a button or link leads; ``post`` makes it a form button; ``plain`` is second choice."""

    text: Text
    url: str
    post: bool = False
    plain: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LawRef:
    """A law value's id, its plain name and the page that shows it with its source."""

    id: str
    name: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding for a person: verdict (ok, breach, unknown), what it means, what to do."""

    verdict: str
    title: Text
    meaning: Text = ""
    amount: Money | None = None
    amount_means: Text = ""
    law: Sequence[LawRef] = ()
    todo: Text = ""
    action: Link | None = None
    words: bool = True


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause in two versions; money losses per month and over the whole term."""

    clause: Text
    verdict: str
    offered: Any
    presented: Any
    per_month: Money | None = None
    over_term: Money | None = None
    law: Sequence[LawRef] = ()


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two versions of one contract. The sums count losses only; gains stand apart."""

    verdict: str
    rows: Sequence[ClauseRow]
    per_month: Money | None = None
    over_term: Money | None = None
    gains: Money | None = None
    months: int | None = None
    offered_name: Text = OFFERED
    presented_name: Text = PRESENTED
    action: Link | None = None

    @property
    def headline(self) -> Text:
        """What the comparison says, in one sentence."""
        if self.verdict == "worse":
            return N_("This contract is worse than the one that was offered.")
        if self.verdict == "unknown":
            return N_("The two contracts cannot be compared in full: something is not written.")
        if self.verdict == "changed":
            return N_("This contract was changed without agreement.")
        return N_("This contract is no worse than the one that was offered.")


@dataclass(frozen=True, slots=True)
class Light:
    """One of the four lights: ok, breach or unknown, and why."""

    name: Text
    state: str
    why: Text = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A receipt or a pass: what it says, its short code and the text its QR carries."""

    title: Text
    code: str
    payload: str
    rows: Sequence[tuple[Text, Any]] = ()
    verify_url: str = ""
    state: str = "ok"
    state_text: Text = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a law value comes from: its name, address, tier and what was read there."""

    name: Text
    url: str = ""
    tier: Text = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One dated value on a timeline. ``state`` is past, in_force, announced or conflict."""

    value: Any
    since: date | RoughDate
    until: date | RoughDate | None = None
    state: str = "in_force"
    sources: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class LawValueView:
    """A law value today, with where it stands, its history and what is announced next."""

    id: str
    title: Text
    value: Any
    per: Text = ""
    status: Text = ""
    meaning: Text = ""
    reason: Text = ""
    sources: Sequence[Source] = ()
    timeline: Sequence[LawEntry] = ()
    conflicts: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A deadline: who must act by when, and what happens when the day has passed."""

    title: Text
    due: date | None
    today: date
    office: Text = ""
    expires: Text = ""
    soon: int = 3

    @property
    def days(self) -> int | None:
        """Days left; negative when late; None when no day is set."""
        return None if self.due is None else (self.due - self.today).days

    @property
    def state(self) -> str:
        """late, soon, ok, or unknown without a day."""
        if self.days is None:
            return "unknown"
        return "late" if self.days < 0 else "soon" if self.days <= self.soon else "ok"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: what it is, who brought it and when."""

    title: Text
    kind: Text = ""
    by: Text = ""
    on: date | None = None
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a queue. ``key`` sorts; ``number`` aligns figures at the end."""

    key: str
    title: Text
    sortable: bool = True
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a queue: a cell per column, the page it opens, and how urgent it is.

    A cell may be text, a sentence, Money, a date, a ``Status``, a ``CaseClock`` or a
    ``CorridorLine`` (drawn small).
    """

    cells: Sequence[Any]
    url: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """A status word with its sign; ``state`` is a key of ``VERDICTS``, ``text`` overrules it."""

    state: str
    text: Text = ""

    @property
    def words(self) -> Text:
        """What is said beside the sign."""
        return self.text or VERDICTS.get(self.state, self.state)


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above a queue; ``options`` are (value, words); the empty value means all."""

    name: str
    label: Text
    options: Sequence[tuple[str, Text]]
    value: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What will appear here, and how."""

    title: Text
    how: Text = ""
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the reader is in a long list. ``query`` is the rest of the address to keep."""

    number: int
    count: int
    query: str = ""
    name: str = "page"

    def url(self, number: int) -> str:
        """The address of page ``number``."""
        return f"?{self.query}{'&' if self.query else ''}{self.name}={number}"

    @property
    def shown(self) -> list[tuple[int | None, str, bool]]:
        """(number or None for a gap, address, is this page) around the present one."""
        near = {1, self.count, *range(self.number - 1, self.number + 2)}
        numbers = sorted(n for n in near if 1 <= n <= self.count)
        shown: list[tuple[int | None, str, bool]] = []
        for before, n in zip([0, *numbers], numbers, strict=False):
            if n - before > 1:
                shown.append((None, "", False))
            shown.append((n, self.url(n), n == self.number))
        return shown


@dataclass(frozen=True, slots=True)
class Queue:
    """A table of work: sorted, filtered and saved by its address alone."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    filters: Sequence[Filter] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    search: str | None = None
    saved: Sequence[Link] = ()
    pages: Pages | None = None
    total: int | None = None
    empty: EmptyState | None = None

    @property
    def asked_sort(self) -> str:
        """The order in the words of the address; ``sort`` says which way the rows stand."""
        return self.query.get("sort", self.sort)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: ``state`` is done, now, waiting, blocked or unknown."""

    title: Text
    state: str
    url: str = ""
    hint: Text = ""


TASK_STATES: dict[str, tuple[str, str]] = {
    "done": ("ok", N_("Done")),
    "now": ("next", N_("Do this now")),
    "waiting": ("clock", N_("Waiting for others")),
    "blocked": ("clock", N_("Cannot start yet")),
    "unknown": ("unknown", N_("Unknown")),
}
"""The sign and the word of each task state."""


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error with the field it belongs to (``target`` is the field's HTML id)."""

    text: Text
    target: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with the answer given and where to change it."""

    question: Text
    answer: Any
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class RowError:
    """A line of an upload that cannot be used: where, what was found, what to do."""

    row: int
    column: str
    message: Text
    found: str = ""


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What became of an uploaded file, row by row; nothing is kept unless every row is good."""

    file: str
    rows: int
    errors: Sequence[RowError] = ()
    total_errors: int = 0
    report_url: str = ""
    commit: Link | None = None
    total: Money | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """A card: who somebody is, what they do here, and the way in."""

    name: str
    role: Text
    what: Text
    action: Link
    marker: Any = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure: what it counts, when, how sure, and the data behind it."""

    value: Any
    counts: Text
    period: Period | Text = ""
    interval: Text = ""
    source: Text = ""
    download: Link | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """A person to call: who answers, on which number, when, in which languages."""

    who: Text
    phone: str
    when: Text = ""
    languages: Text = ""
