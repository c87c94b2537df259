"""From a parameter, a day and a key to one answer. Doubt is an answer, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from corridor.core.periods import RoughDate
from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.law.kinds import Table
from corridor.engines.law.model import BANDS, REGIMES, Answer, Dated, Parameter
from corridor.engines.law.spans import partitions, switch_between
from corridor.engines.law.values import band

_UNSAID = N_("The sources do not say.")


def resolve(
    parameter: Parameter, on: date, key: Mapping[str, str], announced: bool = False
) -> Answer:
    """The answer on one day. ``key`` may hold columns this value does not depend on.

    Raises ``BadInput`` "law.key" for a key value that the parameter does not know.
    """
    wanted = _known_key(parameter, key)
    groups = partitions(parameter)
    fitting = {group: rows for group, rows in groups.items() if _fits(dict(group), wanted)}
    most = max(map(len, fitting), default=0)
    rows = [found for group, found in fitting.items() if len(group) == most]
    rows += [
        found
        for group, found in groups.items()
        if group not in fitting and _could_fit(dict(group), wanted)
    ]
    if not rows:
        return _none(parameter, on, sentence(N_("No value is recorded for this kind of case.")))
    answers = [_on(parameter, found, on, announced) for found in rows]
    return _agree(parameter, on, answers, wanted)


def _known_key(parameter: Parameter, key: Mapping[str, str]) -> dict[str, str]:
    wanted: dict[str, str] = dict(parameter.default)
    for name, allowed in parameter.keys.items():
        if name not in key:
            continue
        found = _choice(name, key[name], allowed)
        if found is None:
            raise BadInput(
                "law.key",
                sentence(
                    N_("{id} knows no “{found}” as {column}."),
                    id=parameter.id,
                    found=key[name],
                    column=name,
                ),
                remedy=sentence(N_("Use one of: {choices}."), choices=", ".join(allowed)),
                expected=list(allowed),
                found=key[name],
            ).at(field=name)
        wanted[name] = found
    return wanted


def _choice(name: str, given: str, allowed: Sequence[str]) -> str | None:
    if given in allowed or (name == "regime" and given in REGIMES):
        return given
    if name in BANDS and given.isascii() and given.isdigit():
        for choice in allowed:
            low, high = band(choice) or (0, None)
            if low <= int(given) and (high is None or int(given) <= high):
                return choice
    return None


def _fits(group: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(wanted.get(name) == choice for name, choice in group.items())


def _could_fit(group: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether only unsaid columns keep this group from applying."""
    return all(wanted.get(name, choice) == choice for name, choice in group.items())


def _agree(
    parameter: Parameter, on: date, answers: Sequence[Answer], wanted: Mapping[str, str]
) -> Answer:
    values = [answer for answer in answers if answer.state != "missing"]
    if not values:
        return answers[0]
    first = values[0]
    same = all((a.value, a.state) == (first.value, first.state) for a in values)
    if same and (len(values) == len(answers) or len(answers) == 1):
        return first
    unsaid = [name for name in parameter.keys if name not in wanted]
    columns = ", ".join(f"{name} ({', '.join(parameter.keys[name])})" for name in unsaid)
    return Answer(
        parameter.id,
        on,
        "unknown",
        parameter.kind,
        currency=parameter.currency,
        per=parameter.per,
        unit=parameter.unit,
        cites=first.cites,
        conflicts=parameter.conflicts,
        reason=sentence(N_("The value depends on: {columns}. Say which."), columns=columns),
    )


def _on(parameter: Parameter, rows: Sequence[Dated], on: date, announced: bool) -> Answer:
    """The answer of one partition, whose rows are in order of time and meet."""
    current: Dated | None = None
    for index in reversed(range(len(rows))):
        row = rows[index]
        low, high = row.starts
        if index:
            low, high = switch_between(rows[index - 1], row) or (low, high)
        if low <= on < high:
            return _doubt(parameter, row, on, _rough_start(row))
        if on >= high:
            current = row
            break
    if current is None:
        return _before(parameter, rows[0], on)
    ends = current.ends
    last = current is rows[-1]
    if ends is not None and last and on >= ends[1]:
        reason = sentence(N_("The last value recorded ended on {day}."), day=_end(current))
        return _none(parameter, on, reason, rows[-1])
    if ends is not None and last and on >= ends[0]:
        return _doubt(parameter, current, on, _rough_end(current))
    return _answer(parameter, rows, current, on, announced)


