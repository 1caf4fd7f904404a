"""Steps from a month that was not paid to the return of benefits: code, facts, what is said of them."""

from datetime import date

from insurance.rules.months import Month

CASES = [
    (
        "benefit.stop",
        {"stop_point": "unpaid_month", "unpaid_month": Month(2025, 3), "due_on": date(2025, 3, 25)},
        "The contributions of March 2025 were not credited in full by 25 March 2025: benefits are suspended from the first day of that month, 1 March 2025.",
    ),
    (
        "benefit.stop",
        {"stop_point": "next_month", "unpaid_month": Month(2025, 3), "due_on": date(2025, 3, 25)},
        "The contributions of March 2025 were not credited in full by 25 March 2025: benefits are suspended from the first day of the next month, 1 April 2025.",
    ),
    (
        "benefit.stop",
        {"stop_point": "after_deadline", "unpaid_month": Month(2025, 3), "due_on": date(2025, 3, 25)},
        "The contributions of March 2025 were not credited in full by 25 March 2025: benefits are suspended from the day after, 26 March 2025.",
    ),
    (
        "benefit.stop",
        {"stop_point": "unpaid_month", "unpaid_month": Month(2025, 3), "due_on": None},
        "Nothing was paid for March 2025: there are no benefits from its first day, 1 March 2025.",
    ),
    (
        "benefit.stop",
        {"stop_point": "next_month", "unpaid_month": Month(2025, 3), "due_on": None},
        "Nothing was paid for March 2025: there are no benefits from the first day of the next month, 1 April 2025.",
    ),
    (
        "gap.days",
        {"stops_on": date(2025, 3, 1), "credited_on": date(2025, 4, 29), "day_count": "exclude_first"},
        "From 1 March 2025 to the credit on 29 April 2025: 59 days; the first day is not counted.",
    ),
    (
        "gap.days",
        {"stops_on": date(2025, 3, 1), "credited_on": date(2025, 4, 29), "day_count": "include_first"},
        "From 1 March 2025 to the credit on 29 April 2025: 60 days, the first day counted.",
    ),
    (
        "gap.days",
        {"stops_on": date(2025, 3, 1), "credited_on": date(2025, 2, 27), "day_count": "exclude_first"},
        "The money was credited on 27 February 2025, before a day without benefits had passed: there is no gap.",
    ),
    (
        "gap.months",
        {"unpaid_month": Month(2025, 3), "credited_on": date(2025, 4, 29)},
        "From March 2025, the first month not paid, to the credit on 29 April 2025: 1 month, counted by calendar months.",
    ),
    (
        "gap.order_days",
        {"ordered_on": date(2025, 4, 1), "credited_on": date(2025, 5, 20)},
        "From the order to pay of 1 April 2025 to the credit on 20 May 2025: 49 days; the day of the order is not counted.",
    ),
    (
        "tier.number",
        {"gap": 60, "limits": (60, 180, None), "missed_in_year": 0, "most_missed_in_year": None, "gap_unit": "days"},
        "A gap of 60 days is not longer than 60 days: tier 1 holds.",
    ),
    (
        "tier.number",
        {"gap": 61, "limits": (60, 180, None), "missed_in_year": 0, "most_missed_in_year": None, "gap_unit": "days"},
        "A gap of 61 days is longer than 60 days, but not longer than 180 days: tier 2 holds.",
    ),
    (
        "tier.number",
        {"gap": 181, "limits": (60, 180, None), "missed_in_year": 0, "most_missed_in_year": None, "gap_unit": "days"},
        "A gap of 181 days is longer than 180 days: tier 3, the last, holds.",
    ),
    (
        "tier.number",
        {"gap": 1, "gap_unit": "months", "limits": (3, None), "missed_in_year": 1, "most_missed_in_year": 3},
        "A gap of 1 month is not longer than 3 months: tier 1 holds.",
    ),
    (
        "tier.number",
        {"gap": 1, "gap_unit": "months", "limits": (3, None), "missed_in_year": 4, "most_missed_in_year": 3},
        "In one calendar year 4 months went unpaid, more than the 3 months allowed: the last tier holds, however long the gap.",
    ),
    (
        "tier.number",
        {"gap": 49, "gap_unit": "order_days", "limits": (60, None), "missed_in_year": 0, "most_missed_in_year": None},
        "Credited 49 days after the order to pay, within 60 days: tier 1 holds.",
    ),
    (
        "tier.number",
        {"gap": 61, "gap_unit": "order_days", "limits": (60, None), "missed_in_year": 0, "most_missed_in_year": None},
        "Credited 61 days after the order to pay, later than 60 days: tier 2 holds.",
    ),
    (
        "tier.number",
        {"gap": None, "gap_unit": "order_days", "limits": (60, None), "missed_in_year": 0, "most_missed_in_year": None},
        "No order to pay was issued from which the gap could be measured: the last tier holds.",
    ),
    (
        "tier.number",
        {"gap": 5, "gap_unit": "months", "limits": (None,), "missed_in_year": 0, "most_missed_in_year": None},
        "In this case the rule makes no difference by the length of the gap.",
    ),
    (
        "benefit.return",
        {
            "anchor": "stop",
            "wait_months": 0,
            "payment_month_counts": True,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Benefits count as never interrupted: they hold on from 1 March 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "day_after_credit",
            "wait_months": 0,
            "payment_month_counts": True,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Credited on 16 June 2025: benefits return on the day after, 17 June 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "payment_month",
            "wait_months": 0,
            "payment_month_counts": True,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Credited on 16 June 2025: benefits return from the first day of that month, 1 June 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "payment_month",
            "wait_months": 1,
            "payment_month_counts": True,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Credited on 16 June 2025: benefits return with the next month, on 1 July 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "payment_month",
            "wait_months": 6,
            "payment_month_counts": True,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Credited on 16 June 2025: after 6 months, the month of the credit being the first of them, benefits return on 1 December 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "from_payment_month",
            "wait_months": 3,
            "payment_month_counts": True,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Credited on 16 June 2025: after 3 months, the month of the credit being the first of them, benefits return on 1 September 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "from_payment_month",
            "wait_months": 3,
            "payment_month_counts": False,
            "credited_on": date(2025, 6, 16),
            "stops_on": date(2025, 3, 1),
        },
        "Credited on 16 June 2025: after 3 months, the month of the credit not counted, benefits return on 1 October 2025.",
    ),
    (
        "benefit.return",
        {
            "anchor": "payment_month",
            "wait_months": 0,
            "payment_month_counts": True,
            "credited_on": date(2025, 3, 28),
            "stops_on": date(2025, 4, 1),
        },
        "The credit on 28 March 2025 came before benefits would have stopped: they hold on from 1 April 2025.",
    ),
    (
        "benefit.later_return",
        {"unpaid_returns_on": date(2025, 7, 1), "paid_returns_on": date(2025, 9, 1)},
        "Without repayment benefits would return on 1 July 2025, with it on 1 September 2025. The later day holds, 1 September 2025: not paying never brings them back sooner.",
    ),
    (
        "benefit.retroactive",
        {"retroactive": True, "stops_on": date(2025, 3, 1)},
        "Costs since 1 March 2025, for the time of the gap, can be claimed afterwards.",
    ),
    (
        "benefit.retroactive",
        {"retroactive": False, "stops_on": date(2025, 3, 1)},
        "Medical costs of the time without benefits are not reimbursed afterwards.",
    ),
    (
        "benefit.continuity",
        {"repaid": True, "continuity": "kept"},
        "Everything was paid back: those months count, and the continuous months go on.",
    ),
    ("benefit.continuity", {"repaid": False, "continuity": "kept"}, "The continuous months go on."),
    (
        "benefit.continuity",
        {"repaid": True, "continuity": "broken"},
        "Continuous months are counted anew; the cumulative months stay.",
    ),
    (
        "benefit.continuity",
        {"repaid": True, "continuity": "reset"},
        "It counts as a new enrolment: continuous months begin at zero; the cumulative months stay.",
    ),
    (
        "benefit.continuity",
        {"repaid": True, "continuity": "local"},
        "Whether the continuous months go on is left to local rules; the cumulative months stay.",
    ),
    ("benefit.restored", {"returns_on": date(2025, 5, 1)}, "Benefits return on 1 May 2025."),
    ("benefit.restored", {"returns_on": None}, "No day is known yet on which benefits return."),
    (
        "benefit.no_return",
        {"credited_on": None, "repaid": True},
        "No payment has been credited since: until one is, benefits do not return.",
    ),
    (
        "benefit.no_return",
        {"credited_on": date(2025, 4, 29), "repaid": False},
        "The gap was not paid back, and by this rule only that brings benefits back.",
    ),
    ("benefit.covered", {"first_month": Month(2025, 3)}, "Enrolled since March 2025, with benefits from 1 March 2025."),
    (
        "benefit.first_wait",
        {"first_month": Month(2025, 3), "credited_on": date(2025, 3, 10), "new_enrolment_months": 0},
        "First enrolment, credited on 10 March 2025: benefits begin from the first day of that month, 1 March 2025.",
    ),
    (
        "benefit.first_wait",
        {"first_month": Month(2025, 3), "credited_on": date(2025, 3, 10), "new_enrolment_months": 1},
        "First enrolment, credited on 10 March 2025: benefits begin with the next month, on 1 April 2025.",
    ),
    (
        "benefit.first_wait",
        {"first_month": Month(2025, 3), "credited_on": date(2025, 3, 10), "new_enrolment_months": 6},
        "First enrolment, credited on 10 March 2025: after 6 months, the month of the credit being the first of them, benefits begin on 1 September 2025.",
    ),
    (
        "benefit.first_wait",
        {"first_month": Month(2025, 3), "credited_on": date(2025, 1, 10), "new_enrolment_months": 0},
        "The first contribution was credited ahead, on 10 January 2025: benefits begin with the enrolment on 1 March 2025.",
    ),
    (
        "benefit.first_unpaid",
        {"first_month": Month(2025, 3)},
        "Enrolled from March 2025, but the first contribution has not been credited: benefits begin only after it has.",
    ),
    (
        "benefit.ended",
        {"stop_month": Month(2025, 3)},
        "The insurance ended for good with March 2025: there are no benefits from 1 March 2025.",
    ),
    (
        "benefit.retired",
        {"stop_month": Month(2025, 3)},
        "Retired with March 2025. Who has contributed for the years demanded pays no more, and benefits go on from 1 March 2025.",
    ),
]
