"""Public addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.public import (
    agencies,
    applying,
    corridor_views,
    ending,
    figures,
    jobs,
    journey,
    law_views,
    log,
    offline,
    verify,
    views,
    witness,
)

app_name = "public"

urlpatterns = [
    path("", views.front, name="front"),
    path("journey/", journey.journey, name="journey"),
    path("demo/clock/", journey.move_clock, name="clock"),
    path("demo/reset/", journey.start_again, name="reset"),
    path("help/", views.help_page, name="help"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("jobs/", jobs.board, name="jobs"),
    path("jobs/<str:order_id>/", jobs.detail, name="job"),
    path("jobs/<str:order_id>/apply/", applying.apply, name="apply"),
    path("agencies/", agencies.register, name="agencies"),
    path("agencies/<str:agency_id>/", agencies.agency, name="agency"),
    path("end-of-service/", ending.end_of_service, name="end-of-service"),
    path("figures/wages/", figures.wages, name="wage-figures"),
    path("figures/wages/<str:country>.csv", figures.wages_csv, name="wage-figures-csv"),
    path("verify/", verify.verify, name="verify"),
    path("verify/keys/", verify.keys, name="issuer-keys"),
    path("verify/corridor-verifier.html", offline.verifier, name="verifier"),
    path("revoked.txt", offline.revoked, name="revoked"),
    path("log/", log.log, name="log"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/policy.json", log.policy, name="log-policy"),
    path("log/entry/<int:index>/", log.entry, name="log-entry"),
    path("log/entry/<int:index>/proof", log.proof, name="log-proof"),
    path("witness/add-checkpoint", witness.add_checkpoint, name="witness"),
    path("law/", law_views.law_list, name="law"),
    path("law/corridors/", corridor_views.corridor_list, name="corridors"),
    path("law/corridors/<str:corridor_id>/", corridor_views.corridor, name="corridor"),
    path("law/<str:value_id>/", law_views.law_value, name="law-value"),
    path("schemas/", views.schemas, name="schemas"),
    path("schemas/<str:name>/", views.schema, name="schema"),
]
