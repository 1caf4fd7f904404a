"""Addresses under /accounts/ whose proof needs the record: the card."""

from django.urls import path

from insurance.views.public.doors import ActivationView, LoginView, ResetView

urlpatterns = [
    path("login/", LoginView.as_view()),
    path("activate/", ActivationView.as_view()),
    path("password/reset/", ResetView.as_view()),
]
