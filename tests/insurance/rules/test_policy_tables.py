"""Policy files: what they say becomes entries, and every slip is refused with the name of what is wrong."""

import copy
from datetime import date, datetime
from decimal import Decimal

import pytest

from insurance.rules.benefit_rule import Anchor, Continuity, Family, GapUnit, Payer, Tier
from insurance.rules.explanation import Source
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.policy_entries import source_of
from insurance.rules.policy_tables import PolicyFault, area_file, entries_of
from insurance.rules.policy_values import value_of
from insurance.rules.unemployment import Piece

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

BENEFIT = {
    "family": "S4",
    "stop_point": "unpaid_month",
    "gap_unit": "days",
    "tiers": [
        {"over": 0, "upto": 60, "anchor": "payment_month", "wait_months": 1},
        {"over": 61, "upto": 180, "anchor": "from_payment_month", "wait_months": 3},
        {"over": 181, "anchor": "from_payment_month", "wait_months": 6, "continuity": "broken", "repayable": False},
    ],
    "unpaid_tiers": [{"over": 0, "anchor": "payment_month", "wait_months": 6, "continuity": "reset"}],
}
LATE_FEE = {"convention": "L1", "daily_rate": "0.0005", "capped": True, "due_day": 25, "roll": True}
WAIT = {
    "opens_month": 9,
    "opens_day": 1,
    "closes_month": 12,
    "closes_day": 31,
    "fixed_months": 3,
    "months_per_missed_year": 1,
    "months_per_repaired_year": 1,
    "floor_missed_years": 4,
    "floor_months": 6,
    "anchor": "month",
    "counts_from_year": 2025,
}


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
            "benefits": [{"payer": payer, **BENEFIT, **DATED} for payer in ("unit", "flexible")],
            "late_fees": [LATE_FEE | DATED],
            "resident_waits": [WAIT | DATED],
            "unemployment": [{"pieces": [{"from": 12, "months": 1, "every": 12}], "most_months": 24, **DATED}],
        }
    )


def test_yuan_become_fen_and_rates_stay_exact(tables):
    entries = {(entry.table, *entry.key): entry.values for entry in area_file(tables).entries}
    assert entries["bounds",] == {
        "lower_fen": 456_000,
        "upper_fen": 2_280_000,
        "average_wage_fen": 760_000,
        "months_to_declare": 3,
        "undeclared": "estimate",
    }
    assert entries["rates", Insurance.UNEMPLOYMENT, EnrolmentKind.EMPLOYEE, 0]["own_rate"] == Decimal("0.005")
    assert entries["rates", Insurance.RESIDENT, EnrolmentKind.RESIDENT, 0]["yearly_fen"] == 40_000


def test_work_injury_has_a_rate_for_each_industry_class(tables):
    rates = {
        entry.key[2]: entry.values["unit_rate"]
        for entry in area_file(tables).entries
        if entry.table == "rates" and entry.key[0] == Insurance.INJURY
    }
    assert sorted(rates) == list(range(1, 9))
    assert (rates[1], rates[8]) == (Decimal("0.002"), Decimal("0.019"))


def value(tables, table, key=()):
    """Return the value that the rules get for one row of a file."""
    [entry] = [entry for entry in area_file(tables).entries if (entry.table, entry.key) == (table, key)]
    return value_of(entry, source_of(entry, area="379901", evidence="demo", page="yunzhou-rules"))


def test_a_benefit_rule_has_its_tiers_and_the_defaults_of_what_is_left_out(tables):
    rule = value(tables, "benefits", ("unit",))
    assert (rule.family, rule.payer, rule.gap_unit) == (Family.S4, Payer.UNIT, GapUnit.DAYS)
    assert rule.tiers[1] == Tier(61, 180, Anchor.FROM_PAYMENT_MONTH, 3)
    assert rule.tiers[2] == Tier(181, None, Anchor.FROM_PAYMENT_MONTH, 6, continuity=Continuity.BROKEN, repayable=False)
    assert [tier.continuity for tier in rule.unpaid_tiers] == [Continuity.RESET]
    assert (rule.new_enrolment_months, rule.most_missed_in_year, rule.late_fee_required) == (1, None, True)


