"""Steps that count months and years: code, facts, what is said of them."""

from datetime import date

from insurance.rules.months import Month

CASES = [
    (
        "months.continuous",
        {
            "credited_months": (
                Month(2025, 1),
                Month(2025, 2),
                Month(2025, 3),
                Month(2025, 4),
                Month(2025, 5),
                Month(2025, 6),
            ),
            "broken_month": None,
        },
        "Continuous months: 6 months. They were never broken, so every month credited counts.",
    ),
    (
        "months.continuous",
        {
            "credited_months": (
                Month(2025, 1),
                Month(2025, 2),
                Month(2025, 3),
                Month(2025, 4),
                Month(2025, 5),
                Month(2025, 6),
            ),
            "broken_month": Month(2025, 4),
        },
        "Continuous months: 3 months. Of 6 months credited those from April 2025 on count, when they began anew.",
    ),
    (
        "months.cumulative",
        {
            "credited_months": (
                Month(2025, 1),
                Month(2025, 2),
                Month(2025, 3),
                Month(2025, 4),
                Month(2025, 5),
                Month(2025, 6),
            )
        },
        "Cumulative months: 6 months credited in all; they are never lost.",
    ),
    (
        "resident.year_paid",
        {"covered_year": 2026, "first_month": Month(2025, 3)},
        "The contribution for 2026 was paid in time: benefits from 1 January 2026.",
    ),
    (
        "resident.year_unpaid",
        {"covered_year": 2026, "due_on": None},
        "The contribution for 2026 has not been credited: no benefits from 1 January 2026.",
    ),
    (
        "resident.year_unpaid",
        {"covered_year": 2026, "due_on": date(2025, 12, 31)},
        "The contribution for 2026 was not credited by 31 December 2025: no benefits from 1 January 2026.",
    ),
    (
        "resident.left",
        {"stop_month": Month(2026, 1)},
        "The enrolment as a resident ended: from January 2026 on it gives no benefits.",
    ),
    (
        "resident.newborn",
        {"born_year": 2025, "covered_year": 2025, "first_month": Month(2025, 3)},
        "Enrolled in the year of birth: no wait, benefits from 1 March 2025.",
    ),
    (
        "resident_wait.missed_years",
        {"last_covered_year": None, "covered_year": 2026, "counts_from_year": 2025},
        "Never insured as a resident before: no year was missed.",
    ),
    (
        "resident_wait.missed_years",
        {"last_covered_year": 2025, "covered_year": 2026, "counts_from_year": 2025},
        "Insured for 2025 before: no year that counts was missed up to 2026.",
    ),
    (
        "resident_wait.missed_years",
        {"last_covered_year": 2022, "covered_year": 2026, "counts_from_year": 2020},
        "Last insured for 2022: 3 years missed up to 2026.",
    ),
    (
        "resident_wait.missed_years",
        {"last_covered_year": 2022, "covered_year": 2027, "counts_from_year": 2025},
        "Last insured for 2022: 2 years missed up to 2027, those before 2025 not counted.",
    ),
    (
        "resident_wait.months",
        {
            "in_window": True,
            "missed_years": 0,
            "repaired_years": 0,
            "fixed_months": 3,
            "missed_year_months": 1,
            "repaired_year_months": 1,
            "floor_missed_years": 4,
            "floor_months": 6,
        },
        "Paid within the season and no year missed: there is no wait.",
    ),
    (
        "resident_wait.months",
        {
            "in_window": False,
            "missed_years": 0,
            "repaired_years": 0,
            "fixed_months": 3,
            "missed_year_months": 1,
            "repaired_year_months": 1,
            "floor_missed_years": 4,
            "floor_months": 6,
        },
        "Paid outside the season: a fixed wait of 3 months.",
    ),
    (
        "resident_wait.months",
        {
            "in_window": True,
            "missed_years": 1,
            "repaired_years": 0,
            "fixed_months": 3,
            "missed_year_months": 1,
            "repaired_year_months": 1,
            "floor_missed_years": 4,
            "floor_months": 6,
        },
        "A fixed wait of 3 months and 1 month more for 1 year missed: 4 months.",
    ),
    (
        "resident_wait.months",
        {
            "in_window": True,
            "missed_years": 2,
            "repaired_years": 1,
            "fixed_months": 3,
            "missed_year_months": 1,
            "repaired_year_months": 1,
            "floor_missed_years": 4,
            "floor_months": 6,
        },
        "A fixed wait of 3 months, 2 months more for 2 years missed, 1 month taken back for 1 year paid for afterwards: 4 months.",
    ),
    (
        "resident_wait.months",
        {
            "in_window": False,
            "missed_years": 4,
            "repaired_years": 4,
            "fixed_months": 3,
            "missed_year_months": 1,
            "repaired_year_months": 1,
            "floor_missed_years": 4,
            "floor_months": 6,
        },
        "4 years missed, 4 years of them paid for afterwards: who missed 4 years or more waits at least 6 months.",
    ),
    (
        "resident_wait",
        {"paid_on": date(2025, 11, 5), "wait_months": 0, "in_window": True, "anchor": "same_day"},
        "Paid on 5 November 2025, without a wait: benefits from 1 January 2026.",
    ),
    (
        "resident_wait",
        {"paid_on": date(2026, 3, 15), "wait_months": 3, "in_window": False, "anchor": "same_day"},
        "3 months after the payment on 15 March 2026: benefits from 15 June 2026.",
    ),
    (
        "resident_wait",
        {"paid_on": date(2026, 3, 15), "wait_months": 3, "in_window": False, "anchor": "month"},
        "3 months after the month of payment (15 March 2026): benefits from its first day, 1 June 2026.",
    ),
    (
        "resident_wait",
        {"paid_on": date(2025, 9, 5), "wait_months": 3, "in_window": True, "anchor": "same_day"},
        "Paid on 5 September 2025: the wait of 3 months is over before the year begins, so benefits hold from its first day, 1 January 2026.",
    ),
    (
        "unemployment.piece",
        {"paid_months": 11, "pieces": ((12, 12, None), (60, 18, None), (120, 24, None))},
        "11 months of contributions are fewer than the 12 months that the benefit asks for.",
    ),
    (
        "unemployment.piece",
        {"paid_months": 59, "pieces": ((12, 12, None), (60, 18, None), (120, 24, None))},
        "59 months of contributions: from 12 months on the benefit is paid for 12 months.",
    ),
    (
        "unemployment.piece",
        {"paid_months": 60, "pieces": ((12, 1, 12), (48, 4, 6))},
        "60 months of contributions: from 48 months on the benefit is paid for 4 months, and a month longer for every further 6 months.",
    ),
    (
        "unemployment.earned",
        {"paid_months": 60, "from_months": 48, "piece_months": 4, "every_months": 6},
        "That earns 6 months of benefit.",
    ),
    (
        "unemployment.earned",
        {"paid_months": 3, "from_months": 0, "piece_months": 0, "every_months": None},
        "That earns no months of benefit.",
    ),
    (
        "unemployment.duration",
        {"earned_months": 12, "left_over_months": 0, "most_months": 24},
        "The benefit is paid for 12 months at most.",
    ),
    (
        "unemployment.duration",
        {"earned_months": 12, "left_over_months": 5, "most_months": 24},
        "12 months earned and 5 months left over from before: the benefit is paid for 17 months at most.",
    ),
    (
        "unemployment.duration",
        {"earned_months": 18, "left_over_months": 12, "most_months": 24},
        "18 months earned and 12 months left over from before, but never more than 24 months: the benefit is paid for 24 months at most.",
    ),
    (
        "unemployment.duration",
        {"earned_months": 0, "left_over_months": 0, "most_months": 24},
        "No unemployment benefit is paid.",
    ),
]
