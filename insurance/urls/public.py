"""Addresses for everybody that need rules and policy."""

from django.urls import path

from insurance.views.public.calculator import CalculatorView
from insurance.views.public.lookup import LookupView
from insurance.views.public.payment_messages import PaymentMessageView
from insurance.views.public.verify import VerifyView

urlpatterns = [
    path("calculator/", CalculatorView.as_view()),
    path("payments/notify/<slug:channel>/", PaymentMessageView.as_view()),
    path("payments/lookup/", LookupView.as_view()),
    path("verify/", VerifyView.as_view()),
    path("verify/<slug:number>/", VerifyView.as_view()),
]