def _answer(
    parameter: Parameter, rows: Sequence[Dated], row: Dated, on: date, announced: bool
) -> Answer:
    state, reason = "known", None
    if row.missing is not None:
        state, reason = "missing", Sentence(row.missing)
    elif row.status == "announced" and not announced:
        state = "unknown"
        reason = sentence(
            N_("For this day a value is only announced; it is not known to be in force.")
        )
    elif row.start is None:
        reason = sentence(N_("The source does not say since when this holds."))
    following = [later for later in rows if later.starts[0] > on]
    return Answer(
        id=parameter.id,
        on=on,
        state=state,
        kind=parameter.kind,
        value=row.value if state == "known" else None,
        currency=parameter.currency,
        per=parameter.per,
        unit=parameter.unit,
        status=row.status,
        first=row.start.text if row.start else None,
        last=row.end.text if row.end else None,
        switch=row.switch,
        plain=row.plain or parameter.plain,
        unverified=row.unverified,
        cites=row.cites,
        conflicts=row.conflicts,
        reason=reason,
        next=following[0] if following else None,
        key=row.key,
    )


def _before(parameter: Parameter, row: Dated, on: date) -> Answer:
    if row.missing is not None:
        return _none(parameter, on, Sentence(row.missing), row)
    if row.start is None:
        seen = row.seen or RoughDate(row.recorded_at.isoformat())
        reason = sentence(
            N_("The source does not say since when this holds; only {seen} and later are known."),
            seen=seen,
        )
        return _doubt(parameter, row, on, reason)
    reason = sentence(
        N_("Nothing is recorded before {day}, when the first known value starts."),
        day=row.start,
    )
    return _none(parameter, on, reason, row, following=row)


def _rough_start(row: Dated) -> Sentence:
    return sentence(
        N_("The source says only “{day}” for the start of this value: this day lies in the doubt."),
        day=row.start or "",
    )


def _rough_end(row: Dated) -> Sentence:
    return sentence(
        N_("The source says only “{day}” for the end of this value: this day lies in the doubt."),
        day=_end(row),
    )


def _end(row: Dated) -> RoughDate | str:
    return row.end or ""


def _doubt(parameter: Parameter, row: Dated, on: date, reason: Sentence) -> Answer:
    return Answer(
        id=parameter.id,
        on=on,
        state="unknown",
        kind=parameter.kind,
        currency=parameter.currency,
        per=parameter.per,
        unit=parameter.unit,
        status=row.status,
        first=row.start.text if row.start else None,
        last=row.end.text if row.end else None,
        switch=row.switch,
        unverified=row.unverified,
        cites=row.cites,
        conflicts=row.conflicts,
        reason=reason,
        key=row.key,
    )


def _none(
    parameter: Parameter,
    on: date,
    reason: Sentence,
    row: Dated | None = None,
    following: Dated | None = None,
) -> Answer:
    return Answer(
        id=parameter.id,
        on=on,
        state="missing",
        kind=parameter.kind,
        currency=parameter.currency,
        per=parameter.per,
        unit=parameter.unit,
        cites=row.cites if row else (),
        conflicts=parameter.conflicts,
        reason=reason,
        next=following,
    )


def part(parameter: Parameter, column: str) -> Parameter | None:
    """The parameter narrowed to one column of its record, or None when it has no such column."""
    spec = next((found for found in parameter.columns if found.name == column), None)
    if spec is None:
        return None
    dated = tuple(
        replace(
            row,
            value=cell,
            missing=row.missing if cell is not None or row.missing else _UNSAID,
        )
        for row in parameter.dated
        for cell in [row.value.row.get(column) if isinstance(row.value, Table) else None]
    )
    return replace(
        parameter,
        id=f"{parameter.id}.{column}",
        kind=spec.kind,
        unit=spec.unit,
        currency=spec.currency if spec.kind == "money" else None,
        per=parameter.per if spec.kind == "money" else None,
        columns=(),
        dated=dated,
    )
