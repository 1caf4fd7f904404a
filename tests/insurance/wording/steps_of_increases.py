"""Steps that find the start month of an increase: code, facts, what is said of them."""

from datetime import date

from insurance.rules.months import Month

FREE = {"locked_through_month": None, "charged_until_month": None, "next_period_month": None}

CASES = [
    (
        "start.earliest_online",
        {"counts_on": date(2026, 9, 10), "back_months": 3},
        "Online, a first working day is taken up to 3 months back: from June 2026 on.",
    ),
    (
        "start.month",
        {"worked_month": Month(2026, 8), **FREE, "locked_through_month": Month(2026, 7)},
        "The first working day lies in August 2026: charged from that month on.",
    ),
    (
        "start.month",
        {"worked_month": Month(2026, 8), **FREE, "locked_through_month": Month(2026, 8)},
        "The books are closed up to August 2026: charged from the next month, September 2026, on.",
    ),
    (
        "start.month",
        {"worked_month": Month(2026, 9), **FREE, "charged_until_month": Month(2026, 10)},
        "The months before October 2026 are charged to another unit: charged from October 2026 on.",
    ),
    (
        "start.month",
        {"worked_month": Month(2026, 9), **FREE, "next_period_month": Month(2026, 10)},
        "The window of September 2026 is closed: declared for the next period, charged from October 2026 on.",
    ),
    (
        "start.injury_cover",
        {"started_on": date(2026, 9, 14), "declared_on": date(2026, 9, 10)},
        "Work injury is covered from 0:00 on 15 September 2026, the day after the first working day.",
    ),
    (
        "start.injury_cover",
        {"started_on": date(2026, 9, 1), "declared_on": date(2026, 9, 10)},
        "Work injury is covered from 0:00 on 11 September 2026, the day after the declaration.",
    ),
]
