"""How this system stands, on one screen: what is in order, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from corridor.core.text import N_, sentence
from corridor.doors.web.components.models import Status
from corridor.doors.web.handle import for_roles
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Role
from corridor.platform.operations import queries
from corridor.platform.operations.queries import Vitals

_FINE = Status("ok")
_UNSURE = Status("unknown")
_WRONG = Status("breach")
_SOON = Status("late", N_("Look at this"))
_LEAST_FREE = 10  # percent
_BACKUP_AGE, _DRILL_AGE = timedelta(hours=26), timedelta(days=35)
_MIB = 1_048_576


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is looked at: its name, how it stands, a sentence, what to do."""

    name: Text
    status: Status
    says: Text
    todo: Text = ""


@never_cache
@require_safe
@for_roles(Role.ADMIN)
def operations(request: HttpRequest) -> HttpResponse:
    """What is late, full, old or refused. Loading it again looks again."""
    only(request)
    lines = standing(queries.vitals(), datetime.now(UTC))
    wrong = [line for line in lines if line.status is not _FINE]
    context = {"lines": lines, "wrong": len(wrong), "looked": len(lines)}
    return render(request, "web/admin/operations.html", context)


def standing(now: Vitals, moment: datetime) -> list[Line]:
    """Every line, what needs somebody first."""
    lines = [
        _writing(now),
        _databases(now),
        _jobs(now),
        _failed(now),
        _disk(now),
        _backup(now, moment),
        _drill(now, moment),
        _log(now),
        _refused(now),
    ]
    return sorted(lines, key=lambda line: line.status is _FINE)


def _writing(now: Vitals) -> Line:
    name = N_("Storing")
    if now.read_only_since is None:
        return Line(name, _FINE, N_("New records are stored."))
    return Line(
        name,
        _WRONG,
        N_("The disk is full. Everything can be read, nothing new can be stored."),
        N_("Make room on the disk. The system tries by itself every few seconds."),
    )


def _databases(now: Vitals) -> Line:
    name = N_("Databases")
    if not all(now.databases.values()):
        todo = N_("Look whether the database server runs.")
        return Line(name, _WRONG, N_("A database does not answer."), todo)
    if now.guards_missing:
        says = sentence(N_("Tables without guard: {names}."), names=", ".join(now.guards_missing))
        todo = N_("Run “corridor node migrate”, and find out who removed it.")
        return Line(name, _WRONG, says, todo)
    says = sentence(N_("Both answer, {size} MiB together."), size=sum(now.sizes.values()) // _MIB)
    return Line(name, _FINE, says)


def _jobs(now: Vitals) -> Line:
    name = N_("Work in the background")
    if now.jobs is None:
        return Line(name, _UNSURE, N_("Nobody could be asked."))
    if queries.late(now):
        minutes = now.jobs.lag_seconds // 60
        says = sentence(
            N_("The oldest work has been waiting for {minutes} minutes."), minutes=minutes
        )
        return Line(name, _WRONG, says, N_("Look whether the job worker runs."))
    return Line(name, _FINE, sentence(N_("{waiting} wait, none late."), waiting=now.jobs.waiting))


def _failed(now: Vitals) -> Line:
    name = N_("Work that failed for good")
    if now.jobs is None:
        return Line(name, _UNSURE, N_("Nobody could be asked."))
    if now.jobs.failed == 0:
        return Line(name, _FINE, N_("None."))
    says = sentence(N_("{failed} did not succeed after every try."), failed=now.jobs.failed)
    return Line(name, _SOON, says, N_("Ask the operator: the queue says where in the code."))


def _disk(now: Vitals) -> Line:
    name = N_("Room on the disk")
    if now.disk is None:
        return Line(name, _UNSURE, N_("The disk could not be asked."))
    says = sentence(
        N_("{free} MiB free, {percent} % of it."),
        free=now.disk.free // _MIB,
        percent=now.disk.percent_free,
    )
    if now.disk.percent_free < _LEAST_FREE:
        return Line(name, _SOON, says, N_("Make room before it is full."))
    return Line(name, _FINE, says)


def _backup(now: Vitals, moment: datetime) -> Line:
    name = N_("Last backup")
    todo = N_("Run “corridor node backup” every night.")
    if now.backup is None:
        return Line(name, _WRONG, N_("None was made yet."), todo)
    return _dated(name, now.backup, moment - now.backup > _BACKUP_AGE, todo)


def _drill(now: Vitals, moment: datetime) -> Line:
    name = N_("Last proof that a backup can be restored")
    todo = N_("Run “corridor drill restore”.")
    if now.drill is None:
        return Line(name, _SOON, N_("None was made yet."), todo)
    if not now.drill_passed:
        says = sentence(N_("It did not pass on {day}."), day=now.drill.date())
        return Line(name, _WRONG, says, N_("Run “corridor drill restore” and read what it says."))
    return _dated(name, now.drill, moment - now.drill > _DRILL_AGE, todo)


def _dated(name: Text, at: datetime, old: bool, todo: Text) -> Line:
    says = sentence(N_("{day}, {time} UTC."), day=at.date(), time=f"{at.astimezone(UTC):%H:%M}")
    return Line(name, _SOON, says, todo) if old else Line(name, _FINE, says)


def _log(now: Vitals) -> Line:
    name = N_("Transparency log")
    if now.log is None:
        return Line(name, _UNSURE, N_("Nobody could be asked."))
    if now.log.signed is None:
        says = sentence(N_("{size} entries, none signed for yet."), size=now.log.size)
        return Line(name, _SOON if now.log.size else _FINE, says)
    says = sentence(
        N_("{size} entries, last signed on {day}, {time} UTC."),
        size=now.log.size,
        day=now.log.signed.date(),
        time=f"{now.log.signed.astimezone(UTC):%H:%M}",
    )
    return Line(name, _FINE, says)


def _refused(now: Vitals) -> Line:
    name = N_("Turned away in the last hour")
    if not now.refused_lately:
        return Line(name, _FINE, N_("Nobody."))
    says = sentence(
        N_("{number} requests, because too many came at once."), number=now.refused_lately
    )
    return Line(name, _SOON, says, N_("If it lasts, give the system more room to work."))
