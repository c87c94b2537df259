"""The administrator's addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.admin import grants, operations, views

app_name = "admin-desk"

urlpatterns = [
    path("", views.people, name="people"),
    path("people/new/", views.new_person, name="new-person"),
    path("people/<str:person>/", views.person, name="person"),
    path("people/<str:person>/role/", grants.grant, name="grant"),
    path("people/<str:person>/account/", grants.open_account, name="account"),
    path("people/<str:person>/key/", grants.token_shown, name="token-shown"),
    path("roles/<str:membership>/end/", grants.end, name="end-role"),
    path("roles/<str:membership>/key/", grants.issue_token, name="issue-token"),
    path("keys/<str:token>/end/", grants.end_token, name="end-token"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.new_organisation, name="new-organisation"),
    path("changes/", views.changes, name="changes"),
    path("operations/", operations.operations, name="operations"),
    path("clock/", views.clock, name="clock"),
]
