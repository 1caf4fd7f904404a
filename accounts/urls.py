"""Addresses under /accounts/; those that need to know a card are in insurance/urls/doors.py."""

from django.urls import path

from accounts.views import doors, inbox, opening, password, sessions

urlpatterns = [
    path("login/employer/", doors.OperatorLoginView.as_view()),
    path("logout/", doors.sign_out),
    path("activate/employer/", opening.OperatorActivationView.as_view()),
    path("password/", password.ChangePasswordView.as_view()),
    path("inbox/", inbox.InboxView.as_view()),
    path("sessions/", sessions.SessionsView.as_view()),
]
