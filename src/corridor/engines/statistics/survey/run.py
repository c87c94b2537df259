"""A plan answered from a table: one row for each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey import intervals, quantiles
from corridor.engines.statistics.survey.columns import Columns, Floats, fits
from corridor.engines.statistics.survey.design import Design, design
from corridor.engines.statistics.survey.domains import Domains, domains
from corridor.engines.statistics.survey.faults import Faults
from corridor.engines.statistics.survey.plan import LEVELS, Ask, Options, Plan
from corridor.engines.statistics.survey.replication import Replication
from corridor.engines.statistics.survey.taylor import Fit, Taylor

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]


def columns_of(plan: Plan) -> tuple[str, ...]:
    """Every column a plan reads; replicate columns may be patterns (“rep*”)."""
    asked = plan.design
    names: list[str] = [asked.weights] if asked.weights else []
    for one in (*asked.strata, *asked.clusters):
        names += [part.strip() for part in one.split("*")]
    names += asked.fpc
    for margin in asked.calibrate.margins if asked.calibrate else ():
        names += [*margin.by, *([margin.variable] if margin.variable else [])]
    names += asked.replicates.columns if asked.replicates else ()
    for ask in plan.asks:
        names += [*ask.variables, *ask.by, *ask.where]
    return tuple(dict.fromkeys(names))


def matching(names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The names of a table that a plan wants, by name or by pattern."""
    return [name for name in names if any(fits(name, one) for one in wanted)]


def estimate(plan: Plan, frame: pl.DataFrame, first_line: int = 1) -> list[Row]:
    """Every figure a plan asks of a frame, in the order asked; domains in the order of labels.

    ``first_line`` is the line of the frame's first row in its file, for faults. A figure that
    cannot be told is None. Raises ``BadInput`` or ``Problems`` with everything that is wrong.
    """
    return answered(plan, Columns(frame, plan.options.na, Faults(), first_line))


def answered(plan: Plan, columns: Columns) -> list[Row]:
    """``estimate`` for columns already named, whose faults may hold those of the plan."""
    checked = [_readable(ask, columns) for ask in plan.asks]
    made = design(plan.design, columns)
    if not all(checked):
        columns.faults.raise_all()
    survey = Survey(made, plan.options, columns)
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large is told as None
        return [row for ask in plan.asks for row in survey.answer(ask)]


def _readable(ask: Ask, columns: Columns) -> bool:
    """Whether the columns of an estimate are there and hold what it needs."""
    names = (*ask.variables, *ask.by, *ask.where)
    if not columns.all_known(names, ask.path):
        return False
    before = len(columns.faults.problems)
    for name in names:
        if name in ask.variables and ask.estimator not in LEVELS:
            columns.numbers(name)
        elif not columns.codes(name).labels:
            words = sentence(N_("“{field}” says nothing in any row."), field=name)
            remedy = sentence(N_("Name a column with codes, or see what “na” leaves out."))
            columns.faults.add("stats.table.nothing", words, remedy, field=name)
    return len(columns.faults.problems) == before


