from datetime import date, datetime, time

import pytest

from insurance.models.policy import CalendarDay
from tests.factories.record import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def holidays(db):
    """National Day 2026 with the Saturday worked in exchange."""
    document = DocumentFactory()
    for day in range(1, 8):
        CalendarDay.objects.create(day=date(2026, 10, day), kind=CalendarDay.Kind.HOLIDAY, document=document)
    CalendarDay.objects.create(day=date(2026, 10, 10), kind=CalendarDay.Kind.WORKDAY, document=document)


@pytest.mark.parametrize(
    ("moment", "state", "said"),
    [
        (datetime(2026, 9, 10, 9, 0), "open", "正在服务，人工接听至11:30"),
        (datetime(2026, 9, 10, 12, 0), "closed", "今天13:00恢复"),
        (datetime(2026, 9, 10, 20, 0), "closed", "明天8:30开始"),
        (datetime(2026, 9, 12, 10, 0), "closed", "2026年9月14日（星期一）8:30开始"),
        (datetime(2026, 10, 1, 10, 0), "closed", "2026年10月8日（星期四）8:30开始"),
        (datetime(2026, 10, 10, 10, 0), "open", "正在服务，人工接听至11:30"),
    ],
)
def test_open_now(moment, state, said, at, chinese):
    at(moment)
    page = chinese.get("/hotline/").content.decode()
    assert f'data-state="{state}"' in page
    assert said in page
    assert said in chinese.get("/").content.decode()


def test_the_hours_are_those_of_the_settings(settings, at, english):
    at(datetime(2026, 9, 10, 7, 0))
    hours = ((time(9, 15), time(16, 45)),)
    settings.HALL_OFFICE = settings.HALL_OFFICE | {"hours": hours}
    page = english.get("/hotline/").content.decode()
    assert "back today at 9:15" in page
    assert "9:15–16:45" in page