def test_everything_a_benefit_rule_may_say_arrives(tables):
    said = {
        "day_count": "include_first",
        "payment_month_counts": False,
        "new_enrolment_months": 6,
        "unpaid_waits_as_paid": True,
        "most_missed_in_year": 3,
        "repayment_base": "own_base",
        "longest_repayable_months": 36,
        "late_fee_required": False,
        "account_usable": False,
    }
    tables["benefits"][1].update(said)
    rule = value(tables, "benefits", ("flexible",))
    assert {name: getattr(rule, name) for name in said} == said


def test_a_value_names_its_row_and_document(tables):
    tables["benefits"][0]["article"] = "3"
    source = value(tables, "benefits", ("unit",)).source
    assert source == Source(
        table="benefits",
        area="379901",
        key="unit",
        first=date(2021, 1, 1),
        document=DOCUMENT["number"],
        article="3",
        evidence="demo",
        page="yunzhou-rules",
    )


def test_late_fees_waits_and_scales_become_values(tables):
    assert value(tables, "late_fees").daily_rate == Decimal("0.0005")
    assert (value(tables, "resident_waits").opens, value(tables, "resident_waits").closes) == ((9, 1), (12, 31))
    assert value(tables, "unemployment").pieces == (Piece(12, 1, 12),)
    assert value(tables, "bounds").average_wage_fen == 760_000


def drop(section, number):
    return lambda tables: tables[section].pop(number)


def put(*place_and_value):
    *places, name, value = place_and_value

    def change(tables):
        for place in places:
            tables = tables[place]
        tables[name] = value

    return change


