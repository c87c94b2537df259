"""The clauses of a contract as a form: canonical names, plain words, the law's floor beside each.

A face subclasses ``TermsForm`` (or uses it as it is) and places it with
``{% include "web/shared/terms_form.html" %}``. Field names are ``terms.<clause>``, which is where
acts name their refusals, so every breach comes back beside its own field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import lazy

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.cycle.corridors import terms as law_terms
from corridor.doors.web.components.models import LawRef
from corridor.doors.web.handle import ActForm
from corridor.doors.web.shared.clause_fields import (
    ALSO,
    CHOICES,
    FIGURES,
    HINTS,
    LABELS,
    LISTS,
    MONEY,
    NOT_SAID,
    SECTIONS,
    WHOLE,
)
from corridor.doors.web.shared.figures import language_name
from corridor.doors.web.shared.floor import LawCheck, law_checks, law_ref
from corridor.doors.web.words import say
from corridor.engines import law
from corridor.engines.law import Corridor
from corridor.engines.terms.legal import ask
from corridor.platform.clock.queries import today

said = lazy(say, str)

_FIGURE = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}


class FigureField(forms.CharField):
    """A number as people write it: digits of any script and an Arabic comma become 0-9 and dot."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=_FIGURE))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """ASCII digits; thousands signs are not guessed at, the clause's reader refuses them."""
        text: str = super().to_python(value) or ""
        return western(text)


def western(text: str) -> str:
    """``text`` with every decimal digit written 0-9 and the Arabic decimal sign as a dot."""
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text.strip())
    return "".join(digits).replace("\u066b", ".")


@dataclass(frozen=True, slots=True)
class TermsRow:
    """One clause: its field, a second field where the clause needs one, and the law beside it."""

    clause: str
    bound: BoundField
    extra: BoundField | None
    checks: tuple[LawCheck, ...]
    law: tuple[LawRef, ...]
    least: Money | None = None


@dataclass(frozen=True, slots=True)
class TermsSection:
    """A heading with its clauses."""

    title: str
    rows: tuple[TermsRow, ...]


