"""One table in work, and the steps it takes: protection, review, the calendar, and back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.core.text import N_
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Status
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.cells import SHOWN, before_and_after
from corridor.doors.web.observatory.labels import Labels
from corridor.doors.web.observatory.mirrored import mirrored
from corridor.doors.web.observatory.shared import (
    HOME,
    STATES,
    address,
    own_page,
    page,
    posted,
)
from corridor.doors.web.shared.addresses import only
from corridor.governance.observatory import actions, queries
from corridor.governance.observatory.queries import Work
from corridor.platform.access.actor import Actor


@require_safe
@own_page
def work(request: HttpRequest, table: str) -> HttpResponse:
    """One table: its cells before and after protection, and the next step."""
    only(request)
    by = actor_of(request)
    found, raw = queries.table_of(table, by)
    guarded = queries.protection_of(found.protection.id, by)[1] if found.protection else None
    labels = Labels(found.table.definition)
    protection = found.protection
    context = {
        "work": found,
        "state": Status(*STATES[found.state]),
        "title": labels.text("title"),
        "cells": before_and_after(raw, guarded, labels),
        "mirrored": mirrored(raw, labels),
        "more": max(raw.frame.height - SHOWN, 0),
        "protection": protection,
        "reviews": protection.reviews.order_by("-pk") if protection else (),
        "release": found.release,
        "own": _own(found, by),
        "back_url": HOME,
    }
    return render(request, "web/observatory/work.html", context)


def _own(found: Work, by: Actor) -> bool:
    """Whether the reader prepared this release, and so cannot approve it."""
    if found.release is None or found.protection is None:
        return False
    return by.person in {found.release.officer, found.protection.officer}


@own_page
def protect(request: HttpRequest, table: str) -> HttpResponse:
    """Protect a table and attack it."""
    found, _ = queries.table_of(table, actor_of(request))
    return page(
        request,
        forms.ProtectForm(*posted(request)),
        actions.protect,
        title=N_("Protect this table"),
        lead=N_(
            "Cells about few people are withheld, and as many others as it takes to hide them. Then"
            " the table is attacked with everything that was ever published."
        ),
        button=N_("Protect it"),
        back=address(found.table),
        done=lambda row: address(found.table),
        table=table,
    )


@own_page
def review(request: HttpRequest, protection: str) -> HttpResponse:
    """Say whether what is withheld will do."""
    row, _ = queries.protection_of(protection, actor_of(request))
    return page(
        request,
        forms.ReviewForm(*posted(request)),
        actions.review,
        title=N_("Review what is held back"),
        button=N_("Record the review"),
        back=address(row.table),
        done=lambda made: address(row.table),
        protection=protection,
    )


@own_page
def announce(request: HttpRequest, protection: str) -> HttpResponse:
    """Put the table on the calendar."""
    row, _ = queries.protection_of(protection, actor_of(request))
    return page(
        request,
        forms.MinuteForm(*posted(request)),
        actions.announce,
        title=N_("Announce the release"),
        lead=N_("From now on everybody reads on the calendar that it comes, and when."),
        button=N_("Announce it"),
        back=address(row.table),
        done=lambda made: address(row.table),
        protection=protection,
    )


@own_page
def withdraw(request: HttpRequest, release: str) -> HttpResponse:
    """Take it off the calendar."""
    back = _back(release, actor_of(request))
    return page(
        request,
        forms.ReasonForm(*posted(request)),
        actions.withdraw,
        title=N_("Withdraw this release"),
        button=N_("Withdraw it"),
        danger=True,
        back=back,
        done=lambda made: back,
        release=release,
    )


@own_page
def retract(request: HttpRequest, indicator: str) -> HttpResponse:
    """Take a published table back."""
    queries.entry(indicator, by=actor_of(request))
    return page(
        request,
        forms.MinuteForm(*posted(request)),
        actions.retract,
        title=N_("Take a published table back"),
        lead=N_("What was published stays, marked as taken back. A second person approves this."),
        button=N_("Announce that it is taken back"),
        danger=True,
        back=HOME,
        done=lambda made: HOME,
        indicator=indicator,
    )


def _back(release: str, by: Actor) -> str:
    row = queries.release_of(release, by)
    own = row.protection is not None and row.office_id == by.organisation
    return address(row.protection.table) if own and row.protection else HOME
