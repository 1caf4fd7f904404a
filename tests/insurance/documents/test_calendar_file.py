"""The calendar file as calendar programs read it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.documents.calendar_file import CalendarDayEvent, calendar_file, folded
from tests.insurance.documents.calendar_reading import events, unfolded

AT = datetime(2026, 9, 10, 9, 30, tzinfo=timezone(timedelta(hours=8)))
DAY = CalendarDayEvent(
    "a@hall", date(2026, 9, 28), date(2026, 9, 28), "申报截止", "从25日顺延", "https://hall.example/x"
)


def file_of(*given_events) -> bytes:
    return calendar_file(given_events, name="单位日历", made_at=AT)


def test_a_whole_day_ends_on_the_next_and_has_no_time_zone():
    [found] = events(file_of(DAY))
    assert found["DTSTART;VALUE=DATE"] == "20260928"
    assert found["DTEND;VALUE=DATE"] == "20260929"
    assert found["DTSTAMP"] == "20260910T013000Z"
    assert "TZID" not in file_of(DAY).decode()


def test_several_days_are_one_event():
    [found] = events(file_of(CalendarDayEvent("b", date(2026, 10, 1), date(2026, 10, 7), "国庆节", "")))
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20261001", "20261008")


def test_a_deadline_reminds_the_day_before():
    lines = unfolded(file_of(CalendarDayEvent("c", date(2026, 9, 28), date(2026, 9, 28), "x", "y", is_deadline=True)))
    assert lines[lines.index("BEGIN:VALARM") : lines.index("END:VALARM")][-1] == "TRIGGER:-P1D"
    assert "BEGIN:VALARM" not in unfolded(file_of(DAY))


def test_the_frame_says_what_it_is():
    lines = unfolded(file_of())
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert any(line.startswith("PRODID:") for line in lines)


@pytest.mark.parametrize("text", ["a,b;c\\d", "两行\n第二行", "x\r\ny", "END:VEVENT\r\nBEGIN:VEVENT", "，；\\n"])
def test_marks_and_line_breaks_stay_text(text):
    [found] = events(file_of(CalendarDayEvent("d", date(2026, 1, 1), date(2026, 1, 1), text, text)))
    assert found["SUMMARY"] == found["DESCRIPTION"] == text.replace("\r\n", "\n")


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_every_line_is_short_and_unfolds_to_itself(text):
    assert unfolded(folded(f"X:{text}")) == [f"X:{text}"]


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\x85\u2028\u2029"), max_size=200
    )
)
def test_every_text_comes_back(text):
    [found] = events(file_of(CalendarDayEvent("e", date(2026, 1, 1), date(2026, 1, 1), text, "")))
    assert found["SUMMARY"] == text


def test_the_time_of_making_is_utc():
    assert AT.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") in file_of(DAY).decode()