class TermsForm(ActForm):
    """The clauses under one corridor, route and regime. ``given()["terms"]`` goes to the act.

    ``terms`` are the values to begin with; ``without`` clauses are not asked (and kept as they
    stand in ``kept``); with ``whole`` the clauses every contract needs must be filled in.
    Empty clauses stay absent: silence is unknown, never a guess.
    """

    use_required_attribute = False  # every refusal is the house's own, all at once

    def __init__(
        self,
        *args: Any,
        corridor: str,
        route: str = "",
        regime: str = "general",
        terms: Mapping[str, Any] | None = None,
        without: Collection[str] = (),
        kept: Mapping[str, Any] | None = None,
        whole: bool = True,
        sector: str = "",
        job: str = "",
        on: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place: Corridor = law.book().corridor(corridor)
        self.way = (corridor, route, regime)
        self.sector, self.job = sector, job
        self.kept = dict(kept or {})
        self.on = on or today(law.book().jurisdiction(self.place.destination).time_zone)
        self.begin = dict(terms or {})
        needed = {clause.id for clause in law.book().clauses() if clause.required and whole}
        for _, names in SECTIONS:
            for name in names:
                if name not in without:
                    self._add(name, name in needed)

    # ---- fields ------------------------------------------------------------------------

    def _add(self, name: str, needed: bool) -> None:
        common: dict[str, Any] = {
            "label": said(LABELS[name]),
            "help_text": said(HINTS.get(name, "")),
            "required": needed,
        }
        begin = self.begin.get(name)
        if name in CHOICES:
            self.fields[f"terms.{name}"] = forms.ChoiceField(
                choices=_said(CHOICES[name]), initial=_chosen(name, begin), **common
            )
        elif name == "currency":
            self.fields["terms.currency"] = forms.ChoiceField(
                choices=[(code, code) for code in self._currencies()],
                initial=begin or self.currency,
                **common,
            )
        elif name in FIGURES:
            self.fields[f"terms.{name}"] = FigureField(initial=begin, **common)
        else:
            self.fields[f"terms.{name}"] = forms.CharField(max_length=200, initial=begin, **common)
        self._add_second(name, begin)

    def _add_second(self, name: str, begin: Any) -> None:
        if name in MONEY:
            amount = begin if begin not in {None, "in_kind", "none"} else ""
            self.fields[f"money.{name}"] = FigureField(
                label=said(N_("How much money a month")), required=False, initial=amount
            )
        elif name in LISTS:
            lines = [begin] if isinstance(begin, str) else list(begin or ())
            text = "\n".join(map(_line, lines)) if begin != "none" else ""
            self.fields[f"lines.{name}"] = forms.CharField(
                label=said(N_("Each on a line of its own")),
                required=False,
                initial=text,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def currency(self) -> str:
        """The money of the country of work."""
        return law.book().jurisdiction(self.place.destination).currency

    def _currencies(self) -> list[str]:
        own = law.book().jurisdiction(self.place.origin).currency
        also = [str(self.begin["currency"])] if self.begin.get("currency") else []
        return list(dict.fromkeys([self.currency, *also, own, "USD", "EUR"]))

    # ---- what was given ----------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Amounts and lines that a choice asks for must be there."""
        data: dict[str, Any] = super().clean() or {}
        for name in MONEY:
            if data.get(f"terms.{name}") == "money" and not data.get(f"money.{name}"):
                self.add_error(f"money.{name}", say(N_("Write how much money it is a month.")))
        for name in LISTS:
            if data.get(f"terms.{name}") == "some" and not data.get(f"lines.{name}"):
                self.add_error(f"lines.{name}", say(N_("Write what it is, or choose “Nothing”.")))
        return data

    def terms(self) -> dict[str, Any]:
        """The canonical clauses of a valid form; an empty field is an absent clause."""
        found = dict(self.kept)
        for field, value in self.cleaned_data.items():
            kind, _, name = field.partition(".")
            if kind == "terms" and value not in {"", None}:
                found[name] = self._value(name, value)
        return found

    def _value(self, name: str, value: str) -> Any:
        if value == "money":
            return self.cleaned_data.get(f"money.{name}", "")
        if value == "some" and name in LISTS:
            lines = str(self.cleaned_data.get(f"lines.{name}", "")).splitlines()
            return [line.strip() for line in lines if line.strip()]
        return int(value) if name in WHOLE and value.isdecimal() else value

    def given(self) -> dict[str, Any]:
        """``terms`` beside the fields of a subclass."""
        own = {
            name: value
            for name, value in super().given().items()
            if name.partition(".")[0] not in {"terms", "money", "lines"}
        }
        return own | {"terms": self.terms()}

    # ---- the law beside it -------------------------------------------------------------

    @property
    def sections(self) -> list[TermsSection]:
        """What the page shows: headings, fields, and what the law asks at least."""
        checks = self._checks()
        found = []
        for title, names in SECTIONS:
            rows = tuple(
                self._row(name, checks.get(name, ()))
                for name in names
                if f"terms.{name}" in self.fields
            )
            if rows:
                found.append(TermsSection(title, rows))
        return found

    def _row(self, name: str, checks: tuple[LawCheck, ...]) -> TermsRow:
        second = next(
            (f"{kind}.{name}" for kind in ("money", "lines") if f"{kind}.{name}" in self.fields),
            None,
        )
        refs = {ref.id: ref for check in checks for ref in check.law}
        for group in ALSO.get(name, ()):
            refs |= {one: law_ref(one) for one in self.place.laws.get(group, ())}
        return TermsRow(
            clause=name,
            bound=self[f"terms.{name}"],
            extra=self[second] if second else None,
            checks=checks,
            law=tuple(refs.values()),
            least=self._least(name),
        )

    def _least(self, name: str) -> Money | None:
        """What the law asks at least in money where food or housing is not given."""
        _corridor, route, regime = self.way
        key = {"regime": regime, "sector": self.sector, "job": self.job, "route": route}
        for one in self.place.laws.get(ALSO.get(name, ("",))[0], ()) if name in MONEY else ():
            answer = ask(law.book(), one, self.on, {k: v for k, v in key.items() if v})
            if answer is not None and isinstance(answer.value, Money):
                return answer.value
        return None

    def _checks(self) -> dict[str, tuple[LawCheck, ...]]:
        """The law's floor by clause, for the terms the form began with or was sent."""
        found: dict[str, list[Finding]] = {}
        for finding in self._findings():
            if not finding.check.startswith("mandatory."):
                found.setdefault(law_terms.clause_of(finding), []).append(finding)
        return {name: tuple(law_checks(rows, self.currency)) for name, rows in found.items()}

    def _findings(self) -> list[Finding]:
        corridor, route, regime = self.way
        sent = self.terms() if self.is_bound and hasattr(self, "cleaned_data") else self.begin
        for terms in (sent, {}):
            try:
                whole = {"currency": self.currency} | terms
                read = law_terms.read(
                    corridor, route, regime, whole, sector=self.sector, job=self.job
                )
                return [one for one in law_terms.floor(read, self.on) if _asks(one)]
            except Problem:
                continue  # what cannot be read is refused beside its field; the law still stands
        return []


def _asks(finding: Finding) -> bool:
    """Whether the law asks for something here that a person can read."""
    return finding.expected is not None or finding.verdict is not Verdict.UNKNOWN


def _said(choices: tuple[tuple[str, str], ...]) -> list[tuple[str, Any]]:
    return [(value, said(words)) for value, words in (NOT_SAID, *choices)]


def _chosen(name: str, begin: Any) -> Any:
    if begin is None or begin == "":
        return ""
    if name in MONEY and begin not in {"in_kind", "none"}:
        return "money"
    if name in LISTS:
        return "none" if begin in ("none", []) else "some"
    return (
        {"worker": "worker_keeps", "employer": "employer_keeps"}.get(begin, begin)
        if (name == "passport_clause")
        else begin
    )


def _line(item: Any) -> str:
    if isinstance(item, Mapping):
        return " ".join(str(part) for part in (item.get("what"), item.get("per_month")) if part)
    return str(item)


def language_choices(corridor: str) -> list[tuple[str, str]]:
    """The languages a contract of this corridor may be written in, each in the reader's words."""
    codes = law.book().corridor(corridor).contract_languages
    return [(code, language_name(code)) for code in codes]
