"""Working days and limits, against the arrangements of 2025 and 2026."""

import csv
import tomllib
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.months import Month
from insurance.rules.workdays import WorkCalendar, calendar_from_tables

ROOT = Path(__file__).resolve().parents[3]
TABLES = tomllib.loads((ROOT / "insurance/data/calendar.toml").read_text(encoding="utf-8"))
CALENDAR = calendar_from_tables(TABLES)
EXAMPLES = list(csv.DictReader((ROOT / "insurance/data/examples/deadline.csv").open(encoding="utf-8")))

day = date.fromisoformat


@pytest.mark.parametrize(
    ("event_on", "days", "due_on"),
    [
        ("2025-01-20", 10, "2025-02-08"),
        ("2025-01-27", 5, "2025-02-10"),
        ("2025-04-30", 5, "2025-05-12"),
        ("2025-05-30", 1, "2025-06-03"),
        ("2025-09-26", 10, "2025-10-16"),
        ("2025-09-30", 10, "2025-10-21"),
        ("2025-12-31", 10, "2026-01-15"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-04-03", 5, "2026-04-13"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-09-24", 15, "2026-10-22"),
        ("2026-09-30", 20, "2026-11-03"),
    ],
)
def test_a_limit_in_working_days(event_on, days, due_on):
    assert CALENDAR.working_deadline(day(event_on), days) == day(due_on)


@pytest.mark.parametrize(
    ("event_on", "days", "due_on"),
    [
        ("2025-03-03", 30, "2025-04-02"),
        ("2025-09-08", 30, "2025-10-09"),
        ("2025-09-20", 15, "2025-10-09"),
        ("2025-09-24", 15, "2025-10-09"),
        ("2026-02-05", 15, "2026-02-24"),
    ],
)
def test_a_limit_in_calendar_days_ends_on_a_working_day(event_on, days, due_on):
    assert CALENDAR.calendar_deadline(day(event_on), days) == day(due_on)


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_the_worked_examples(row):
    limit = {"working": CALENDAR.working_deadline, "calendar": CALENDAR.calendar_deadline}[row["kind"]]

    assert limit(day(row["event_on"]), int(row["days"])) == day(row["due_on"])


@pytest.mark.parametrize(
    ("month", "closing", "due_on"),
    [
        (Month(2025, 1), 25, "2025-01-26"),
        (Month(2025, 5), 25, "2025-05-26"),
        (Month(2025, 10), 25, "2025-10-27"),
        (Month(2026, 2), 15, "2026-02-24"),
        (Month(2026, 9), 25, "2026-09-28"),
        (Month(2026, 2), 31, "2026-02-28"),
        (Month(2026, 1), 31, "2026-02-02"),
    ],
)
def test_a_closing_day_on_a_day_off_moves_to_the_next_working_day(month, closing, due_on):
    assert CALENDAR.closing_day(month, closing) == day(due_on)


def test_the_next_working_day_is_never_the_day_itself():
    assert CALENDAR.next_working_day(day("2026-09-30")) == day("2026-10-08")
    assert CALENDAR.next_working_day(day("2026-10-08")) == day("2026-10-09")
    assert CALENDAR.next_working_day(day("2026-10-09")) == day("2026-10-10")


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_data_agree_with_an_independent_calendar(year):
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(365)]

    assert [CALENDAR.is_working(one) for one in days] == [chinese_calendar.is_workday(one) for one in days]


def test_each_year_names_its_notice():
    for year, table in TABLES.items():
        assert year in table["document_zh"]
        assert year in table["document_en"]
        assert table["issued_on"].year == int(year) - 1


@pytest.mark.parametrize(
    ("holidays", "make_up", "complaint"),
    [
        ({date(2026, 10, 10)}, {date(2026, 10, 10)}, "both a holiday and a working day"),
        (set(), {date(2026, 10, 9)}, "no weekend day"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(holidays, make_up, complaint):
    with pytest.raises(ValueError, match=complaint):
        WorkCalendar.from_days(holidays, make_up)


def test_a_day_in_the_wrong_years_table_is_refused():
    table = {"holidays": [{"first": date(2026, 1, 1), "last": date(2026, 1, 3)}], "make_up_workdays": []}

    with pytest.raises(ValueError, match="not a day of 2027"):
        calendar_from_tables({"2027": table})


def test_a_year_not_announced_counts_weekdays_and_fixed_holidays():
    assert not CALENDAR.is_announced(2027)
    assert not CALENDAR.is_working(date(2027, 1, 1))
    assert CALENDAR.is_working(date(2027, 2, 8))
    assert not CALENDAR.is_working(date(2027, 10, 1))


def test_an_announced_year_needs_no_fixed_holidays():
    moved = WorkCalendar.from_days([date(2027, 1, 4)], [])

    assert moved.is_working(date(2027, 1, 1))


def test_working_days_left_count_the_last_day_but_not_today():
    assert CALENDAR.working_days_left(day("2026-09-30"), day("2026-10-10")) == 3
    assert CALENDAR.working_days_left(day("2026-10-10"), day("2026-10-10")) == 0
    assert CALENDAR.working_days_left(day("2026-10-12"), day("2026-10-10")) == 0


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(1, 40))
def test_a_limit_in_working_days_ends_on_the_last_of_that_many(event_on, days):
    due_on = CALENDAR.working_deadline(event_on, days)

    assert CALENDAR.is_working(due_on)
    assert CALENDAR.working_days_left(event_on, due_on) == days


@given(DAYS, st.integers(1, 60))
def test_a_limit_in_calendar_days_ends_on_a_working_day_never_early(event_on, days):
    due_on = CALENDAR.calendar_deadline(event_on, days)

    assert CALENDAR.is_working(due_on)
    assert due_on >= event_on + timedelta(days=days)
    assert not any(
        CALENDAR.is_working(event_on + timedelta(days=ahead)) for ahead in range(days, (due_on - event_on).days)
    )
