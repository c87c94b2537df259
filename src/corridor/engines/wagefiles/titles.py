"""The titles of a table: which column is which field, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import generic_fields, tables
from corridor.engines.wagefiles.cells import MAX_COLUMNS
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.kinds import Field


class Columns:
    """Which column of a table holds which field."""

    def __init__(self, titles: Sequence[str], fields: Iterable[Field], line: int = 1) -> None:
        self._titles, self._line = list(titles), line
        self._fields = list(fields)
        known = {field.name for field in self._fields}
        names = [generic_fields.named(title) for title in titles]
        self.places = {name: place for place, name in enumerate(names) if name in known}
        self._strange = [
            (place, title)
            for place, (title, name) in enumerate(zip(titles, names, strict=True))
            if name not in known and not name.startswith(generic_fields.IGNORED)
        ]
        self._double = [name for name in known if names.count(name) > 1]

    def name_at(self, place: int) -> str:
        """The field, or the title, of the column at ``place``."""
        names = {at: name for name, at in self.places.items()}
        title = self._titles[place] if place < len(self._titles) else ""
        return names.get(place) or shown(title) or f"column {place + 1}"

    def report(self, faults: Faults) -> bool:
        """Add every fault of the titles; says whether the lines below can be read at all."""
        if len(self._titles) > MAX_COLUMNS:
            self._whole(
                faults,
                "titles",
                sentence(N_("The table has more than {limit} columns."), limit=MAX_COLUMNS),
                sentence(N_("Keep only the columns of wages.")),
                f"<= {MAX_COLUMNS}",
                str(len(self._titles)),
            )
            return False
        missing = [f.name for f in self._fields if f.required and f.name not in self.places]
        for name in missing:
            message = sentence(N_("The table has no column {field}."), field=name)
            remedy = sentence(N_("Add the column {field}; see the list of columns."), field=name)
            self._whole(faults, name, message, remedy, name, "")
        for name in self._double:
            message = sentence(N_("The column {field} stands in the table twice."), field=name)
            remedy = sentence(N_("Keep one of them."))
            self._whole(faults, name, message, remedy, name, name)
        if missing and not self.places:
            return False  # another table altogether: its titles are of no interest
        for _place, title in self._strange:
            self._unknown(faults, title)
        return not missing and not self._double

    def _unknown(self, faults: Faults, title: str) -> None:
        """A misspelt column would be lost in silence, and money with it."""
        text = shown(title)
        message = (
            sentence(N_("The column {found} is not one of this table."), found=text)
            if text.strip()
            else sentence(N_("A column has no title."))
        )
        remedy = sentence(
            N_("Name it as in the list of columns, leave it out, or begin its name with {mark}."),
            mark=generic_fields.IGNORED,
        )
        known = ", ".join(field.name for field in self._fields)
        self._whole(faults, text or "titles", message, remedy, known, text)

    def _whole(
        self,
        faults: Faults,
        field: str,
        message: Sentence,
        remedy: Sentence,
        expected: str,
        found: str,
    ) -> None:
        problem = fault(
            "titles", self._line, field, message, remedy=remedy, expected=expected, found=found
        )
        faults.add(problem, always=True)


def no_titles() -> BadInput:
    """The fault of a table without any line."""
    message = sentence(N_("The file holds no titles and no lines."))
    remedy = sentence(N_("Write the titles of the columns into the first line."))
    expected = ", ".join(generic_fields.REQUIRED)
    return fault("titles", 1, "titles", message, remedy=remedy, expected=expected, found="")


def typed(
    frame: pl.DataFrame, columns: Columns, fields: Sequence[Field], faults: Faults
) -> pl.DataFrame:
    """The lines as typed columns, and ``raw.<name>``; a column left away is empty throughout."""
    chosen = [pl.col("line")]
    for place, field in enumerate(fields):
        at = columns.places.get(field.name)
        text = pl.lit("") if at is None else pl.col(f"c{at}").fill_null("").str.strip_chars()
        chosen.append(text.alias(f"c{place}"))
    return tables.typed(frame.select(chosen), fields, 0, faults)
