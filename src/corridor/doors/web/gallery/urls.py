"""Addresses of the gallery; mounted at ``/gallery/`` in the demo only."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.gallery import views

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:layout>/", views.layout, name="gallery-layout"),
]
