"""The demo's statistics: an invented survey, invented prices, and the node's own register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from typing import Any

from corridor.doors.demo.stage import Stage, days_ago
from corridor.governance.observatory import actions
from corridor.governance.observatory.models import Table
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.clock import queries as clock

INVENTED = "Invented for the demo. No real person or country is described."
SURVEY: dict[str, Any] = {
    "title": {
        "en": "Migrant workers from a survey",
        "ar": "العمال المهاجرون بحسب مسح",
        "ne": "सर्वेक्षणअनुसार आप्रवासी कामदार",
        "fr": "Travailleurs migrants d’après une enquête",
    },
    "definition": {
        "en": "Persons of working age who work in another country than their own.",
        "ar": "أشخاص في سن العمل يعملون في بلد غير بلدهم.",
        "ne": "आफ्नो देशभन्दा अर्को देशमा काम गर्ने, काम गर्ने उमेरका व्यक्ति।",
        "fr": "Personnes en âge de travailler qui travaillent dans un autre pays que le leur.",
    },
    "rule": {
        "en": "A person counts once, in the country where she worked last in the week asked about.",
        "ar": "يُعدّ كل شخص مرة واحدة، في البلد الذي عمل فيه أخيرًا في الأسبوع المسؤول عنه.",
        "ne": "एक व्यक्ति एक पटक मात्र गनिन्छ, सोधिएको हप्तामा अन्तिम पटक काम गरेको देशमा।",
        "fr": "Une personne compte une fois, dans le pays où elle a travaillé en dernier.",
    },
    "absent": {
        "en": "Whoever lives in a camp or in the household of an employer was not asked.",
        "ar": "لم يُسأل من يسكن في مخيم عمال أو في منزل صاحب العمل.",
        "ne": "कामदार शिविर वा रोजगारदाताको घरमा बस्नेलाई सोधिएको छैन।",
        "fr": "Qui vit dans un camp ou chez son employeur n’a pas été interrogé.",
    },
    "note": {"en": INVENTED},
    "unit": "person",
    "version": "1.0",
    "standard": "20th ICLS (2018), guidelines on statistics of international labour migration",
}
PRICES: dict[str, Any] = {
    "title": {
        "en": "What it costs to send 200 dollars home",
        "ar": "كلفة إرسال 200 دولار إلى الوطن",
        "ne": "घरमा २०० डलर पठाउन लाग्ने खर्च",
        "fr": "Ce que coûte l’envoi de 200 dollars",
    },
    "definition": {
        "en": "Fee and exchange-rate margin, in percent of 200 US dollars sent.",
        "ar": "الرسم وهامش سعر الصرف، نسبةً مئوية من 200 دولار أمريكي مُرسلة.",
        "ne": "शुल्क र विनिमय दरको अन्तर, पठाइएको २०० अमेरिकी डलरको प्रतिशतमा।",
        "fr": "Frais et marge de change, en pour cent de 200 dollars envoyés.",
    },
    "rule": {
        "en": "The simple average over the services of a corridor in a quarter.",
        "ar": "المتوسط البسيط لخدمات الممر في ربع السنة.",
        "ne": "एक त्रैमासमा कोरिडोरका सेवाहरूको साधारण औसत।",
        "fr": "La moyenne simple des services d’un corridor en un trimestre.",
    },
    "absent": {
        "en": "Money that travels in pockets.",
        "ar": "المال الذي يُحمل في الجيوب.",
        "ne": "खल्तीमा बोकेर लगिएको पैसा।",
        "fr": "L’argent qui voyage dans les poches.",
    },
    "note": {"en": INVENTED},
    "unit": "percent",
    "version": "1.0",
    "standard": "SDG indicator 10.c.1; targets 3 % on average and 5 % in every corridor",
    "options": {"targets": [3, 5]},
}
_ORIGINS = {"NPL": 60, "PHL": 44, "BGD": 52, "IND": 38}
_PLACES = {"QAT": 9, "SAU": 14, "ARE": 11, "KWT": 5, "MYS": 6}
_SEXES = {"F": 3, "M": 7}
_RATIO = 950


def observed(stage: Stage) -> None:
    """Two releases and a revision are out, one is announced, and a table waits on the desk."""
    first, second = stage.actor("statistician"), stage.actor("second_statistician")
    with days_ago(60):
        stock = _table(first, "migrant-workers", SURVEY, survey(), "survey")
    _release(first, second, stock, 58, {"threshold": 10})
    for day, raised, reason in ((50, 0.0, ""), (20, 0.1, "Two services were added late.")):
        with days_ago(day):
            costs = _table(first, "remittance-cost", PRICES, prices(raised), "published")
        _release(first, second, costs, day - 2, {"method": "open"}, reason)
    with days_ago(1):
        actions.count_register(by=first, name="clearances")
        contracts = actions.count_register(by=first, name="contracts")
        made = actions.protect(by=first, table=contracts.id, rules_of_release={"threshold": 3})
        actions.review(by=first, protection=made.id, accepted=True, words="Little remains to hide.")
        at = (clock.now() + timedelta(days=4)).replace(hour=9, minute=0, second=0, microsecond=0)
        actions.announce(by=first, protection=made.id, at=at)


def _table(
    by: Actor, indicator: str, definition: Mapping[str, Any], rows: list[str], kind: str
) -> Table:
    text = "\n".join(rows) + "\n"
    source = actions.add_source(
        by=by,
        kind=kind,
        title=definition["title"]["en"],
        sha256=sha256(f"{INVENTED} {text}".encode()).hexdigest(),
        licence=INVENTED,
        period="2025",
        rows=len(rows) - 1,
    )
    return actions.draft(
        by=by, indicator=indicator, definition=dict(definition), table=text, sources=[source.id]
    )


def _release(
    first: Actor,
    second: Actor,
    table: Table,
    day: int,
    rules: dict[str, Any],
    reason: str = "",
) -> None:
    """Protected, reviewed and announced by one; approved by the other; out two days later."""
    with days_ago(day):
        made = actions.protect(by=first, table=table.id, rules_of_release=rules)
        actions.review(by=first, protection=made.id, accepted=True, words="It may go out.")
        at = _minute(clock.now() + timedelta(days=2))
        release = actions.announce(by=first, protection=made.id, at=at, reason=reason)
        actions.approve(by=second, release=release.id)
    with days_ago(day - 2):
        actions.publish(by=SYSTEM, release=release.id)


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def survey() -> list[str]:
    """Estimates with their errors by origin, country of work and sex, totals included."""
    asked = {
        (origin, place, sex): _ORIGINS[origin] * _PLACES[place] * _SEXES[sex] // 60
        for origin, place, sex in product(_ORIGINS, _PLACES, _SEXES)
    }
    asked["IND", "KWT", "F"] = 4
    rows = ["origin,destination,sex,time,measure,value,n,se,low,high,cv,quality"]
    wholes = (["_T", *_ORIGINS], ["_T", *_PLACES], ["_T", *_SEXES])
    for cell in product(*wholes):
        n = sum(count for key, count in asked.items() if _within(key, cell))
        rows.append(",".join([*cell, "2025", "imw.stock@1.0", *_estimate(n)]))
    return rows


def _within(key: tuple[str, ...], cell: tuple[str, ...]) -> bool:
    return all(code in {"_T", own} for own, code in zip(key, cell, strict=True))


def _estimate(n: int) -> Iterator[str]:
    """An invented estimate that rests on ``n`` persons asked: the fewer, the less sure."""
    value, error = n * _RATIO, round(n**0.5 * _RATIO * 1.3)
    share = 100 * error / value
    quality = "reliable" if share < 16.5 and n >= 30 else "with_care"
    yield from (str(value), str(n), str(error))
    yield from (str(max(value - 2 * error, 0)), str(value + 2 * error))
    yield from (f"{share:.1f}", "unreliable" if share >= 33.3 else quality)


def prices(raised: float) -> list[str]:
    """Three years of quarters, slowly falling, by corridor."""
    starts = {("QAT", "NPL"): 5.4, ("MYS", "NPL"): 6.3, ("DEU", "PHL"): 6.9, ("ARE", "IND"): 4.4}
    rows = ["sender,receiver,time,measure,value"]
    for ((sender, receiver), start), step in product(starts.items(), range(12)):
        wave = (0.0, 0.12, -0.08, 0.05)[step % 4]
        value = start - 0.19 * step + wave + raised
        rows.append(f"{sender},{receiver},{2023 + step // 4}-Q{step % 4 + 1},cost@1.0,{value:.2f}")
    return rows
