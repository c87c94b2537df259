"""A mapping applied to microdata: standard variables, or every row and column that has none."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.definitions.codelists import meaning
from corridor.engines.statistics.definitions.mapping import Questionnaire, Rule, absent
from corridor.engines.statistics.definitions.model import Catalogue, Variable

if TYPE_CHECKING:
    import polars as pl

EMPTY = ("", "NA", "NaN", ".")
_SHOWN = 5


def columns(mapping: Questionnaire) -> tuple[str, ...]:
    """Every column of the microdata a mapping may read, those of the design not included."""
    return tuple(dict.fromkeys(name for rule in mapping.rules.values() for name in rule.columns))


def recode(
    mapping: Questionnaire,
    known: Catalogue,
    frame: pl.DataFrame,
    wanted: Sequence[str] = (),
    *,
    file: str = "",
    first_line: int = 2,
    heading: Sequence[str] = (),
) -> pl.DataFrame:
    """``frame`` with one more column for each standard variable (all mapped ones, or ``wanted``).

    Codes are text, numbers are floats, a missing answer is null. ``heading`` are all columns of
    the file, where the frame holds only some. Raises ``Problems``: a column that is not there or
    has another name in this round, an answer without a meaning, two encodings in one column, text
    for a number, a number that cannot be; each with its line and column.
    """
    asked = [name for name in wanted if known.variables[name].derived is None]
    problems = absent(mapping, tuple(asked), known)
    work = _Recoding(frame, file, first_line, list(heading or frame.columns), problems)
    made = [
        work.variable(mapping.rules[name], known.variables[name])
        for name in (asked or mapping.rules)
        if name in mapping.rules
    ]
    raise_all(problems)
    return frame.with_columns([one for one in made if one is not None])


class _Recoding:
    """One table being recoded."""

    def __init__(
        self,
        frame: pl.DataFrame,
        file: str,
        first: int,
        heading: list[str],
        problems: list[Problem],
    ) -> None:
        self.frame, self.file, self.first = frame, file, first
        self.heading, self.problems = heading, problems

    def variable(self, rule: Rule, variable: Variable) -> pl.Series | None:
        """The standard variable as a column, or None with its problems noted."""
        import polars as pl

        if rule.always:
            number = variable.kind != "code"
            value = float(rule.always) if number else rule.always
            return pl.Series(rule.variable, [value] * self.frame.height)
        column = self._column(rule)
        if column is None:
            return None
        said = _texts(self.frame[column], rule.missing)
        if variable.kind == "code":
            return self._codes(rule, variable, column, said)
        return self._numbers(rule, variable, column, said)

    def _column(self, rule: Rule) -> str | None:
        there = [name for name in rule.columns if name in self.frame.columns]
        if len(there) == 1:
            return there[0]
        if there:
            said = N_("{variable} could be {columns}: the table has all of them.")
            remedy = sentence(N_("Name the one that holds the answers of this round."))
        else:
            said = N_("The table has no column {columns} for {variable}.")
            near = _near(rule.columns, self.heading)
            remedy = sentence(N_("Was it renamed in this round? Near it are: {near}."), near=near)
        shown = sentence(said, variable=rule.variable, columns=", ".join(there or rule.columns))
        self._note("mapping.column", shown, remedy, field=rule.columns[0], line=1)
        return None

    def _note(
        self,
        code: str,
        said: Sentence,
        remedy: Sentence,
        *,
        field: str,
        line: int | None = None,
        found: Any = None,
    ) -> None:
        column = self.heading.index(field) + 1 if field in self.heading else None
        place = Place(file=self.file or None, line=line, column=column, field=field)
        self.problems.append(BadInput(code, said, remedy=remedy, place=place, found=found))

    def _codes(self, rule: Rule, variable: Variable, column: str, said: pl.Series) -> pl.Series:
        import polars as pl

        answers = said.drop_nulls().unique().sort().to_list()
        means = {answer: _means(rule, variable, answer) for answer in answers}
        strange = [answer for answer in answers if means[answer] is None]
        for answer in strange:
            self._strange(rule, variable, column, said, answer, answers)
        kept = {answer: code for answer, code in means.items() if code is not None}
        made = said.replace_strict(
            list(kept), list(kept.values()), default=None, return_dtype=pl.String
        ) if kept else pl.Series([None] * len(said), dtype=pl.String)  # fmt: skip
        return made.alias(rule.variable)

    def _strange(
        self,
        rule: Rule,
        variable: Variable,
        column: str,
        said: pl.Series,
        answer: str,
        answers: Sequence[str],
    ) -> None:
        """An answer without a meaning: another encoding of the same thing, or none at all."""
        rows = (said == answer).arg_true()
        others = [one for one in answers if _means(rule, variable, one) is not None]
        second = meaning(variable, answer) is not None or (not rule.codes and others)
        lead = N_("{column} holds “{found}” in {count} rows, which has no meaning for {variable}.")
        remedy = N_("Add it under “codes”, or under “missing” if nobody answered.")
        if second:
            lead = N_(
                "{column} holds {variable} in two encodings: “{found}” in {count} rows beside "
                "{others}."
            )
            remedy = N_("Give both under “codes”, and ask whether two rounds were put together.")
        self._note(
            "mapping.encodings" if second else "mapping.code",
            sentence(
                lead,
                column=column,
                found=answer,
                count=len(rows),
                variable=rule.variable,
                others=", ".join(others[:_SHOWN]),
            ),
            sentence(remedy),
            field=column,
            line=int(rows[0]) + self.first,
            found=answer,
        )

    def _numbers(self, rule: Rule, variable: Variable, column: str, said: pl.Series) -> pl.Series:
        import polars as pl

        made = said.cast(pl.Float64, strict=False)
        text = (said.is_not_null() & (made.is_null() | ~made.is_finite())).fill_null(value=True)
        words = N_("“{found}” is not a number.")
        self._rows(text & said.is_not_null(), said, column, "mapping.number", words)
        made = made * rule.times
        for limit, outside, words in (
            (variable.least, made < (variable.least or 0), N_("{found} is below {limit}.")),
            (variable.most, made > (variable.most or 0), N_("{found} is above {limit}.")),
        ):
            if limit is not None:
                wrong = outside.fill_null(value=False)
                self._rows(wrong, said, column, "mapping.range", words, limit)
        if variable.kind == "integer":
            broken = ((made != made.floor()) & made.is_finite()).fill_null(value=False)
            self._rows(broken, said, column, "mapping.whole", N_("“{found}” is no whole number."))
        return made.alias(rule.variable)

    def _rows(
        self,
        wrong: pl.Series,
        said: pl.Series,
        column: str,
        code: str,
        words: str,
        limit: float | None = None,
    ) -> None:
        """One problem for each of the first rows, and one for how many more there are."""
        rows = wrong.arg_true().to_list()
        for row in rows[:_SHOWN]:
            self._note(
                code,
                sentence(words, found=said[row], limit=limit),
                sentence(N_("Correct the cell, or name the value under “missing”.")),
                field=column,
                line=row + self.first,
                found=said[row],
            )
        if len(rows) > _SHOWN:
            self._note(
                code,
                sentence(
                    N_("{column} has {count} further rows of this kind."),
                    column=column,
                    count=len(rows) - _SHOWN,
                ),
                sentence(N_("Look at the column as a whole: it may be another variable.")),
                field=column,
                line=rows[_SHOWN] + self.first,
            )


def _texts(series: pl.Series, missing: frozenset[str]) -> pl.Series:
    """A column as trimmed text, whole numbers without “.0”; null where nothing is said."""
    import polars as pl

    if series.dtype.is_float():
        whole = series.fill_nan(None)
        if bool((whole.drop_nulls() == whole.drop_nulls().floor()).all()):
            series = whole.cast(pl.Int64)
    text = series.cast(pl.String).str.strip_chars()
    gone = [*EMPTY, *missing]
    return text.set(text.is_in(gone).fill_null(value=False), None)


def _means(rule: Rule, variable: Variable, answer: str) -> str | None:
    if rule.codes:
        return rule.codes.get(answer) or rule.other or None
    return meaning(variable, answer) or rule.other or None


def _near(names: Sequence[str], heading: Sequence[str]) -> str:
    found = [one for name in names for one in difflib.get_close_matches(name, heading, 3, 0.5)]
    return ", ".join(dict.fromkeys(found)) or ", ".join(heading[:20])
