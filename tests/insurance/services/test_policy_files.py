"""The reviewed files without a database: every family stands in them, and the database says the same."""

import shutil

import pytest

from insurance.models import PoolingArea
from insurance.rules.benefit_rule import Anchor, Family, Payer
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.policy_values import VALUES
from insurance.selectors import policy as in_force
from insurance.services.policy_files import POLICY, policy_files, rule_books_of, versions_of
from insurance.services.policy_loading import load_policy


def test_every_family_of_employees_stands_in_the_files():
    families = {(rule.family, rule.payer) for book in rule_books_of().values() for _, _, rule in book.versions}
    assert {family for family, _payer in families} == set(Family) - {Family.RES}
    assert {(Family.S4, payer) for payer in Payer} | {(Family.N3, payer) for payer in Payer} <= families


def test_the_demo_city_uses_s4_and_a_second_area_n3():
    latest = {area: {rule.family for _, until, rule in book.versions if until is None} for area, book in books()}
    assert latest["379901"] == {Family.S4}
    assert latest["379902"] == {Family.N3}


def books():
    return rule_books_of().items()


def test_the_four_tiers_as_the_guidance_tells_them():
    rule = rule_books_of()["379901"].versions[-1][2]
    assert [(tier.over, tier.upto, tier.anchor, tier.wait_months) for tier in rule.tiers] == [
        (0, 60, Anchor.PAYMENT_MONTH, 1),
        (61, 180, Anchor.FROM_PAYMENT_MONTH, 3),
        (181, None, Anchor.FROM_PAYMENT_MONTH, 6),
    ]


def test_a_weak_source_is_not_called_law():
    evidence = {
        rule.family: rule.source.evidence for _, book in books() for _, until, rule in book.versions if not until
    }
    assert {family for family, told in evidence.items() if told == "law"} == {Family.ZJU, Family.ZJF}
    assert evidence[Family.SDF] == evidence[Family.WH] == evidence[Family.SDG] == "secondary"


def test_sources_name_area_row_and_page():
    [*_, (_first, _until, rule)] = rule_books_of()["379901"].versions
    assert (rule.source.area, rule.source.key, rule.source.article) == ("379901", "flexible", "3")
    assert (rule.source.page, rule.source.row) == ("yunzhou-rules", None)


def test_a_broken_file_is_named(tmp_path):
    files = shutil.copytree(POLICY, tmp_path / "policy")
    (files / "reference-wuhan.toml").write_text("[area]\ncode = '420100'", encoding="utf-8")
    with pytest.raises(PolicyFault, match=r"^reference-wuhan.toml: area: complete_from, name_en, name_zh is missing$"):
        rule_books_of(files)
    (files / "reference-wuhan.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyFault, match=r"^reference-wuhan.toml: "):
        policy_files(files)


# Beside the database


def without_rows(value):
    """Return a value's columns and source without the key of its row."""
    told = {name: getattr(value, name) for name in value.__slots__ if name != "source"}
    source = {name: getattr(value.source, name) for name in value.source.__slots__ if name != "row"}
    return told, source


@pytest.mark.django_db
def test_the_database_gives_the_same_rules_as_the_files():
    load_policy()
    stored, written = in_force.rule_books(), rule_books_of()
    assert stored.keys() == written.keys()
    for area, book in written.items():
        assert by_days(stored[area].versions) == by_days(book.versions)
        assert all(rule.source.row for _, _, rule in stored[area].versions)


def by_days(versions):
    return sorted(((first, str(until), without_rows(rule)) for first, until, rule in versions), key=repr)


ASKED = {
    "late_fees": in_force.late_fee_rule_on,
    "resident_waits": in_force.resident_wait_rule_on,
    "unemployment": in_force.unemployment_rule_on,
    "bounds": in_force.average_wage_on,
}


@pytest.mark.django_db
def test_every_other_value_is_the_same_too():
    load_policy()
    assert ASKED.keys() == VALUES.keys() - {"benefits"}
    for table, asked in ASKED.items():
        for area, versions in versions_of(table).items():
            for first, _until, value in versions:
                assert without_rows(asked(PoolingArea.objects.get(code=area), first)) == without_rows(value)
