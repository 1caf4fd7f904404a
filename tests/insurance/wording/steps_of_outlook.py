"""Steps of the previews of a stop and of resuming: code, facts, what is said of them."""

from datetime import date

from insurance.rules.months import Month

CASES = [
    (
        "outlook.last_charged",
        {"stop_month": Month(2025, 4), "first_month": Month(2025, 3)},
        "April 2025 is the first month that is not charged, so the last one charged is March 2025.",
    ),
    (
        "outlook.last_charged",
        {"stop_month": Month(2025, 3), "first_month": Month(2025, 3)},
        "Stopped from March 2025, before any month was charged.",
    ),
    (
        "outlook.last_day",
        {"stops_on": date(2025, 4, 1)},
        "There are no benefits from 1 April 2025: the last day with them is the one before, 31 March 2025.",
    ),
    (
        "outlook.span",
        {
            "credited_from_on": date(2025, 4, 1),
            "credited_until_on": date(2025, 5, 31),
            "returns_from_on": date(2025, 5, 1),
            "returns_until_on": date(2025, 6, 1),
        },
        "Credited from 1 April 2025 to 31 May 2025: benefits return on 1 May 2025 at the earliest and 1 June 2025 at the latest. The latest day is found so:",
    ),
    (
        "outlook.span",
        {
            "credited_from_on": date(2025, 4, 1),
            "credited_until_on": date(2025, 5, 31),
            "returns_from_on": date(2025, 6, 1),
            "returns_until_on": date(2025, 6, 1),
        },
        "Credited from 1 April 2025 to 31 May 2025: benefits return on 1 June 2025.",
    ),
    (
        "outlook.span",
        {
            "credited_from_on": date(2025, 6, 1),
            "credited_until_on": None,
            "returns_from_on": date(2025, 9, 1),
            "returns_until_on": None,
        },
        "Credited on 1 June 2025 or later: benefits return on 1 September 2025 at the earliest. That day is found so:",
    ),
    (
        "outlook.span",
        {
            "credited_from_on": date(2025, 6, 1),
            "credited_until_on": None,
            "returns_from_on": None,
            "returns_until_on": None,
        },
        "Credited on 1 June 2025 or later: that brings no benefits back.",
    ),
    (
        "outlook.stop",
        {"last_month": Month(2025, 3), "last_on": date(2025, 3, 31)},
        "The last month charged is March 2025, the last day with benefits 31 March 2025.",
    ),
    (
        "outlook.stop",
        {"last_month": Month(2025, 3), "last_on": None},
        "The last month charged is March 2025; benefits do not hold when the insurance stops.",
    ),
    ("outlook.stop", {"last_month": None, "last_on": None}, "No month was charged."),
    (
        "outlook.resume",
        {
            "first_month": Month(2025, 6),
            "credited_on": date(2025, 6, 16),
            "total_fen": 148000,
            "returns_on": date(2025, 9, 1),
        },
        "Resumed from June 2025, with ¥1,480.00 for the gap credited on 16 June 2025: benefits from 1 September 2025.",
    ),
    (
        "outlook.resume",
        {
            "first_month": Month(2025, 6),
            "credited_on": date(2025, 6, 16),
            "total_fen": 0,
            "returns_on": date(2025, 9, 1),
        },
        "Resumed from June 2025, with nothing to pay back: benefits from 1 September 2025.",
    ),
    (
        "outlook.resume",
        {"first_month": Month(2025, 6), "credited_on": date(2025, 6, 16), "total_fen": 148000, "returns_on": None},
        "Resumed from June 2025: no day is known yet on which benefits return.",
    ),
    (
        "outlook.no_gap",
        {"first_month": Month(2025, 6)},
        "June 2025 follows the last month charged: there is no gap, and benefits go on from 1 June 2025.",
    ),
    (
        "outlook.resident_cost",
        {"covered_year": 2026, "year_is_paid": True, "yearly_fen": 40000},
        "2026 is paid as a resident already: nothing more is due.",
    ),
    (
        "outlook.resident_cost",
        {"covered_year": 2026, "year_is_paid": False, "yearly_fen": 40000},
        "One payment covers a resident for 2026: ¥400.00.",
    ),
    (
        "outlook.year_too_short",
        {"covered_year": 2026, "waits_until_on": date(2027, 2, 22)},
        "The wait would last until 22 February 2027: paying for 2026 brings no benefits in it any more.",
    ),
    (
        "resume.months",
        {
            "counts_on": date(2026, 11, 22),
            "locked_through_month": None,
            "stopped_month": Month(2026, 1),
            "season_month": Month(2027, 1),
        },
        "It is the season of the next year: residents can join again from one of these months, January included: November 2026 to January 2027.",
    ),
    (
        "resume.months",
        {"counts_on": date(2025, 6, 10), "locked_through_month": None, "stopped_month": Month(2025, 3)},
        "Insurance can be resumed from the month of the declaration or the next: June 2025 to July 2025.",
    ),
    (
        "resume.months",
        {"counts_on": date(2025, 6, 10), "locked_through_month": Month(2025, 6), "stopped_month": Month(2025, 3)},
        "Months that are closed or charged already cannot be resumed again; the first ones left are July 2025.",
    ),
]
