"""Sample data for the gallery: invented people, plausible figures, every state once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.doors.web.components import models as m
from corridor.doors.web.components.chart import Chart, Point
from corridor.doors.web.gallery.journeys import journey_line, long_line

TODAY = date(2026, 3, 12)
ROLE = N_("Officer at the destination")


_WAGE = m.LawRef("QAT.minimum_wage.basic", N_("Minimum wage in Qatar"), "/law/")


def _findings() -> list[m.FindingView]:
    owed = Money(37000, "QAR")
    month = date(2026, 2, 1)
    return [
        m.FindingView(
            "breach",
            sentence(N_("Your employer still owes you {amount}."), amount=owed),
            N_("The contract says 1,200 riyals a month. 830 riyals were paid."),
            amount=owed,
            law=[_WAGE],
            todo=N_("Ask your employer for the rest. If nothing comes in a week, call us."),
            action=m.Link(N_("Say that it was paid"), "#", plain=True),
        ),
        m.FindingView(
            "ok",
            sentence(N_("The wage for {day} was paid in full and on time."), day=month),
            law=[_WAGE],
        ),
        m.FindingView(
            "unknown",
            N_("Nobody has said yet whether you paid for your job."),
            todo=N_("You can answer after you arrive. Your employer never sees your answer."),
        ),
    ]


def _comparison() -> m.ComparisonView:
    return m.ComparisonView(
        "worse",
        [
            m.ClauseRow(
                N_("Basic wage"),
                "worse",
                Money(120000, "QAR"),
                Money(83000, "QAR"),
                Money(37000, "QAR"),
                Money(888000, "QAR"),
                [_WAGE],
            ),
            m.ClauseRow(N_("Hours a week"), "same", 48, 48),
            m.ClauseRow(N_("Rest days a week"), "better", 1, 2),
            m.ClauseRow(N_("Occupation"), "changed", "9313", "9121"),
            m.ClauseRow(N_("Food"), "unknown", N_("in kind"), None),
        ],
        per_month=Money(37000, "QAR"),
        over_term=Money(888000, "QAR"),
        gains=Money(5000, "QAR"),
        months=24,
        action=m.Link(N_("Open a case"), "#"),
    )


def _lights() -> list[m.Light]:
    return [
        m.Light(N_("Employer verified"), "ok", N_("Labour ministry"), date(2026, 1, 5)),
        m.Light(
            N_("Contract matches order and visa"),
            "breach",
            N_("The visa names another employer."),
        ),
        m.Light(N_("Worker understood"), "ok", N_("Five of five questions"), date(2026, 1, 20)),
        m.Light(
            N_("Recruitment costs borne by employer"),
            "unknown",
            N_("The worker is asked after she has arrived."),
        ),
    ]


def _law() -> m.LawValueView:
    source = m.Source(
        N_("Law No. 17 of 2020, Article 2"), "https://www.almeezan.qa/", N_("Official gazette")
    )
    return m.LawValueView(
        "QAT.minimum_wage.basic",
        N_("Minimum wage in Qatar"),
        Money(100000, "QAR"),
        N_("a month"),
        N_("In force"),
        N_("No worker may be paid less than this as a basic wage."),
        sources=[source],
        timeline=[
            m.LawEntry(Money(75000, "QAR"), date(2017, 11, 1), date(2021, 3, 19), "past"),
            m.LawEntry(Money(100000, "QAR"), date(2021, 3, 20), None, "in_force", [source]),
            m.LawEntry(Money(110000, "QAR"), date(2027, 1, 1), None, "announced"),
        ],
        conflicts=[N_("Two sources name different days on which the first value began.")],
    )


def _clocks() -> list[m.CaseClock]:
    title, office = N_("Answer the appeal"), N_("Foreign employment office")
    expires = N_("The contract stays valid. The office is reported as late.")
    return [
        m.CaseClock(title, date(2026, 3, 9), TODAY, office, expires),
        m.CaseClock(title, date(2026, 3, 13), TODAY, office),
        m.CaseClock(title, date(2026, 4, 2), TODAY, office),
        m.CaseClock(title, None, TODAY, office),
    ]


def _queue() -> m.Queue:
    clocks = _clocks()
    marks = [
        journey_line("dddbaaaaaaa"),
        journey_line("ddddddnaaaa"),
        journey_line("dddddduuaaa"),
        journey_line("dddddddddnn"),
    ]
    workers = ("Sita Tamang", "Maria Reyes", "Bikash Rai", "Anita Gurung")
    lights = ("breach", "unknown", "ok", "ok")
    return m.Queue(
        N_("Cases to decide"),
        [
            m.Column("worker", N_("Worker")),
            m.Column("line", N_("Journey"), sortable=False),
            m.Column("wage", N_("Wage"), number=True),
            m.Column("contract", N_("Contract")),
            m.Column("due", N_("Due")),
        ],
        [
            m.Row([worker, mark, Money(120000, "QAR"), m.Status(light), clock], "#", clock.state)
            for worker, mark, light, clock in zip(workers, marks, lights, clocks, strict=True)
        ],
        filters=[m.Filter("state", N_("State"), [("late", N_("Late")), ("ok", N_("In order"))])],
        query={"state": "", "q": ""},
        sort="due",
        search="",
        saved=[m.Link(N_("All cases"), "#"), m.Link(N_("Late cases"), "#")],
        pages=m.Pages(3, 12),
        total=231,
    )


def _words() -> dict[str, Any]:
    return {
        "amounts": [
            Money(120000, "QAR"),
            Money(123456, "NPR"),
            Money(1595, "EUR"),
            Money(2500050, "PHP"),
            Money(123456, "JPY"),
        ],
        "caller": m.Caller(
            N_("Worker help line"),
            "+977 1 441 0000",
            N_("Every day, 8 to 20"),
            N_("Nepali, English"),
        ),
        "tasks": [
            m.Task(N_("Hear the offer explained"), "done", "#"),
            m.Task(N_("Answer five questions"), "now", "#", N_("This takes about ten minutes.")),
            m.Task(N_("Keep a paper copy"), "blocked"),
            m.Task(N_("Contract registered"), "waiting", hint=N_("Labour ministry")),
            m.Task(N_("Visa recorded"), "unknown"),
        ],
        "answers": [
            m.Answer(N_("Name"), "Sita Tamang", "#"),
            m.Answer(N_("Basic wage"), Money(120000, "QAR"), "#"),
            m.Answer(N_("Start"), date(2026, 4, 1), "#"),
            m.Answer(N_("Food"), None, "#"),
        ],
        "evidence": [
            m.Evidence(
                N_("Contract, Arabic version"),
                N_("Contract"),
                N_("Employer"),
                date(2026, 1, 9),
                "#",
            ),
            m.Evidence(
                N_("Visa"),
                N_("Scan"),
                N_("Agency"),
                date(2026, 2, 1),
                "#",
                N_("Another employer is named."),
            ),
        ],
    }


def _results() -> dict[str, Any]:
    download = m.Link(N_("Download the figures (CSV)"), "#")
    return {
        "uploads": [
            m.UploadResult(
                "wages-2026-02.csv",
                214,
                [
                    m.RowError(
                        3,
                        "amount",
                        N_("Write the amount with a point and two decimals."),
                        "1.200,00",
                    ),
                    m.RowError(
                        17, "worker_id", N_("Nobody with this number works here."), "W-00981"
                    ),
                ],
                2,
                "#",
            ),
            m.UploadResult(
                "wages-2026-02.csv",
                214,
                commit=m.Link(N_("Take over 214 rows"), "#", post=True),
                total=Money(25680000, "QAR"),
            ),
        ],
        "charts": [
            Chart(
                N_("What workers paid for their jobs"),
                [
                    Point(N_("Construction"), 128000, Money(12800000, "NPR"), 119000, 140000),
                    Point(N_("Domestic work"), 54000, Money(5400000, "NPR"), 41000, 70000),
                    Point(N_("Security"), None),
                ],
                label_name=N_("Occupation"),
                value_name=N_("Middle amount"),
                source=N_("Answers after arrival, 2026"),
                download=download,
            ),
            Chart(
                N_("Wages paid on time"),
                [
                    Point(N_("January"), 91, "91 %"),
                    Point(N_("February"), 94, "94 %"),
                    Point(N_("March"), 88, "88 %"),
                    Point(N_("April"), 96, "96 %"),
                ],
                kind="line",
                label_name=N_("Month"),
                value_name=N_("Share"),
            ),
        ],
        "figure": m.Figure(
            12480,
            N_("contracts were registered on both sides"),
            "2026",
            N_("Counted, not estimated."),
            N_("Register of contracts"),
            download,
        ),
    }


def _tokens() -> list[m.Token]:
    rows = [
        (N_("Worker"), "Sita Tamang"),
        (N_("Employer"), "Al Rayyan Hospitality W.L.L."),
        (N_("Valid until"), date(2026, 5, 1)),
    ]
    code = "K7QM-3XPD"
    return [
        m.Token(
            N_("Clearance pass"),
            code,
            f"https://example.org/verify/{code}",
            rows,
            "#",
            "ok",
            N_("Genuine"),
        ),
        m.Token(
            N_("Clearance pass"),
            code,
            f"https://example.org/verify/{code}",
            rows[:1],
            "",
            "breach",
            N_("Forged or altered"),
        ),
    ]


class Question(forms.Form):
    """One question with its possible mistakes."""

    loan = forms.ChoiceField(
        label=gettext_lazy("Did you borrow money to get this job?"),
        help_text=gettext_lazy("Your employer and your agency never see your answer."),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
            ("later", gettext_lazy("I do not want to say")),
        ],
        widget=forms.RadioSelect,
    )


class Details(forms.Form):
    """A longer form, as officers and agencies fill in."""

    name = forms.CharField(
        label=gettext_lazy("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    wage = forms.DecimalField(
        label=gettext_lazy("Basic wage"),
        help_text=gettext_lazy("In riyals a month, such as 1200.00"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    start = forms.DateField(
        label=gettext_lazy("Start"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read the contract to the worker"))


def everything() -> dict[str, Any]:
    """The context of the gallery page."""
    return {
        "lines": [
            journey_line("ddddddnaaaa"),
            journey_line("dddddbaaaaa"),
            journey_line("ddsddduuaaa"),
        ],
        "long_line": long_line(),
        "findings": _findings(),
        "comparison": _comparison(),
        "lights": _lights(),
        "tokens": _tokens(),
        "law": _law(),
        "unknown_law": m.LawValueView(
            "QAT.minimum_wage.food",
            N_("Food allowance in Qatar"),
            None,
            reason=N_("The source gives only the month, and your date lies in it."),
        ),
        "clocks": _clocks(),
        "queue": _queue(),
        "empty_queue": m.Queue(
            N_("Cases to decide"),
            [],
            [],
            empty=m.EmptyState(
                N_("No case is waiting for you."),
                N_("A case appears here when an agency asks for a clearance."),
                m.Link(N_("See decided cases"), "#", plain=True),
            ),
        ),
        "personas": [
            m.Persona(
                "Sita Tamang",
                N_("Worker"),
                N_("Hears her contract, answers, signs last."),
                m.Link(N_("Walk as Sita"), "#"),
            ),
            m.Persona(
                "Rashid Al Kuwari",
                N_("Employer"),
                N_("Files the job order and signs first."),
                m.Link(N_("Walk as Rashid"), "#"),
            ),
            m.Persona(
                "Kamala Shrestha",
                N_("Labour attaché"),
                N_("Attests the job order."),
                m.Link(N_("Walk as Kamala"), "#"),
            ),
        ],
        "uncertain": N_("The other state takes no part. Its answer is unknown."),
        "details": Details({"name": "", "wage": "12oo"}),
        "fresh": Details(),
        **_words(),
        **_results(),
    }
