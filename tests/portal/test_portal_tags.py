"""Money, months, days and states as a person reads them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from insurance.rules.months import Month
from portal.templatetags import portal_tags as tags

SPRITE = Path("static") / tags.SPRITE


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (123456, "1,234.56"),
        (100000000, "1,000,000.00"),
        (-38600, "−386.00"),
        (-5, "−0.05"),
        (None, "—"),
    ],
)
def test_fen_are_written_as_yuan(fen, written):
    assert tags.yuan(fen) == written


def test_a_minus_is_the_sign_and_no_hyphen():
    assert "-" not in tags.yuan(-1) + tags.thousands(-1) + tags.percent(Decimal("-0.01"))


@pytest.mark.parametrize(("fen", "written"), [(123456, "1,234.56元"), (-5, "−0.05元"), (None, "—")])
def test_yuan_with_their_unit_in_chinese(chinese, fen, written):
    assert tags.yuan_unit(fen) == written


@pytest.mark.parametrize(("fen", "written"), [(123456, "¥1,234.56"), (-5, "−¥0.05"), (None, "—")])
def test_yuan_with_their_unit_in_english(english, fen, written):
    assert tags.yuan_unit(fen) == written


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (12345, "12,345"), (-1000, "−1,000"), (None, "—")])
def test_thousands(number, written):
    assert tags.thousands(number) == written


@pytest.mark.parametrize(
    ("rate", "written"),
    [("0.08", "8%"), ("0.0850", "8.5%"), ("0.0005", "0.05%"), ("1", "100%"), ("0", "0%"), ("0.100000", "10%")],
)
def test_percent_has_no_idle_zeros(rate, written):
    assert tags.percent(Decimal(rate)) == written


MONTHS = [Month(2026, 9), date(2026, 9, 30), "2026-09"]


@pytest.mark.parametrize("value", MONTHS)
def test_a_month_in_chinese(chinese, value):
    assert (tags.month(value), tags.month_short(value), tags.month_iso(value)) == ("2026年9月", "9月", "2026-09")


@pytest.mark.parametrize("value", MONTHS)
def test_a_month_in_english(english, value):
    assert (tags.month(value), tags.month_short(value), tags.month_iso(value)) == ("September 2026", "Sep", "2026-09")


def test_a_day_in_chinese(chinese):
    day = date(2026, 9, 30)
    assert tags.day(day) == "2026年9月30日（星期三）"
    assert tags.day_plain(day) == "2026年9月30日"
    assert tags.day_short(day) == "2026-09-30"


def test_a_day_in_english(english):
    day = date(2026, 9, 30)
    assert tags.day(day) == "Wednesday 30 September 2026"
    assert tags.day_plain(day) == "30 September 2026"
    assert tags.day_short(day) == "30 Sep 2026"


def test_a_week_begins_on_monday_and_ends_on_sunday(chinese):
    assert tags.day(date(2026, 11, 16)).endswith("（星期一）")
    assert tags.day(date(2026, 11, 22)).endswith("（星期日）")


def test_an_instant_is_written_in_the_time_of_shanghai(chinese):
    late = datetime(2026, 9, 30, 16, 5, tzinfo=UTC)
    assert tags.day_time(late) == "2026年10月1日 00:05"
    assert tags.day(late) == "2026年10月1日（星期四）"
    assert tags.time_iso(late) == "2026-10-01T00:05+08:00"


def test_an_instant_in_english(english):
    assert tags.day_time(datetime(2026, 9, 30, 6, 5, tzinfo=UTC)) == "30 September 2026, 14:05"


def test_an_instant_keeps_its_time_and_a_day_has_none(chinese):
    assert tags.day_or_time(datetime(2026, 9, 30, 6, 5, tzinfo=UTC)) == "2026年9月30日 14:05"
    assert tags.day_or_time(date(2026, 9, 30)) == "2026年9月30日"
    assert tags.time_iso(date(2026, 9, 30)) == "2026-09-30"


@pytest.mark.parametrize(
    "write", [tags.month, tags.month_short, tags.day, tags.day_plain, tags.day_short, tags.day_time]
)
def test_nothing_is_a_dash(write):
    assert write(None) == "—"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("379901199001010198", "379901********0198"),
        ("37990119900101019X", "379901********019X"),
        ("13812345678", "138****5678"),
        ("12345678", "****5678"),
        ("1234", "**34"),
        ("1", "*"),
        ("", "—"),
        (None, "—"),
    ],
)
def test_a_masked_number_shows_only_its_ends(number, shown):
    assert tags.masked(number) == shown


@pytest.mark.parametrize("length", range(1, 30))
def test_a_masked_number_keeps_its_length_and_hides_something(length):
    shown = tags.masked("7" * length)
    assert len(shown) == length
    assert "*" in shown


@pytest.mark.parametrize(
    ("name", "shown"), [("王小云", "王*云"), ("欧阳娜", "欧阳*"), ("李", "李"), ("", "—"), (None, "—")]
)
def test_a_masked_name(name, shown):
    assert tags.masked_name(name) == shown


def test_every_tone_has_a_shape_of_its_own():
    shapes = [tone.shape for tone in tags.TONES.values()]
    assert len(set(shapes)) == len(shapes)


def test_every_shape_is_in_the_sprite():
    drawn = SPRITE.read_text(encoding="utf-8")
    shapes = {tone.shape for tone in [*tags.TONES.values(), *tags.TONE_OF_STATE.values()]}
    assert [shape for shape in sorted(shapes) if f'id="{shape}"' not in drawn] == []


def test_an_unknown_state_is_an_error():
    with pytest.raises(KeyError):
        tags.tone_of("no such state")


def test_a_status_tag_says_its_word_beside_its_shape():
    drawn = Template('{% load portal_tags %}{% status_tag "returned" words %}').render(Context({"words": "<退回>"}))
    assert "tag-caution" in drawn
    assert "#exclamation-triangle-fill" in drawn
    assert "&lt;退回&gt;" in drawn


def test_a_breadcrumb_links_all_but_this_page(english):
    drawn = Template('{% load portal_tags %}{% breadcrumb "/me/" "Mine" "Here" %}').render(Context())
    assert '<a href="/me/">Mine</a>' in drawn
    assert '<li aria-current="page">Here</li>' in drawn


def test_a_table_with_a_row_that_does_not_fit_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        tags.data_table("Months", ["Month", ("Paid", "number")], [["2026-09"]])
