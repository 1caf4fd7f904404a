"""Rows of policy as the studio takes them: those in force with other columns, and the national rule for units."""

from datetime import date

from insurance.rules.policy_filled_in import row_of
from insurance.selectors.policy_studio import row_to_change
from tests.factories.clock import TODAY

FIRST_ON = date(2026, 10, 1)
DOCUMENT = {
    "number": "云医保发〔2026〕9号（演示）",
    "title_zh": "关于调整中断缴费待遇规则的通知",
    "title_en": "Notice on benefits after a gap",
    "issuer_zh": "云州市医疗保障局",
    "issuer_en": "Yunzhou Healthcare Security Bureau",
    "evidence": "demo",
}


def row_in_force(area, table, slug="all", **changed):
    """Return the row in force today as a file writes it, from ``FIRST_ON`` on and with other columns."""
    return row_of(row_to_change(area, table, slug, TODAY)) | {"from": FIRST_ON} | changed


def national_rule(**changed):
    """Return the row of the national rule for units: up to three months made up, then six months of waiting."""
    return {
        "payer": "unit",
        "family": "N3",
        "from": FIRST_ON,
        "stop_point": "unpaid_month",
        "gap_unit": "months",
        "tiers": [
            {"over": 0, "upto": 3, "anchor": "payment_month", "retroactive": True},
            {"over": 4, "anchor": "payment_month", "wait_months": 6, "continuity": "broken", "repayable": False},
        ],
        "unpaid_tiers": [{"over": 0, "anchor": "payment_month", "wait_months": 6, "continuity": "broken"}],
        "document": DOCUMENT["number"],
        **changed,
    }
