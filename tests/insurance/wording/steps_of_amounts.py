"""Steps that compute money: code, facts, what is said of them."""

from datetime import date
from decimal import Decimal

from insurance.rules.months import Month

CASES = [
    (
        "arrears.overdue",
        {
            "due_days": (
                (Month(2025, 3), date(2025, 3, 25)),
                (Month(2025, 4), date(2025, 4, 25)),
                (Month(2025, 6), date(2025, 6, 25)),
            ),
            "credited_on": date(2025, 7, 1),
        },
        "Past their last day for payment on 1 July 2025: March 2025 to April 2025, June 2025.",
    ),
    (
        "arrears.overdue",
        {
            "due_days": (
                (Month(2025, 3), date(2025, 3, 25)),
                (Month(2025, 4), date(2025, 4, 25)),
                (Month(2025, 6), date(2025, 6, 25)),
            ),
            "credited_on": date(2025, 3, 25),
        },
        "On 25 March 2025 no month is overdue.",
    ),
    (
        "arrears.month",
        {"base_fen": 740000, "contribution_rate": Decimal("0.1")},
        "Contribution of one month: base ¥7,400.00 × 10% = ¥740.00.",
    ),
    ("arrears.principal", {"amounts_fen": ()}, "No contributions are overdue."),
    ("arrears.principal", {"amounts_fen": (74000,)}, "Overdue contributions: ¥740.00 for one month."),
    ("arrears.principal", {"amounts_fen": (74000, 74000)}, "Overdue contributions: ¥740.00 + ¥740.00 = ¥1,480.00."),
    (
        "arrears.principal",
        {"amounts_fen": (74000, 74000, 74000, 74000, 74000, 74000)},
        "Overdue contributions: 6 × ¥740.00 = ¥4,440.00.",
    ),
    (
        "arrears.principal",
        {"amounts_fen": (74000, 74000, 74000, 74000, 74000, 75000)},
        "Overdue contributions: 6 amounts = ¥4,450.00.",
    ),
    (
        "arrears.total",
        {"principal_fen": 148000, "late_fees_fen": (0, 0)},
        "To be paid: ¥1,480.00; there is no late fee.",
    ),
    (
        "arrears.total",
        {"principal_fen": 148000, "late_fees_fen": (1295, 148)},
        "To be paid: contributions of ¥1,480.00 and a late fee of ¥14.43, ¥1,494.43 together.",
    ),
    (
        "late_fee.first_day",
        {"convention": "L1", "unpaid_month": Month(2025, 3), "due_on": date(2025, 3, 25)},
        "The last day to pay March 2025 was 25 March 2025: the late fee runs from the day after, 26 March 2025.",
    ),
    (
        "late_fee.first_day",
        {"convention": "L3", "unpaid_month": Month(2025, 3), "due_on": date(2025, 3, 25)},
        "The late fee for March 2025 runs from the first day of the next month, 1 April 2025.",
    ),
    (
        "late_fee.last_day",
        {"convention": "L1", "settled_on": date(2025, 4, 29)},
        "It runs to the day of payment, 29 April 2025, which is counted.",
    ),
    (
        "late_fee.last_day",
        {"convention": "L2", "settled_on": date(2025, 4, 29)},
        "It runs to the day before the bill of 29 April 2025, that is to 28 April 2025.",
    ),
    (
        "late_fee.days",
        {"first_on": date(2025, 3, 26), "last_on": date(2025, 4, 29)},
        "From 26 March 2025 to 29 April 2025, both counted: 35 days.",
    ),
    ("late_fee.days", {"first_on": date(2025, 4, 29), "last_on": date(2025, 3, 25)}, "No day is late."),
    (
        "late_fee",
        {"arrears_fen": 74000, "late_days": 16, "daily_rate": Decimal("0.0005"), "capped": True},
        "Late fee: ¥740.00 × 0.05% a day × 16 days = ¥5.92, rounded to the fen.",
    ),
    (
        "late_fee",
        {"arrears_fen": 74000, "late_days": 0, "daily_rate": Decimal("0.0005"), "capped": True},
        "There is no late fee on ¥740.00.",
    ),
    (
        "late_fee",
        {"arrears_fen": 100000, "late_days": 2001, "daily_rate": Decimal("0.0005"), "capped": True},
        "¥1,000.00 × 0.05% a day × 2001 days reaches the arrears themselves, which the fee never exceeds: ¥1,000.00.",
    ),
    (
        "late_fee",
        {"arrears_fen": 74000, "late_days": 1, "daily_rate": Decimal("0.00055"), "capped": False},
        "Late fee: ¥740.00 × 0.055% a day × 1 day = ¥0.41, rounded to the fen.",
    ),
    (
        "contribution.base",
        {"wage_fen": 300000, "lower_fen": 444000, "upper_fen": 2220000},
        "The wage of ¥3,000.00 is below the lower bound: the base is that bound, ¥4,440.00.",
    ),
    (
        "contribution.base",
        {"wage_fen": 600000, "lower_fen": 444000, "upper_fen": 2220000},
        "The wage of ¥6,000.00 lies between ¥4,440.00 and ¥22,200.00: it is the base itself.",
    ),
    (
        "contribution.base",
        {"wage_fen": 3000000, "lower_fen": 444000, "upper_fen": 2220000},
        "The wage of ¥30,000.00 is above the upper bound: the base is that bound, ¥22,200.00.",
    ),
    (
        "contribution.unit",
        {"base_fen": 600050, "rounding_fen": 1, "unit_rate": Decimal("0.085")},
        "The unit pays ¥6,000.50 × 8.5% = ¥510.04, rounded to the fen.",
    ),
    (
        "contribution.unit",
        {"base_fen": 600050, "rounding_fen": 100, "unit_rate": Decimal("0.085")},
        "The unit pays ¥6,000.50 × 8.5% = ¥510.00, rounded to whole steps of ¥1.00.",
    ),
    (
        "contribution.unit",
        {"base_fen": 600050, "rounding_fen": 1, "unit_rate": Decimal("0")},
        "The unit pays nothing for this.",
    ),
    (
        "contribution.person",
        {"base_fen": 600050, "rounding_fen": 1, "person_rate": Decimal("0.085")},
        "The person pays ¥6,000.50 × 8.5% = ¥510.04, rounded to the fen.",
    ),
    (
        "contribution.person",
        {"base_fen": 600050, "rounding_fen": 100, "person_rate": Decimal("0.085")},
        "The person pays ¥6,000.50 × 8.5% = ¥510.00, rounded to whole steps of ¥1.00.",
    ),
    (
        "contribution.person",
        {"base_fen": 600050, "rounding_fen": 1, "person_rate": Decimal("0")},
        "The person pays nothing for this.",
    ),
    (
        "contribution.ways",
        {
            "base_fen": 600000,
            "unit_fen": 51000,
            "person_fen": 12000,
            "person_rate": Decimal("0.02"),
            "account_rate": Decimal("0.02"),
            "rounding_fen": 1,
        },
        "What the unit pays, ¥510.00, goes to the pooled fund; what the person pays, ¥120.00, goes to the personal account.",
    ),
    (
        "contribution.ways",
        {
            "base_fen": 600000,
            "unit_fen": 51000,
            "person_fen": 12000,
            "person_rate": Decimal("0.02"),
            "account_rate": Decimal("0"),
            "rounding_fen": 1,
        },
        "All of it goes to the pooled fund; nothing goes to the personal account.",
    ),
    (
        "contribution.ways",
        {
            "base_fen": 600000,
            "unit_fen": 0,
            "person_fen": 120000,
            "person_rate": Decimal("0.2"),
            "account_rate": Decimal("0.08"),
            "rounding_fen": 1,
        },
        "¥720.00 goes to the pooled fund and ¥480.00 to the personal account.",
    ),
    (
        "contribution",
        {"unit_fen": 100, "person_fen": 200},
        "Due for the month: ¥1.00 from the unit and ¥2.00 from the person, ¥3.00 together.",
    ),
    ("contribution", {"unit_fen": 0, "person_fen": 200}, "Due for the month: ¥2.00, all of it from the person."),
    ("contribution", {"unit_fen": 100, "person_fen": 0}, "Due for the month: ¥1.00, all of it from the unit."),
    (
        "injury_rate",
        {"class_rate": Decimal("0.007"), "injury_class": 3, "factor": Decimal("0.80")},
        "Industry class 3 has a rate of 0.7%; the unit's floats to 80% of that, 0.56%.",
    ),
    (
        "injury_rate",
        {"class_rate": Decimal("0.007"), "injury_class": 3, "factor": Decimal("1.00")},
        "Industry class 3: the unit pays the rate of its class, 0.7%.",
    ),
]
