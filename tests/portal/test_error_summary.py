"""The summary above a refused form: every sentence says which field it means, also far from it."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override


class TwoDays(forms.Form):
    begins = forms.DateField(label="First day")
    ends = forms.DateField(label="Last day")


def test_the_same_sentence_of_two_fields_names_each():
    form = TwoDays({"begins": "soon", "ends": "later"})
    with override("en"):
        summary = render_to_string("components/error_summary.html", {"form": form})
    assert summary.count("First day: ") == summary.count("Last day: ") == 1


def test_a_sentence_that_names_its_field_is_not_doubled():
    with override("en"):
        summary = render_to_string("components/error_summary.html", {"form": TwoDays({"begins": "2026-09-01"})})
    assert summary.count("Last day") == 1
