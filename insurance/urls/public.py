"""Addresses for everybody that need rules and policy."""

from django.urls import path

from insurance.views.public.calculator import CalculatorView

urlpatterns = [path("calculator/", CalculatorView.as_view())]
