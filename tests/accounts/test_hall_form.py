"""The one-time key of every form that changes something."""

import re

import pytest
from django.utils import translation

from accounts.forms.base import HallForm

KEY = "0b8bd2a7-5e1c-4a56-9e4b-1e7c3d6f0001"
VALUE = re.compile(r'value="([^"]+)"')


def key_on_page(form: HallForm) -> str:
    return VALUE.search(str(form["submission_key"])).group(1)


@pytest.mark.parametrize("sent", [{}, {"submission_key": ""}, {"submission_key": "\x00x"}])
def test_a_page_that_lost_its_key_is_refused_and_can_be_sent_again(sent):
    refused = HallForm(sent)
    with translation.override("en"):
        assert list(refused.errors["submission_key"]) == [
            "This page is too old to be sent. What you wrote stands here: please send it once more."
        ]
    assert HallForm({"submission_key": key_on_page(refused)}).is_valid()


def test_a_key_that_was_sent_stays():
    assert key_on_page(HallForm({"submission_key": KEY})) == KEY
