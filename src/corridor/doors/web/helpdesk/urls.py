"""Addresses of the help desk, below ``/desk-help/``."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.helpdesk import views

app_name = "helpdesk"

urlpatterns = [
    path("", views.queue, name="home"),
    path("find/", views.find, name="find"),
    path("register/", views.register, name="register"),
    path("stop/", views.stop, name="stop"),
    path("person/<str:person>/", views.person, name="person"),
    path("counselling/<str:counselling>/", views.counselling, name="counselling"),
]
