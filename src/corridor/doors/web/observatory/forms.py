"""The statistician's forms. Each leads to one act."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import yaml
from django import forms
from django.utils.functional import lazy

from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.doors.web.handle import ActForm, explain, told
from corridor.doors.web.words import Text, say
from corridor.governance.observatory.beside import stated
from corridor.governance.observatory.definitions import cells_of, checked, checked_name
from corridor.governance.observatory.estimating import looked_at
from corridor.governance.observatory.guarding import LEAST, OPEN
from corridor.governance.observatory.models import Source

said = lazy(say, str)
LARGEST = 20 * 1024 * 1024

SOURCES: dict[str, Text] = {
    Source.Kind.SURVEY: N_("Survey microdata"),
    Source.Kind.REGISTER: N_("A register"),
    Source.Kind.COMPILED: N_("A table compiled by the office"),
    Source.Kind.PUBLISHED: N_("A public file of somebody else"),
}


def _line(
    label: str, hint: str = "", longest: int = 200, *, needed: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=said(label),
        help_text=said(hint) if hint else "",
        max_length=longest,
        required=needed,
    )


def _words(label: str, hint: str = "", *, needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=said(label),
        help_text=said(hint) if hint else "",
        max_length=500,
        required=needed,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _file(label: str, hint: str) -> forms.FileField:
    return forms.FileField(label=said(label), help_text=said(hint))


def _content(form: forms.Form, name: str) -> bytes:
    found = form.cleaned_data[name]
    return bytes(found.read())


def _text(form: forms.Form, name: str) -> str:
    """A file as text."""
    try:
        return _content(form, name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(
            said(N_("The table is not a CSV file in UTF-8. Save it as CSV, with UTF-8."))
        ) from None


def _checked(check: Callable[[Any], Any], found: Any) -> Any:
    """What a check makes of the words of one field; every fault it finds stands beside them."""
    try:
        return check(found)
    except Problem as problem:
        raise forms.ValidationError([told(one) for one in problem.problems]) from None


class _FileForm(ActForm):
    """A form with a file of which only so much is read."""

    def clean_file(self) -> Any:
        """Refuse what is larger than a table of a statistical office."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError(
                said(N_("The file is larger than 20 MB. Use the command “corridor stats release”."))
            )
        return found


class SourceForm(_FileForm):
    """A source: only its digest and what is written here are kept."""

    kind = forms.ChoiceField(
        label=said(N_("What it is")), choices=[(one, said(text)) for one, text in SOURCES.items()]
    )
    title = _line(N_("Title"), N_("Such as: Labour force survey, third quarter 2026."))
    licence = _line(N_("Licence or legal basis"))
    period = _line(N_("Period"), N_("2026, 2026-Q3, 2026-09 or 2024/2026."), 20)
    file = _file(
        N_("The file"),
        N_("Its SHA-256 and the number of its rows are kept. The file itself is not."),
    )
    note_on_it = _words(N_("Note"), needed=False)

    def given(self) -> dict[str, Any]:
        """The file as its digest, its name and its rows."""
        data = super().given()
        content = _content(self, "file")
        name = str(data.pop("file").name)
        rows = max(sum(1 for line in content.splitlines() if line.strip()) - 1, 0)
        return data | {"sha256": sha256(content).hexdigest(), "file_name": name, "rows": rows}


