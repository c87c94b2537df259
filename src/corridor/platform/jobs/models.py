"""Leases on running jobs, and when each daily job last ran. The queue is django-tasks-db's."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """Who works on a job, until when, and how often it was tried.

    ``task`` is the id of the queue's row. ``worker`` is ``host:pid:start``; the lease is
    lost at ``until``, and with it the right to mark the job done.
    """

    task = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=120)
    attempts = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()


class Schedule(models.Model):
    """The last day, by the acts' clock, for which a daily job was enqueued."""

    name = models.CharField(primary_key=True, max_length=120)
    last_on = models.DateField()
