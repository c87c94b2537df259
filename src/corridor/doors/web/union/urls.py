"""The union's addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.union import views

app_name = "union"

urlpatterns = [
    path("", views.cases, name="cases"),
    path("arrears/", views.arrears, name="arrears"),
    path("arrears.csv", views.arrears_table, name="arrears-table"),
    path("monitoring/<str:corridor>/", views.monitoring, name="monitoring"),
    path("papers/<str:paper>/", views.paper, name="paper"),
    path("<str:contract>/", views.case, name="case"),
    path("<str:contract>/wages/", views.wages, name="wages"),
    path("<str:contract>/present/", views.present, name="present"),
]
