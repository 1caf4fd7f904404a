"""Policy files: what they say becomes entries, and every slip is refused with the name of what is wrong."""

import copy
from datetime import date
from decimal import Decimal

import pytest

from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.policy_tables import PolicyFault, area_policy

DOCUMENT = {
    "number": "云人社发〔2020〕1号",
    "title_zh": "通知",
    "title_en": "Notice",
    "issuer_zh": "云州市人力资源和社会保障局",
    "issuer_en": "Yunzhou Human Resources and Social Security Office",
    "evidence": "demo",
}
DATED = {"from": date(2021, 1, 1), "document": DOCUMENT["number"]}
WINDOW = {"rule": "E-NEXT", "open_day": 1, "close_day": 25, "roll": True, "outside_window": "refuse"}


def rate(insurance, kind="employee", **values):
    return {"insurance": insurance, "kind": kind, **DATED, **values}


@pytest.fixture
def tables():
    return copy.deepcopy(
        {
            "area": {"code": "379901", "name_zh": "云州市", "name_en": "Yunzhou", "complete_from": date(2021, 1, 1)},
            "documents": [DOCUMENT],
            "bounds": [{"lower": 4560, "upper": 22800, "average_wage": 7600, **DATED}],
            "rates": [
                rate(110, unit="0.16", own="0.08", to_account="0.08"),
                rate(110, "flexible", own="0.20"),
                rate(210, unit="0.005", own="0.005"),
                rate(410, unit_by_class=["0.002", "0.004", "0.007", "0.009", "0.011", "0.013", "0.016", "0.019"]),
                rate(310, unit="0.085", own="0.02"),
                rate(310, "flexible", own="0.085"),
                rate(330, yearly=84),
                rate(330, "flexible", yearly=84),
                rate(510, unit="0.008"),
                rate(390, "resident", yearly=400),
            ],
            "windows": [{"channel": "unit", **WINDOW, **DATED}, {"channel": "individual", **WINDOW, **DATED}],
        }
    )


def test_yuan_become_fen_and_rates_stay_exact(tables):
    entries = {(entry.table, *entry.key): entry.values for entry in area_policy(tables).entries}
    assert entries["bounds",] == {"lower_fen": 456_000, "upper_fen": 2_280_000, "average_wage_fen": 760_000}
    assert entries["rates", Insurance.UNEMPLOYMENT, EnrolmentKind.EMPLOYEE, 0]["own_rate"] == Decimal("0.005")
    assert entries["rates", Insurance.RESIDENT, EnrolmentKind.RESIDENT, 0]["yearly_fen"] == 40_000


def test_work_injury_has_a_rate_for_each_industry_class(tables):
    rates = {
        entry.key[2]: entry.values["unit_rate"]
        for entry in area_policy(tables).entries
        if entry.table == "rates" and entry.key[0] == Insurance.INJURY
    }
    assert sorted(rates) == list(range(1, 9))
    assert (rates[1], rates[8]) == (Decimal("0.002"), Decimal("0.019"))


def drop(section, number):
    return lambda tables: tables[section].pop(number)


def put(section, number, name, value):
    return lambda tables: tables[section][number].update({name: value})


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (drop("rates", 0), "rates 110 employee 0: nothing is in force from 2021-01-01"),
        (drop("rates", 9), "rates 390 resident 0: nothing is in force"),
        (drop("bounds", 0), "bounds: nothing is in force from 2021-01-01"),
        (drop("windows", 1), "windows individual: nothing is in force"),
        (drop("documents", 0), "is not described"),
        (put("bounds", 0, "until", date(2026, 1, 1)), "bounds: nothing is in force from 2026-01-01"),
        (put("bounds", 0, "until", date(2021, 1, 1)), "ends on 2021-01-01, before it begins"),
        (put("bounds", 0, "from", date(2022, 1, 1)), "bounds: nothing is in force from 2021-01-01"),
        (put("bounds", 0, "lower", 22800), "is not below the upper bound"),
        (put("bounds", 0, "lowest", 1), "lowest is not known here"),
        (put("bounds", 0, "lower", Decimal("4560.005")), "more than two decimals"),
        (put("rates", 0, "unit", "1.6"), "1.6 is not a share of the base"),
        (put("rates", 0, "unit", "16 %"), "rates from 2021-01-01"),
        (put("rates", 0, "unit", 0.16), "write the rate 0.16 as text"),
        (put("rates", 0, "insurance", 999), "999 is not a valid Insurance"),
        (put("rates", 3, "unit_by_class", ["0.002"]), "rates from 2021-01-01"),
        (put("windows", 0, "rule", "E-CUT"), "E-CUT needs a cut-off day"),
        (put("windows", 0, "close_day", 32), "windows from 2021-01-01"),
        (put("windows", 0, "channel", "post"), "no such channel: post"),
        (put("documents", 0, "evidence_of", "x"), "evidence_of is not known here"),
    ],
)
def test_a_slip_is_named(tables, slip, said):
    slip(tables)
    with pytest.raises(PolicyFault) as refused:
        area_policy(tables)
    assert said in str(refused.value)


def test_two_rows_for_one_day_are_refused(tables):
    tables["bounds"].append({**tables["bounds"][0], "from": date(2025, 1, 1)})
    with pytest.raises(PolicyFault, match="bounds from 2025-01-01: overlaps the one from 2021-01-01"):
        area_policy(tables)


def test_a_row_may_follow_on_the_day_the_last_one_ends(tables):
    tables["bounds"][0]["until"] = date(2025, 1, 1)
    tables["bounds"].append({"lower": 4600, "upper": 23000, "average_wage": 7700, **DATED, "from": date(2025, 1, 1)})
    assert len([entry for entry in area_policy(tables).entries if entry.table == "bounds"]) == 2


def test_a_document_may_stand_in_another_file(tables):
    tables["documents"].clear()
    assert area_policy(tables, known_documents=[DOCUMENT["number"]]).documents == ()
