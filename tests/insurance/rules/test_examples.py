"""Worked examples: every sample row comes out, and whatever cannot be read is named instead of breaking the run."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.benefit_rule import Anchor, Family, Payer, Tier
from insurance.rules.example_cells import same
from insurance.rules.examples import KINDS, Difference, Outcome, UnknownHeader, kind_of, run
from insurance.rules.explanation import recomputed
from tests.factories.policy_values import EXAMPLE_POLICY, NATIONAL_SCALE, RESIDENT_WAIT, late_fee_rule

FOLDER = Path(__file__).resolve().parents[3] / "insurance/data/examples"
KIND = {kind.name: kind for kind in KINDS}


def sample(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SAMPLES = {name: sample(name) for name in KIND}


def run_one(name: str, row: dict, policy=EXAMPLE_POLICY) -> Outcome:
    (outcome,) = run(KIND[name], [row], policy)
    return outcome


def results(row: dict, policy=EXAMPLE_POLICY) -> dict[str, str]:
    """Return what the rules answer to a restoration row, by column."""
    emptied = row | dict.fromkeys(KIND["restoration"].results, "wrong")
    return {one.field: one.got for one in run_one("restoration", emptied, policy).differences}


@pytest.mark.parametrize("name", KIND)
def test_the_samples_come_out(name):
    outcomes = run(KIND[name], SAMPLES[name], EXAMPLE_POLICY)

    assert len(outcomes) > 15
    assert [outcome for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize("name", KIND)
def test_every_answer_explains_itself(name):
    for outcome in run(KIND[name], SAMPLES[name], EXAMPLE_POLICY):
        assert outcome.explanations
        for tree in outcome.explanations:
            recomputed(tree)


@pytest.mark.parametrize("name", KIND)
def test_each_result_that_is_wrong_is_told_with_both_values(name):
    first = SAMPLES[name][0]
    for field in KIND[name].results:
        outcome = run_one(name, first | {field: "1999"})

        (found,) = outcome.differences
        assert (outcome.id, found.field, found.expected) == (first["id"], field, "1999")
        assert same(first[field], found.got)


@pytest.mark.parametrize(("expected", "got"), [("740", "740.00"), ("7.4e2", "740.00"), (" kept ", "kept"), ("", "")])
def test_the_same_said_otherwise_is_the_same(expected, got):
    assert same(expected, got)


@pytest.mark.parametrize(
    ("expected", "got"), [("", "0.00"), ("740.01", "740.00"), ("nan", "740.00"), ("41 d", "40 d"), ("40 m", "40 d")]
)
def test_something_else_is_not(expected, got):
    assert not same(expected, got)


# Headers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KIND)
def test_a_header_is_recognised_in_any_order(name):
    header = list(SAMPLES[name][0])

    assert kind_of(header) == kind_of(reversed(header)) == KIND[name]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("", "no kind of example"),
        ("id,kind", "looks like deadline, but without days, due_on, event_on"),
        ("id,event_on,kind,days,due", "without due_on and with unknown due"),
        ("id,event_on,kind,days,due_on,note", "with unknown note"),
        ("id,event_on,kind,days,due_on,days", "stands twice: days"),
        ("a,b", "no kind of example has the header 'a,b'"),
    ],
)
def test_a_header_of_no_kind_is_refused_by_what_is_wrong(header, named):
    with pytest.raises(UnknownHeader, match=named):
        kind_of(header.split(","))


# Cells that cannot be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field", "cell", "wanted"),
    [
        ("restoration", "rule", "S5", "one of S4, N3"),
        ("restoration", "rule", "RES", "a family that an area has for employees"),
        ("restoration", "payer", "", "one of unit, flexible"),
        ("restoration", "first_unpaid_month", "2025-13", "a month"),
        ("restoration", "first_unpaid_month", "0001-01", "a month"),
        ("restoration", "credited_on", "2025-02-29", "a day"),
        ("restoration", "credited_on", "", "a day"),
        ("restoration", "credited_on", "9999-12-31", "a day"),
        ("restoration", "credited_on", "20250410", "a day"),
        ("restoration", "credited_on", "2023-12-31", "2023"),
        ("restoration", "arrears_repaid", "perhaps", "yes or no"),
        ("restoration", "day_count", "exclude", "one of exclude_first, include_first"),
        ("restoration", "wait_months", "-1", "a whole number"),
        ("restoration", "levy_order_on", "soon", "a day"),
        ("resident_wait", "missed_years", "1.5", "a whole number"),
        ("resident_wait", "anchor", "week", "one of same_day, month"),
        ("late_fee", "convention", "L4", "one of L1, L2, L3"),
        ("late_fee", "arrears", "1.005", "an amount"),
        ("late_fee", "arrears", "-1", "an amount"),
        ("late_fee", "arrears", "NaN", "an amount"),
        ("contribution", "employer_rate_percent", "100", "a percentage"),
        ("contribution", "base_upper", "1", "an upper bound"),
        ("deadline", "days", "0", "a whole number from 1"),
        ("deadline", "kind", "lunar", "one of working, calendar"),
    ],
)
def test_a_cell_that_cannot_be_read_fails_its_row_by_name(name, field, cell, wanted):
    row = next(row for row in SAMPLES[name] if row.get("arrears_repaid", "yes") == "yes") | {field: cell}
    (fault,) = run_one(name, row).differences

    assert fault.field == field
    assert wanted in f"{fault.expected} {fault.got}"
    assert fault.got in (cell, cell[:4])


def test_a_row_with_too_few_or_too_many_cells_fails_alone():
    short = dict.fromkeys(SAMPLES["deadline"][0], None) | {"id": "short", "event_on": "2026-04-19"}
    long = SAMPLES["deadline"][0] | {"id": "long", None: ["more", "still more"]}
    outcomes = run(KIND["deadline"], [short, long, SAMPLES["deadline"][1]], EXAMPLE_POLICY)

    assert [outcome.passed for outcome in outcomes] == [False, False, True]
    assert outcomes[0].differences[0].field == "kind"
    assert outcomes[1].differences == (Difference("row", "5 cells", "7"),)


def test_a_family_no_area_has_fails_the_row():
    nowhere = replace(EXAMPLE_POLICY, rules={})

    assert run_one("restoration", SAMPLES["restoration"][0], nowhere).differences[0].field == "rule"


# What rows may vary ----------------------------------------------------------------------------------------------------

PLAIN = {
    "id": "plain",
    "rule": "S4",
    "payer": "unit",
    "first_unpaid_month": "2025-03",
    "levy_order_on": "",
    "credited_on": "2025-06-10",
    "arrears_repaid": "yes",
    "day_count": "exclude_first",
    "payment_month_counts": "yes",
    "wait_months": "",
}


@pytest.mark.parametrize(
    ("changes", "resumes_on", "retroactive_from", "gap", "total"),
    [
        ({}, "2025-09-01", "", "101 d", "2271.43"),
        ({"rule": "N3"}, "2025-06-01", "2025-03-01", "3 m", "2271.43"),
        ({"rule": "SDU"}, "2025-07-01", "", "3 m", "2271.43"),
        ({"rule": "SDF", "payer": "flexible"}, "2025-07-01", "", "3 m", "2220.00"),
        ({"rule": "DAY"}, "2025-06-01", "2025-03-01", "3 m", "2271.43"),
        ({"rule": "ZJU", "levy_order_on": "2025-04-01"}, "2025-07-01", "", "70 d after order", "2271.43"),
        ({"rule": "ZJF", "payer": "flexible"}, "2025-08-01", "", "3 m", ""),
    ],
)
def test_the_same_facts_under_each_rule(changes, resumes_on, retroactive_from, gap, total):
    found = results(PLAIN | changes)

    assert (found["benefit_resumes_on"], found.get("retroactive_from", "")) == (resumes_on, retroactive_from)
    assert (found["gap"], found["total"]) == (gap, total)


@pytest.mark.parametrize(("payer", "resumes_on"), [("unit", "2025-07-01"), ("flexible", "2025-12-01")])
def test_an_s4_gap_never_repaid_ignores_both_readings(payer, resumes_on):
    readings = [
        results(PLAIN | {"payer": payer, "arrears_repaid": "no", "day_count": count, "payment_month_counts": counts})
        for count in ("exclude_first", "include_first")
        for counts in ("yes", "no")
    ]

    assert readings == [readings[0]] * 4
    assert (readings[0]["benefit_resumes_on"], readings[0]["continuity"]) == (resumes_on, "reset")
    assert (readings[0]["periods_paid"], readings[0]["total"]) == ("", "")


@pytest.mark.parametrize("rule", ["N3", "SDU", "DAY", "ZJU"])
def test_the_open_readings_of_s4_leave_the_other_families_alone(rule):
    row = PLAIN | {"rule": rule, "levy_order_on": "2025-04-01"}

    assert results(row) == results(row | {"day_count": "include_first", "payment_month_counts": "no"})


@pytest.mark.parametrize(
    ("credited_on", "repaid", "wait", "resumes_on", "total"),
    [
        ("2025-06-10", "yes", "2", "2025-06-01", "2271.43"),
        ("2025-07-01", "yes", "2", "2025-09-01", ""),
        ("2025-07-01", "yes", "", "2026-01-01", ""),
        ("2025-07-01", "no", "0", "2025-07-01", ""),
        ("2025-06-30", "no", "3", "2025-09-01", ""),
    ],
)
def test_the_wait_of_n3_is_the_rows_own_beyond_three_months(credited_on, repaid, wait, resumes_on, total):
    row = {"rule": "N3", "credited_on": credited_on, "arrears_repaid": repaid, "wait_months": wait}
    found = results(PLAIN | row)

    assert (found["benefit_resumes_on"], found["total"]) == (resumes_on, total)


@pytest.mark.parametrize(
    ("year", "month_of_one"), [("2024", "720.00"), ("2025", "740.00"), ("2026", "760.00"), ("2031", "760.00")]
)
def test_arrears_follow_the_average_wage_known_when_the_money_comes(year, month_of_one):
    row = {"first_unpaid_month": f"{year}-03", "credited_on": f"{year}-03-26", "payer": "flexible"}

    assert results(PLAIN | row)["total"] == month_of_one


def test_a_supposed_value_stands_in_for_its_like():
    longer = replace(EXAMPLE_POLICY.rule_of(Family.S4, Payer.UNIT), tiers=(Tier(0, None, Anchor.PAYMENT_MONTH, 2),))
    doubled = late_fee_rule(daily_rate=Decimal("0.001"), due_day=1, roll=True)
    waits = replace(RESIDENT_WAIT, fixed_months=2)
    policy = EXAMPLE_POLICY.with_value(longer).with_value(doubled).with_value(waits).with_value(NATIONAL_SCALE)

    assert results(PLAIN, policy)["benefit_resumes_on"] == "2025-08-01"
    assert results(PLAIN, policy)["late_fee"] == "102.86"
    assert results(PLAIN | {"payer": "flexible"}, policy) == results(PLAIN | {"payer": "flexible"})
    late = next(row for row in SAMPLES["resident_wait"] if row["id"] == "R00s")
    assert run_one("resident_wait", late, policy).differences[0] == Difference("wait_months", "3", "2")


families = st.sampled_from([family.value for family in Family if family != Family.RES])
days = st.dates(date(2024, 1, 1), date(2040, 12, 31)).map(str)


@given(
    families,
    st.sampled_from(["unit", "flexible"]),
    st.integers(0, 100),
    days,
    days | st.just(""),
    st.sampled_from(["yes", "no"]),
    st.integers(0, 12).map(str) | st.just(""),
    st.sampled_from(["exclude_first", "include_first", ""]),
)
def test_no_combination_breaks_the_run(family, payer, offset, credited_on, ordered_on, repaid, wait, day_count):
    year, month = divmod(2024 * 12 + offset, 12)
    row = {
        "rule": family,
        "payer": payer,
        "first_unpaid_month": f"{year}-{month + 1:02d}",
        "credited_on": credited_on,
        "levy_order_on": ordered_on,
        "arrears_repaid": repaid,
        "wait_months": wait,
        "day_count": day_count,
    }
    found = results(PLAIN | row)

    assert set(found) == set(KIND["restoration"].results)
    assert found["benefit_stops_on"]


@given(st.sampled_from(list(KIND)), st.data())
def test_no_cell_breaks_the_run(name, data):
    row = dict(data.draw(st.sampled_from(SAMPLES[name])))
    field = data.draw(st.sampled_from(sorted(row)))
    cell = data.draw(
        st.text(max_size=12) | st.sampled_from(["1e9999", "-0", "Infinity", "sNaN", "２０２５-０３", "9" * 40])
    )

    assert len(run(KIND[name], [row | {field: cell}], EXAMPLE_POLICY)) == 1
