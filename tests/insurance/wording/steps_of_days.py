"""Steps that find a day or a month: code, facts, what is said of them."""

from datetime import date

from insurance.rules.months import Month

CASES = [
    (
        "limit.working_days",
        {
            "event_on": date(2025, 9, 30),
            "limit_days": 10,
            "days_off": (
                date(2025, 10, 1),
                date(2025, 10, 2),
                date(2025, 10, 3),
                date(2025, 10, 4),
                date(2025, 10, 5),
                date(2025, 10, 6),
                date(2025, 10, 7),
                date(2025, 10, 8),
            ),
        },
        "Counted from the day after 30 September 2025, the limit of 10 working days ends on 18 October 2025. Days off, not counted: 1 October 2025 to 8 October 2025.",
    ),
    (
        "limit.working_days",
        {"event_on": date(2025, 9, 1), "limit_days": 1, "days_off": ()},
        "Counted from the day after 1 September 2025, the limit of 1 working day ends on 2 September 2025.",
    ),
    (
        "limit.calendar_days",
        {"event_on": date(2025, 9, 20), "limit_days": 15},
        "Counted from the day after 20 September 2025, the limit of 15 days ends on 5 October 2025.",
    ),
    (
        "limit.day_of_month",
        {"limit_month": Month(2025, 2), "day_number": 31},
        "February 2025 has no day 31: its last day, 28 February 2025, counts instead.",
    ),
    (
        "limit.day_of_month",
        {"limit_month": Month(2025, 3), "day_number": 25},
        "The limit is day 25 of the month: 25 March 2025.",
    ),
    (
        "limit.moved",
        {
            "ends_on": date(2025, 10, 5),
            "days_off": (
                date(2025, 10, 1),
                date(2025, 10, 2),
                date(2025, 10, 3),
                date(2025, 10, 4),
                date(2025, 10, 5),
                date(2025, 10, 6),
                date(2025, 10, 7),
                date(2025, 10, 8),
            ),
        },
        "5 October 2025 is a day off: the limit moves to the next working day, 9 October 2025.",
    ),
    (
        "limit.moved",
        {"ends_on": date(2025, 10, 9), "days_off": ()},
        "9 October 2025 is a working day: the limit ends then.",
    ),
    (
        "stop.counted_as_of",
        {"declared_on": date(2025, 9, 10), "opens_on": date(2025, 9, 5), "closes_on": date(2025, 9, 25)},
        "Declared on 10 September 2025, within the window from 5 September 2025 to 25 September 2025.",
    ),
    (
        "stop.counted_as_of",
        {"declared_on": date(2025, 9, 3), "opens_on": date(2025, 9, 5), "closes_on": date(2025, 9, 25)},
        "Declared on 3 September 2025, outside the window: it counts as made on 5 September 2025, when the next one opens.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-NEXT",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": None,
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "September 2025, the month of the declaration, is still charged. Possible stop months: October 2025 to November 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-PREV",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": None,
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "The month of the declaration or the one before it may be chosen. Possible stop months: August 2025 to September 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-PREV1",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": None,
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "The month of the declaration or the one after it may be chosen. Possible stop months: September 2025 to October 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-ASSESSED",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": None,
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "No month has been assessed yet: the stop month is that of the declaration, September 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-DATE",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": None,
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "A last day at work up to three months back may be declared. Possible stop months: July 2025 to October 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-ASSESSED",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": None,
            "latest_assessed_month": Month(2025, 8),
            "ahead_months": 2,
        },
        "August 2025 was the latest month assessed: the stop month is the one after it, September 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-CUT",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": date(2025, 9, 15),
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "10 September 2025 is not past the cut-off day, 15 September 2025: that month need not be charged any more. Possible stop months: September 2025 to November 2025.",
    ),
    (
        "stop.allowed",
        {
            "effective_rule": "E-CUT",
            "window_month": Month(2025, 9),
            "counts_on": date(2025, 9, 10),
            "cutoff_on": date(2025, 9, 5),
            "latest_assessed_month": None,
            "ahead_months": 2,
        },
        "10 September 2025 is past the cut-off day, 5 September 2025: that month is still charged. Possible stop months: October 2025 to November 2025.",
    ),
    (
        "stop.open",
        {
            "locked_through_month": None,
            "enrolled_month": Month(2025, 3),
            "first_month": Month(2025, 9),
            "last_month": Month(2025, 11),
        },
        "None of these months is closed: September 2025 to November 2025.",
    ),
    (
        "stop.open",
        {
            "locked_through_month": Month(2025, 9),
            "enrolled_month": Month(2025, 3),
            "first_month": Month(2025, 9),
            "last_month": Month(2025, 11),
        },
        "The books are closed up to September 2025, and a closed month stays charged. Left: October 2025 to November 2025.",
    ),
    (
        "stop.open",
        {
            "locked_through_month": None,
            "enrolled_month": Month(2025, 10),
            "first_month": Month(2025, 9),
            "last_month": Month(2025, 11),
        },
        "The insurance began in October 2025 and cannot stop before. Left: October 2025 to November 2025.",
    ),
    (
        "stop.month",
        {"default_month": Month(2025, 10), "earliest_month": Month(2025, 10), "latest_month": Month(2025, 11)},
        "Stop month: October 2025, the first month that is not charged.",
    ),
    (
        "stop.month",
        {"default_month": Month(2025, 9), "earliest_month": Month(2025, 10), "latest_month": Month(2025, 11)},
        "September 2025 cannot be chosen any more; the nearest possible stop month is October 2025.",
    ),
    (
        "retirement.original",
        {"birth_month": Month(1976, 9), "age_years": 60},
        "Born in September 1976: the age of before the reform, 60, is reached in September 2036.",
    ),
    (
        "retirement.delay",
        {"birth_month": Month(1964, 12), "first_month": Month(1965, 1), "step_months": 4, "most_months": 36},
        "Born before January 1965: the reform adds nothing.",
    ),
    (
        "retirement.delay",
        {"birth_month": Month(1966, 3), "first_month": Month(1965, 1), "step_months": 4, "most_months": 36},
        "For every 4 months of birth from January 1965 on, the reform adds a month: 4 months.",
    ),
    (
        "retirement.delay",
        {"birth_month": Month(1980, 1), "first_month": Month(1965, 1), "step_months": 4, "most_months": 36},
        "The reform adds 36 months, the most there is.",
    ),
    (
        "retirement.statutory",
        {"original_month": Month(2036, 9), "delay_months": 36},
        "September 2036 and 36 months more: the statutory month of retirement is September 2039.",
    ),
    (
        "retirement.statutory",
        {"original_month": Month(2024, 9), "delay_months": 0},
        "The statutory month of retirement stays September 2024.",
    ),
    (
        "retirement.earliest",
        {"original_month": Month(2036, 9), "statutory_month": Month(2039, 9), "flexible_months": 36},
        "Who wishes may retire up to 36 months earlier, but never before the age of before the reform (September 2036): September 2036 at the earliest.",
    ),
    (
        "retirement.latest",
        {"statutory_month": Month(2039, 9), "flexible_months": 36},
        "By agreement with the unit up to 36 months later: September 2042 at the latest.",
    ),
    (
        "retirement.least_paid",
        {"year": 2031},
        "Who reaches the age in 2031 needs at least 192 months of contributions for a monthly pension.",
    ),
    (
        "retirement",
        {
            "track": "man_60",
            "earliest_month": Month(2036, 9),
            "statutory_month": Month(2039, 9),
            "latest_month": Month(2042, 9),
        },
        "A man may retire from September 2036 at the earliest, by statute in September 2039, by agreement in September 2042 at the latest.",
    ),
    (
        "retirement",
        {
            "track": "woman_55",
            "earliest_month": Month(2036, 9),
            "statutory_month": Month(2039, 9),
            "latest_month": Month(2042, 9),
        },
        "A woman in a post that retired at 55 may retire from September 2036 at the earliest, by statute in September 2039, by agreement in September 2042 at the latest.",
    ),
    (
        "retirement",
        {
            "track": "woman_50",
            "earliest_month": Month(2036, 9),
            "statutory_month": Month(2039, 9),
            "latest_month": Month(2042, 9),
        },
        "A woman in a post that retired at 50 may retire from September 2036 at the earliest, by statute in September 2039, by agreement in September 2042 at the latest.",
    ),
]
