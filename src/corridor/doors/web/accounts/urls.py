"""Addresses of signing in and out."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path

from corridor.doors.web.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/phone/", views.SignInByPhone.as_view(), name="account_request_login_code"),
    path("sign-in/code/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/closed/", allauth_views.account_inactive, name="account_inactive"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("account/again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", views.password, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("demo/enter/", views.enter, name="demo_enter"),
]
