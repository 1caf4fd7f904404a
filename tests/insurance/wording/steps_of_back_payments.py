"""The step of a quote for a back payment: code, facts, what is said of it."""

from datetime import date

from insurance.rules.months import Month

MONTHS = (Month(2026, 7), Month(2026, 8))

CASES = [
    (
        "back_payment.quote",
        {
            "repaid_months": MONTHS,
            "credited_on": date(2026, 9, 10),
            "total_fen": 129_200,
            "returns_on": date(2026, 12, 1),
        },
        "Paying back July 2026 to August 2026, credited on 10 September 2026, costs ¥1,292.00 and brings benefits back on 1 December 2026.",
    ),
    (
        "back_payment.quote",
        {"repaid_months": MONTHS, "credited_on": date(2026, 9, 10), "total_fen": 320_000, "returns_on": None},
        "Paying back July 2026 to August 2026, credited on 10 September 2026, costs ¥3,200.00.",
    ),
]