class Survey:
    """A design met by its questions."""

    def __init__(self, made: Design, options: Options, columns: Columns) -> None:
        self.design, self.options, self.columns = made, options, columns
        method: Taylor | Replication = Taylor(made)
        if made.replicates is not None:
            method = Replication(made, made.replicates)
        self.method = method
        self._domains: dict[str, Domains] = {}
        self._degrees: dict[int, tuple[Domains, Floats]] = {}

    def answer(self, ask: Ask) -> Iterator[Row]:
        """The rows of one estimate."""
        members = self._members(ask)
        if ask.estimator in LEVELS:
            yield from self._levels(ask, members)
            return
        values = [self.columns.numbers(name) for name in ask.variables]
        members = members.told(*values)
        told = [value[members.rows] for value in values]
        if ask.estimator == "quantile":
            yield from self._quantiles(ask, members, told[0])
            return
        fit, effects = self._fitted(ask.estimator, told, members)
        yield from self._rows(ask, members, fit, effects, None, logit=False)

    def _members(self, ask: Ask) -> Domains:
        key = repr((ask.by, sorted(ask.where.items())))
        if key not in self._domains:
            self._domains[key] = domains(ask, self.columns, self.design.weights)
        return self._domains[key]

    def _fitted(self, name: str, told: list[Floats], members: Domains) -> tuple[Fit, Floats]:
        """The fit of a total, mean or ratio, and its design effects."""
        top = told[0]
        if name == "ratio":
            fit = self.method.fit(top, told[1], members)
            under = members.sums(members.weights * told[1])
            with np.errstate(divide="ignore", invalid="ignore"):
                scores = top - fit.estimate[members.code] * told[1]
                scores = scores / under[members.code]
            return fit, intervals.effect(fit, scores, members, self.options, mean=False)
        bottom = np.ones(len(top)) if name in ("mean", "proportion") else None
        fit = self.method.fit(top, bottom, members)
        mean = bottom is not None
        return fit, intervals.effect(fit, top, members, self.options, mean=mean)

    def _levels(self, ask: Ask, members: Domains) -> Iterator[Row]:
        """Every level of a column in every domain, domain by domain."""
        coded = self.columns.codes(ask.variables[0])
        members = members.coded(coded.values)
        said = coded.values[members.rows]
        by_level = []
        for at, label in enumerate(coded.labels):
            inside = (said == at).astype(np.float64)
            fit, effects = self._fitted(ask.estimator, [inside], members)
            logit = ask.estimator == "proportion" and self.options.interval == "logit"
            by_level.append(list(self._rows(ask, members, fit, effects, label, logit=logit)))
        for rows in zip(*by_level, strict=True):
            yield from rows

    def _quantiles(self, ask: Ask, members: Domains, values: Floats) -> Iterator[Row]:
        """Each asked point in every domain, domain by domain."""
        steps = quantiles.ladders(values, members)
        degrees = self._df(members)
        times = intervals.critical(self.options.conf, degrees)
        by_point = []
        for share in ask.at:
            found = np.array([step.at(share) for step in steps])
            below = (values <= found[members.code]).astype(np.float64)
            fit = self.method.fit(below, np.ones(len(values)), members)
            low, high = intervals.plain(fit, times)
            lows = np.array([step.at(one) for step, one in zip(steps, low, strict=True)])
            highs = np.array([step.at(one) for step, one in zip(steps, high, strict=True)])
            errors = (highs - lows) / (2 * times)
            bounds = lows, highs
            by_point.append(list(self._plain_rows(ask, members, found, errors, bounds, share)))
        for point in zip(*by_point, strict=True):
            yield from point

    def _df(self, members: Domains) -> Floats:
        """Degrees of freedom (domains,): of each domain, of the design, or as the plan says."""
        rule = self.options.df
        if rule in ("domain", "design"):
            kept = self._degrees.get(id(members))
            if kept is None:
                found = self._counted(members, whole=rule == "design")
                kept = self._degrees[id(members)] = (members, found)
            return kept[1]
        return np.full(members.count, np.inf if rule == "normal" else float(rule))

    def _counted(self, members: Domains, *, whole: bool) -> Floats:
        if not whole:
            return self.method.degrees(members)
        every = domains(Ask("mean", ()), self.columns, self.design.weights)
        return np.repeat(self.method.degrees(every), members.count)

    def _rows(
        self,
        ask: Ask,
        members: Domains,
        fit: Fit,
        effects: Floats,
        level: str | float | None,
        *,
        logit: bool,
    ) -> Iterator[Row]:
        times = intervals.critical(self.options.conf, self._df(members))
        bounds = intervals.logit(fit, times) if logit else intervals.plain(fit, times)
        errors = np.sqrt(fit.variance)
        yield from self._plain_rows(ask, members, fit.estimate, errors, bounds, level, effects)

    def _plain_rows(
        self,
        ask: Ask,
        members: Domains,
        estimates: Floats,
        errors: Floats,
        bounds: tuple[Floats, Floats],
        level: str | float | None,
        effects: Floats | None = None,
    ) -> Iterator[Row]:
        """Rows in the shape that is printed; what is no number is None."""
        count, units, degrees = members.members, self.method.units(members), self._df(members)
        sums = ask.estimator in ("total", "count")
        for at, label in enumerate(members.labels):
            nobody = sums and not count[at] and not members.missing[at]
            told = [estimates[at], errors[at], *(bound[at] for bound in bounds)]
            value, error, *ci = [_told(one) if count[at] else None for one in told]
            if nobody:  # the total of an empty domain is known: nothing
                value, error, ci = 0.0, 0.0, [0.0, 0.0]
            deff = None if effects is None else _told(effects[at])
            row: Row = {
                "estimator": ask.estimator,
                "variable": "/".join(ask.variables),
                "domain": _domain(label, ask.where),
                "level": level,
                "estimate": value,
                "se": error,
                "ci": ci,
                "cv": abs(error / value) if value and error is not None else None,
                "deff": deff,
                "df": _whole(degrees[at]),
                "n": int(count[at]),
                "n_psu": int(units[at]),
                "quality": "",
                "n_eff": count[at] / deff if deff else None,
                "missing": int(members.missing[at]),
            }
            row["quality"] = intervals.quality(row, self.options)
            yield row


def _domain(label: Mapping[str, str], where: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The domain with what restricts it, so that a row tells whom it is about."""
    return {**{name: ", ".join(values) for name, values in where.items()}, **label}


def _told(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole(value: float) -> float | int | None:
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)