class TableForm(_FileForm):
    """A table in work: its cells, what they count, what they were made of."""

    beside = {"table": "file"}

    indicator = _line(N_("Name in the address"), N_("Such as workers-abroad."), 60)
    file = _file(
        N_("The table"),
        N_("CSV with one row a cell: a column for each breakdown, time, measure, value, n."),
    )
    definition = forms.CharField(
        label=said(N_("Definition")),
        help_text=said(
            N_("YAML with title, definition, rule, absent and unit, in one or more languages.")
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    sources = forms.MultipleChoiceField(
        label=said(N_("Made of")), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, known: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = list(known)  # type: ignore[attr-defined]

    def clean_indicator(self) -> Any:
        """A name that can stand in an address."""
        return _checked(checked_name, self.cleaned_data["indicator"])

    def clean_definition(self) -> Any:
        """The mapping that was written, when it says everything."""
        try:
            found = yaml.safe_load(self.cleaned_data["definition"])
        except yaml.YAMLError as error:
            where = getattr(error, "problem_mark", None)
            line = where.line + 1 if where else 1
            raise forms.ValidationError(
                said(N_("This cannot be read as YAML. Look at line %(line)s.")),
                params={"line": line},
            ) from None
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found):
            raise forms.ValidationError(said(N_("Write one “name: text” a line.")))
        return _checked(checked, found)

    def clean_file(self) -> Any:
        """The table's text, when its cells can be read."""
        super().clean_file()
        text = _text(self, "file")
        _checked(cells_of, text)
        return text

    def given(self) -> dict[str, Any]:
        """The table as text."""
        data = super().given()
        return data | {"table": data.pop("file")}


class EstimateForm(_FileForm):
    """An indicator of the catalogue from microdata. ``known`` are pairs of its id and title."""

    beside = {"data": "file", "data.csv": "file", "mapping.yaml": "mapping"}
    listed: Sequence[tuple[str, ...]] = ()
    indicator = forms.ChoiceField(
        label=said(N_("Indicator")),
        help_text=said(N_("What each of them counts is said below this form.")),
    )
    title = _line(N_("Title of the survey"))
    licence = _line(N_("Licence or legal basis"))
    file = _file(N_("Microdata"), N_("CSV. Read for this estimate and not kept: only its digest."))
    mapping = forms.CharField(
        label=said(N_("Mapping")),
        help_text=said(N_("YAML: your questions as standard variables, the period, the design.")),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    breakdowns = forms.CharField(
        label=said(N_("Breakdowns")),
        help_text=said(N_("One a line: sex, or sex,age_band for both together.")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, known: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "–"), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where something is missing, say with it what is wrong with everything else."""
        data = super().clean() or self.cleaned_data
        if self.errors and data.get("mapping"):
            found = self.cleaned_data.get("file")
            content = found.read() if found else None
            if found:
                found.seek(0)
            by = self._breakdowns()
            try:
                looked_at(data["mapping"], content, data.get("indicator", ""), by)
            except Problem as problem:
                explain(self, problem)
        return data

    def _breakdowns(self) -> list[str]:
        lines = self.cleaned_data.get("breakdowns", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def given(self) -> dict[str, Any]:
        """The file in base64, the breakdowns as a list."""
        data = super().given()
        content = _content(self, "file")
        name = str(data.pop("file").name)
        by = self._breakdowns()
        return data | {"data": b64encode(content).decode(), "file_name": name, "breakdowns": by}


class PublicForm(_FileForm):
    """A publisher's file as it is."""

    beside = {"data": "file"}

    file = _file(N_("The file"), N_("CSV or XLSX as its publisher gives it, at most 20 MB."))

    def given(self) -> dict[str, Any]:
        """The file in base64, with its name."""
        found = self.cleaned_data["file"]
        data = b64encode(_content(self, "file")).decode()
        return {"data": data, "file_name": str(found.name)}


class MirrorForm(_FileForm):
    """What a mirror table is called, and what explains its difference."""

    beside = {"causes": "file", "causes.csv": "file"}

    indicator = _line(N_("Name in the address"), N_("Such as mirror-npl-qat."), 60)
    file = forms.FileField(
        label=said(N_("Stated causes of the difference")),
        help_text=said(
            N_("CSV: origin, destination, time, kind, amount, says, source. May be left out.")
        ),
        required=False,
    )

    def clean_indicator(self) -> Any:
        """A name that can stand in an address."""
        return _checked(checked_name, self.cleaned_data["indicator"])

    def clean_file(self) -> Any:
        """The causes as text."""
        if not self.cleaned_data["file"]:
            return ""
        super().clean_file()
        text = _text(self, "file")
        _checked(stated, text)
        return text

    def given(self) -> dict[str, Any]:
        """The name, and the causes as text."""
        data = super().given()
        return data | {"causes": data.pop("file")}


class YearForm(ActForm):
    """One year of a table, or all of it."""

    year = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)

    def given(self) -> dict[str, Any]:
        """The year; 0 for all."""
        return {"year": self.cleaned_data["year"] or 0}


class RegisterForm(ActForm):
    """Which register, and by which period."""

    name = forms.ChoiceField(
        label=said(N_("Which register")),
        choices=[
            ("contracts", said(N_("Contracts registered"))),
            ("clearances", said(N_("Clearances given"))),
        ],
    )
    span = forms.ChoiceField(
        label=said(N_("Period")),
        choices=[
            ("year", said(N_("Year"))),
            ("quarter", said(N_("Quarter"))),
            ("month", said(N_("Month"))),
        ],
    )


class ProtectForm(ActForm):
    """By which rules a table is protected."""

    method = forms.ChoiceField(
        label=said(N_("Method")),
        choices=[
            ("suppress", said(N_("Withhold cells about few, and others so that they stay hidden"))),
            (OPEN, said(N_("Nothing: everything it was made of is public already"))),
        ],
    )
    threshold = forms.IntegerField(
        label=said(N_("Fewest records behind a figure")),
        initial=10,
        min_value=LEAST,
        max_value=1000,
    )

    def given(self) -> dict[str, Any]:
        """The rules as one mapping."""
        data = super().given()
        if data["method"] == OPEN:
            return {"rules_of_release": {"method": OPEN}}
        return {"rules_of_release": {"threshold": data["threshold"]}}


class ReviewForm(ActForm):
    """Whether what is withheld will do."""

    accepted = forms.ChoiceField(
        label=said(N_("Your judgement")),
        widget=forms.RadioSelect,
        choices=[
            ("yes", said(N_("It may be released"))),
            ("no", said(N_("It may not be released"))),
        ],
    )
    words = _words(N_("Why"))

    def given(self) -> dict[str, Any]:
        """Yes or no as a truth value."""
        data = super().given()
        return data | {"accepted": data["accepted"] == "yes"}


class MinuteForm(ActForm):
    """The minute of release, and why where it is not the first."""

    day = forms.DateField(
        label=said(N_("Day")), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    hour = forms.TimeField(
        label=said(N_("Hour and minute, in UTC")),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        initial="09:00",
    )
    reason = _words(
        N_("What changed and why"), N_("For a revision. Everybody reads this."), needed=False
    )

    def given(self) -> dict[str, Any]:
        """Day and hour as one moment."""
        data = super().given()
        hour = data.pop("hour").replace(second=0, microsecond=0)
        return data | {"at": datetime.combine(data.pop("day"), hour, tzinfo=UTC)}


class ReasonForm(ActForm):
    """Why, for everybody to read."""

    reason = _words(N_("Why"), N_("Everybody reads this."))


class NothingForm(ActForm):
    """A button."""
