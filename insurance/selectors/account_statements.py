"""One year of a personal account as its printed statement says it."""

from datetime import date

from django.db.models import Q, Sum

from insurance.models.personal_accounts import AccountMovement


def statement_facts(account_id: int, year: int, *, on: date) -> dict:
    """Return a year's sums and every movement in the order of the days; amounts in fen. Two statements.

    The running year is stated up to ``on``.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    movements = AccountMovement.objects.filter(account=account_id)
    within = Q(on__gte=first, on__lte=last)
    sums = movements.aggregate(
        opening=Sum("amount_fen", filter=Q(on__lt=first), default=0),
        came=Sum("amount_fen", filter=within & Q(amount_fen__gt=0), default=0),
        went=Sum("amount_fen", filter=within & Q(amount_fen__lt=0), default=0),
    )
    rows = movements.filter(within).select_related("bill").order_by("on", "pk")
    return {
        "year": year,
        "first_on": first.isoformat(),
        "last_on": last.isoformat(),
        "opening_fen": sums["opening"],
        "in_fen": sums["came"],
        "out_fen": -sums["went"],
        "closing_fen": sums["opening"] + sums["came"] + sums["went"],
        "rows": [
            {
                "on": row.on.isoformat(),
                "kind": row.kind,
                "where": row.provider,
                "bill": row.bill.number if row.bill else "",
                "amount_fen": row.amount_fen,
            }
            for row in rows
        ],
    }