def tier(number, name, value, tiers="tiers"):
    return put("benefits", 0, tiers, number, name, value)


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
        (put("bounds", 0, "lowest", 1), "bounds from 2021-01-01: lowest is not known here"),
        (put("bounds", 0, "lower", 4560.5), "bounds from 2021-01-01: lower: write 4560.5 as text"),
        (put("bounds", 0, "lower", True), "lower: True is not an amount of yuan"),
        (put("bounds", 0, "lower", "Infinity"), "lower: 'Infinity' is not a number"),
        (put("bounds", 0, "average_wage", 0), "average_wage: 0 is no wage"),
        (put("bounds", 0, "from", datetime(2021, 1, 1)), "is not a day"),
        (put("bounds", 0, "article", 3), "article: write 3 as text"),
        (put("bounds", 0, "lower", Decimal("4560.005")), "more than two decimals"),
        (put("rates", 0, "unit", "1.6"), "1.6 is not a share of the base"),
        (put("rates", 0, "unit", "16 %"), "rates 110 employee from 2021-01-01: unit: '16 %' is not a number"),
        (put("rates", 0, "unit", 0.16), "rates 110 employee from 2021-01-01: unit: write 0.16 as text"),
        (put("rates", 0, "unit", 0), "unit: write the rate 0 as text"),
        (put("rates", 0, "unit_by_class", ["0.002"] * 8), "unit_by_class is for work injury alone"),
        (put("rates", 3, "unit_by_class", [0.002] * 8), "unit_by_class: write 0.002 as text"),
        (put("rates", 3, "unit", "0.002"), "unit: work injury has unit_by_class instead"),
        (put("rates", 0, "insurance", 999), "999 is not a valid Insurance"),
        (put("rates", 3, "unit_by_class", ["0.002"]), "unit_by_class: 1 rates for the 8 industry classes"),
        (put("windows", 0, "rule", "E-CUT"), "E-CUT needs a cut-off day"),
        (put("windows", 0, "close_day", 32), "windows unit from 2021-01-01: close_day: 32 is not between 1 and 31"),
        (put("windows", 0, "roll", 1), "roll: 1 is neither true nor false"),
        (put("windows", 0, "rule", "E-NEVER"), "rule: E-NEVER is not one of E-NEXT, E-CUT"),
        (put("windows", 0, "channel", "post"), "no such channel: post"),
        (put("documents", 0, "evidence_of", "x"), "evidence_of is not known here"),
        (put("area", "complete_from", "2021"), "area: complete_from: '2021' is not a day"),
        (put("documents", 0, "issued_on", 2020.5), "document 云人社发〔2020〕1号: issued_on: 2020.5 is not a day"),
        (put("area", "code", 379901), "area: code: 379901 is not six digits written as text"),
        (put("area", "colour", "red"), "area: colour is not known here"),
        (drop("benefits", 1), "benefits flexible: nothing is in force from 2021-01-01"),
        (drop("late_fees", 0), "late_fees: nothing is in force from 2021-01-01"),
        (drop("resident_waits", 0), "resident_waits: nothing is in force from 2021-01-01"),
        (drop("unemployment", 0), "unemployment: nothing is in force from 2021-01-01"),
        (
            put("benefits", 0, "payer", "both"),
            "benefits both from 2021-01-01: payer: both is not one of unit, flexible",
        ),
        (put("benefits", 0, "family", "S5"), "family: S5 is not one of S4, N3"),
        (put("benefits", 0, "family", "RES"), "family: RES stands in resident_waits"),
        (put("benefits", 0, "gap_unit", "weeks"), "gap_unit: weeks is not one of days, months, order_days"),
        (put("benefits", 0, "stop", "x"), "benefits unit from 2021-01-01: stop is not known here"),
        (put("benefits", 0, "tiers", []), "benefits unit from 2021-01-01: tiers: there is no tier at all"),
        (put("benefits", 0, "tiers", "60"), "tiers: not a list of tiers"),
        (put("benefits", 0, "new_enrolment_months", 1.5), "new_enrolment_months: write 1.5 as text"),
        (put("benefits", 0, "new_enrolment_months", "1"), "new_enrolment_months: '1' is not a whole number"),
        (put("benefits", 0, "most_missed_in_year", 13), "most_missed_in_year: 13 is not between 1 and 12"),
        (tier(1, "over", 91), "benefits unit from 2021-01-01: tiers: nothing is said about a gap of 61 to 90"),
        (tier(1, "over", 60), "tiers: tiers 1 and 2 both speak of a gap of 60"),
        (tier(2, "upto", 300), "tiers: nothing is said about a gap of more than 300"),
        (tier(1, "upto", None), "tiers: tier 2 has no end, but 1 follow"),
        (tier(1, "upto", 50), "tiers: tier 2 ends at 50, before it begins at 61"),
        (tier(1, "wait", 3), "tiers: tier 2: wait is not known here"),
        (tier(1, "wait_months", 1.5), "tiers: wait_months: write 1.5 as text"),
        (tier(1, "wait_months", -1), "tiers: tier 2: wait_months: -1 is not between 0 and 600"),
        (tier(1, "anchor", "credit"), "tiers: tier 2: anchor: credit is not one of payment_month"),
        (tier(1, "anchor", "stop"), "tiers: tier 2: wait_months: no months are waited from stop"),
        (tier(1, "continuity", "lost"), "tiers: tier 2: continuity: lost is not one of kept, broken, reset, local"),
        (tier(0, "over", 1, "unpaid_tiers"), "unpaid_tiers: nothing is said about a gap of 0 to 0"),
        (put("late_fees", 0, "convention", "L4"), "late_fees from 2021-01-01: convention: L4 is not one of L1, L2, L3"),
        (put("late_fees", 0, "daily_rate", 0.0005), "daily_rate: write 0.0005 as text"),
        (put("late_fees", 0, "daily_rate", "5"), "daily_rate: 5 is not a share"),
        (put("late_fees", 0, "due_day", 32), "due_day: 32 is not between 1 and 31"),
        (put("resident_waits", 0, "closes_month", 8), "closes: the window ends on 08-31, before it opens"),
        (put("resident_waits", 0, "opens_day", 0), "opens_day: 0 is not between 1 and 31"),
        (put("resident_waits", 0, "floor_months", None), "floor_months: None is not a whole number"),
        (put("resident_waits", 0, "anchor", "week"), "anchor: week is not one of same_day, month"),
        (put("unemployment", 0, "pieces", []), "unemployment from 2021-01-01: pieces: there is no piece at all"),
        (put("unemployment", 0, "pieces", [{"from": 12, "weeks": 4}]), "pieces: piece 1: months is missing"),
        (put("unemployment", 0, "pieces", [[12, 1, 12]]), "pieces: piece 1: [12, 1, 12] has no columns"),
        (put("unemployment", 0, "most_months", 0), "most_months: 0 is not between 1 and 600"),
    ],
)
def test_a_slip_is_named(tables, slip, said):
    slip(tables)
    with pytest.raises(PolicyFault) as refused:
        area_file(tables)
    assert said in str(refused.value)


