"""Loading policy: repeatable, and what is in force is closed or added to, never edited."""

import shutil
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insurance.models import (
    BaseBound,
    BenefitRule,
    CalendarDay,
    DeclarationWindow,
    LateFee,
    PolicyDocument,
    PoolingArea,
    Rate,
    ResidentWait,
    UnemploymentDuration,
)
from insurance.rules.benefit_rule import Payer
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.policy_tables import PolicyFault, entries_of
from insurance.selectors.policy import (
    average_wage_on,
    base_bound_on,
    late_fee_rule_on,
    rates_on,
    resident_wait_rule_on,
    rule_books,
    unemployment_rule_on,
    window_on,
    work_calendar,
)
from insurance.services import policy_loading
from insurance.services.policy_in_force import supersede
from insurance.services.policy_loading import DATA, load_policy
from tests.factories import UserFactory

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
    models = (
        PoolingArea,
        PolicyDocument,
        BaseBound,
        Rate,
        DeclarationWindow,
        BenefitRule,
        LateFee,
        ResidentWait,
        UnemploymentDuration,
        CalendarDay,
    )
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_the_files_of_the_repository_load_and_load_again_without_a_change():
    load_policy()
    before = everything()
    assert load_policy() == policy_loading.Loaded(areas=0, documents=0, added=0, closed=0, days=0)
    assert everything() == before


@pytest.mark.parametrize("year", range(2021, 2028))
def test_everything_is_in_force_on_every_day_the_demo_needs(year):
    load_policy()
    day = date(year, 7, 1)
    for area in PoolingArea.objects.filter(is_reference=False):
        assert base_bound_on(area, day).lower_fen > 0
        assert average_wage_on(area, day).average_wage_fen > 0
        assert window_on(area, "unit", day).close_day == 25
        assert len(rates_on(area, day)) == 17
        assert [rule_books()[area.code].on(payer, day).payer for payer in Payer] == list(Payer)
        assert late_fee_rule_on(area, day).due_day == 25
        assert resident_wait_rule_on(area, day).fixed_months == 3
        assert unemployment_rule_on(area, day).most_months == 24


def test_areas_for_comparison_are_marked():
    load_policy()
    told = dict(PoolingArea.objects.values_list("code", "is_reference"))
    assert not told["379901"]
    assert not told["379902"]
    assert {code for code, is_reference in told.items() if is_reference} == {
        "000000",
        "100000",
        "330000",
        "370000",
        "371300",
        "420100",
    }


def test_a_document_leads_to_its_articles_and_a_corrected_one_too(files):
    load_policy(files)
    assert PolicyDocument.objects.get(number="中华人民共和国主席令第45号").law_slug == "civil-code"
    change(files / "laws.toml", 'law_slug = "civil-code"\n', "")
    load_policy(files)
    assert PolicyDocument.objects.get(number="中华人民共和国主席令第45号").law_slug == ""


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
        (
            "upto = 180",
            "upto = 180, retroactive = true",
            "benefits unit from 2011-07-01 is in force with another tiers",
        ),
        ('article = "3"', 'article = "4"', "benefits unit from 2021-01-01 is in force with another article"),
        ('daily_rate = "0.0005"', 'daily_rate = "0.0006"', "in force with another daily_rate"),
        ("floor_months = 6", "floor_months = 5", "in force with another floor_months"),
        ("from = 60, months = 18", "from = 61, months = 18", "in force with another pieces"),
        ("upto = 180", "upto = 170", "tiers: nothing is said about a gap of 171 to 180"),
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
    put_next_bounds()
    with pytest.raises(PolicyFault, match="in force with another until"):
        load_policy(files)


def test_what_two_people_put_in_force_stays_when_the_files_are_loaded_again(files):
    load_policy(files)
    put_next_bounds(entered_by=UserFactory(clerk=True), approved_by=UserFactory(supervisor=True))
    before = everything()
    assert load_policy(files).added == 0
    assert everything() == before


def put_next_bounds(**people):
    """Supersede the bounds of the demo city, as the back office does."""
    area = PoolingArea.objects.get(code="379901")
    row = {"from": date(2027, 1, 1), "lower": 4680, "upper": 23400, "average_wage": 7800}
    supersede(area, entries_of("bounds", {**row, "document": "云人社发〔2025〕45号（演示）"}), **people)


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
    assert out.getvalue().startswith("Policy in force: 8 areas,")


def test_the_command_says_what_is_wrong_in_one_sentence(monkeypatch):
    def broken():
        raise PolicyFault("yunzhou.toml: bounds from 2026-01-01: lower is missing")

    monkeypatch.setattr("insurance.management.commands.load_policy.load_policy", broken)
    with pytest.raises(
        CommandError, match="^Nothing was loaded. yunzhou.toml: bounds from 2026-01-01: lower is missing.$"
    ):
        call_command("load_policy")
