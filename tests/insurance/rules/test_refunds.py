"""When money is given back, as a table."""

from datetime import date

import pytest

from insurance.rules.refunds import RefundReason, cover_began, reasons_to_ask

NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(("on", "began"), [(date(2026, 12, 31), False), (NEW_YEAR, True), (date(2027, 1, 2), True)])
def test_cover_has_begun_on_its_first_day(on, began):
    assert cover_began(NEW_YEAR, on=on) is began


def test_nobody_asks_because_they_have_died_themselves():
    for_another = reasons_to_ask(gives_back_a_year=True, for_oneself=False)
    assert set(for_another) - set(reasons_to_ask(gives_back_a_year=True, for_oneself=True)) == {RefundReason.DIED}
    assert RefundReason.OVER_COLLECTED not in for_another
    assert set(reasons_to_ask(gives_back_a_year=False, for_oneself=False)) == {
        RefundReason.OVER_COLLECTED,
        RefundReason.SYSTEM_ERROR,
    }
