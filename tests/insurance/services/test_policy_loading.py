"""Loading policy: repeatable, and what is in force is closed or added to, never edited."""

import shutil
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insurance.models import BaseBound, CalendarDay, DeclarationWindow, PolicyDocument, PoolingArea, Rate
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.policy_tables import PolicyFault
from insurance.selectors.policy import base_bound_on, rates_on, window_on, work_calendar
from insurance.services import policy_loading
from insurance.services.policy_loading import DATA, load_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """Return a copy of the policy files that a test may change."""
    return shutil.copytree(DATA / "policy", tmp_path / "policy")


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def everything():
    models = (PoolingArea, PolicyDocument, BaseBound, Rate, DeclarationWindow, CalendarDay)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_the_files_of_the_repository_load_and_load_again_without_a_change():
    load_policy()
    before = everything()
    assert load_policy() == policy_loading.Loaded(areas=0, documents=0, added=0, closed=0, days=0)
    assert everything() == before


@pytest.mark.parametrize("year", range(2021, 2028))
def test_everything_is_in_force_on_every_day_the_demo_needs(year):
    load_policy()
    for area in PoolingArea.objects.all():
        assert base_bound_on(area, date(year, 7, 1)).lower_fen > 0
        assert window_on(area, "unit", date(year, 7, 1)).close_day == 25
        assert len(rates_on(area, date(year, 7, 1))) == 17


def test_the_demo_area_charges_what_the_legacy_export_shows():
    load_policy()
    rates = {
        (rate.insurance, rate.kind, rate.injury_class): (rate.unit_rate, rate.own_rate)
        for rate in rates_on(PoolingArea.objects.get(code="379901"), date(2026, 9, 1))
    }
    assert rates[Insurance.PENSION, EnrolmentKind.EMPLOYEE, 0] == (Decimal("0.16"), Decimal("0.08"))
    assert rates[Insurance.PENSION, EnrolmentKind.FLEXIBLE, 0] == (0, Decimal("0.20"))
    assert rates[Insurance.MEDICAL, EnrolmentKind.EMPLOYEE, 0] == (Decimal("0.085"), Decimal("0.02"))
    assert rates[Insurance.INJURY, EnrolmentKind.EMPLOYEE, 5] == (Decimal("0.011"), 0)
    assert rates[Insurance.MATERNITY, EnrolmentKind.EMPLOYEE, 0] == (Decimal("0.008"), 0)


def test_the_calendar_knows_a_holiday_and_a_make_up_working_day():
    load_policy()
    calendar = work_calendar()
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 10, 10))


def test_an_open_row_is_closed_and_superseded(files):
    load_policy(files)
    bounds = files / "yunzhou.toml"
    change(bounds, "from = 2026-01-01\nlower", "from = 2026-01-01\nuntil = 2027-01-01\nlower")
    with bounds.open("a", encoding="utf-8") as file:
        file.write(
            "[[bounds]]\nfrom = 2027-01-01\nlower = 4680\nupper = 23400\naverage_wage = 7800\n"
            'document = "云人社发〔2025〕45号（演示）"\n'
        )
    loaded = load_policy(files)
    assert (loaded.added, loaded.closed) == (1, 1)
    area = PoolingArea.objects.get(code="379901")
    assert base_bound_on(area, date(2026, 12, 31)).lower_fen == 456_000
    assert base_bound_on(area, date(2027, 1, 1)).lower_fen == 468_000


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lower = 4560", "lower = 4561", "in force with another lower_fen"),
        ('unit = "0.16"', 'unit = "0.17"', "in force with another unit_rate"),
        ("close_day = 25", "close_day = 24", "in force with another close_day"),
        ("until = 2026-01-01\nlower = 4440", "until = 2025-12-01\nlower = 4440", "nothing is in force from 2025-12-01"),
    ],
)
def test_what_is_in_force_is_not_edited(files, old, new, said):
    load_policy(files)
    before = everything()
    change(files / "yunzhou.toml", old, new)
    with pytest.raises(PolicyFault, match=said):
        load_policy(files)
    assert everything() == before


def test_a_row_that_an_editor_put_in_force_is_not_overlapped(files):
    load_policy(files)
    row = BaseBound.objects.filter(area__code="379901").order_by("-in_force").first()
    row.in_force = (row.in_force.lower, date(2027, 1, 1))
    row.save()
    BaseBound.objects.create(
        area=row.area,
        document=row.document,
        in_force=(date(2027, 1, 1), None),
        lower_fen=1,
        upper_fen=2,
        average_wage_fen=1,
    )
    with pytest.raises(PolicyFault, match="in force with another until"):
        load_policy(files)


def test_a_day_that_is_no_longer_a_holiday_goes(files, tmp_path):
    calendar = tmp_path / "calendar.toml"
    shutil.copy(DATA / "calendar.toml", calendar)
    load_policy(files, calendar)
    change(
        calendar,
        'name = "national_day", first = 2026-10-01, last = 2026-10-07',
        'name = "national_day", first = 2026-10-01, last = 2026-10-06',
    )
    assert load_policy(files, calendar).days == 1
    assert work_calendar().is_working(date(2026, 10, 7))


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("laws.toml", "[[documents]\n", "laws.toml"),
        ("yunzhou.toml", 'evidence = "rumour"', "evidence rumour is not known"),
    ],
)
def test_a_broken_file_loads_nothing(files, file, text, said):
    if file == "laws.toml":
        (files / file).write_text(text, encoding="utf-8")
    else:
        change(files / file, 'evidence = "demo"', text)
    with pytest.raises(PolicyFault, match=said):
        load_policy(files)
    assert not PoolingArea.objects.exists()


def test_a_folder_without_an_area_is_refused(tmp_path):
    with pytest.raises(PolicyFault, match="no file describes an area"):
        load_policy(tmp_path)


def test_the_command_says_what_it_did():
    out = StringIO()
    call_command("load_policy", stdout=out)
    assert out.getvalue().startswith("Policy in force: 2 areas,")


def test_the_command_says_what_is_wrong_in_one_sentence(monkeypatch):
    def broken():
        raise PolicyFault("yunzhou.toml: bounds from 2026-01-01: lower is missing")

    monkeypatch.setattr("insurance.management.commands.load_policy.load_policy", broken)
    with pytest.raises(
        CommandError, match="^Nothing was loaded. yunzhou.toml: bounds from 2026-01-01: lower is missing.$"
    ):
        call_command("load_policy")