def test_two_rows_for_one_day_are_refused(tables):
    tables["bounds"].append({**tables["bounds"][0], "from": date(2025, 1, 1)})
    with pytest.raises(PolicyFault, match="bounds from 2025-01-01: overlaps the one from 2021-01-01"):
        area_file(tables)


def test_a_row_may_follow_on_the_day_the_last_one_ends(tables):
    tables["bounds"][0]["until"] = date(2025, 1, 1)
    tables["bounds"].append({"lower": 4600, "upper": 23000, "average_wage": 7700, **DATED, "from": date(2025, 1, 1)})
    assert len([entry for entry in area_file(tables).entries if entry.table == "bounds"]) == 2


def test_a_document_may_stand_in_another_file(tables):
    tables["documents"].clear()
    assert area_file(tables, known_documents=[DOCUMENT["number"]]).documents == ()


@pytest.fixture
def reference(tables):
    area = {"code": "330000", "name_zh": "浙江省", "name_en": "Zhejiang", "is_reference": True}
    return {"area": area, "documents": tables["documents"], "benefits": tables["benefits"][:1]}


def test_a_reference_area_need_not_be_complete(reference):
    assert [str(entry) for entry in area_file(reference).entries] == ["benefits unit from 2021-01-01"]


def test_a_reference_area_says_something_and_promises_nothing(reference):
    with pytest.raises(PolicyFault, match="area: complete_from is not known here"):
        area_file({**reference, "area": {**reference["area"], "complete_from": date(2021, 1, 1)}})
    with pytest.raises(PolicyFault, match="area: nothing is said to compare with"):
        area_file({**reference, "benefits": []})


def test_one_row_is_read_as_a_file_reads_it(tables):
    [entry] = entries_of("late_fees", tables["late_fees"][0])
    assert entry in area_file(tables).entries
    assert len(entries_of("rates", tables["rates"][3])) == 8


def test_an_unknown_table_is_named(tables):
    with pytest.raises(PolicyFault, match="wages is no table of policy"):
        entries_of("wages", {})
    with pytest.raises(PolicyFault, match=r"bounds: every row begins with \[\[bounds\]\]"):
        area_file({**tables, "bounds": tables["bounds"][0]})
    with pytest.raises(PolicyFault, match="file: wages is not known here"):
        area_file({**tables, "wages": []})


def test_a_gap_between_two_rows_is_named(tables):
    tables["benefits"][0]["until"] = date(2023, 1, 1)
    tables["benefits"].append({**tables["benefits"][0], "from": date(2023, 2, 1), "until": date(2024, 1, 1)})
    with pytest.raises(PolicyFault, match="^benefits unit: nothing is in force from 2023-01-01$"):
        area_file(tables)
