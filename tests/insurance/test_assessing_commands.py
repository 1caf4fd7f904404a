"""manage.py assess and close_month: a line for every area, a sentence for what is refused, an exit code for programs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insurance.models import BaseBound, ClosedMonth, LateFee
from tests.factories import TODAY, PersonFactory, UnitFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

WHOLE = "1 payers, 1 people, 2 bills, 0 corrections of earlier months; units 2096.00 yuan, people 840.00 yuan\n"


@pytest.fixture
def area(db, settings):
    settings.HALL_TODAY = TODAY
    area = AreaFactory()
    put_policy(area)
    employ(PersonFactory(), UnitFactory())
    return area


def told(*words) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except CommandError as refused:
        err.write(str(refused))
    return out.getvalue(), err.getvalue()


def test_a_month_is_assessed_once(area):
    assert told("assess", "2026-09") == (f"379901 2026-09: {WHOLE}", "")
    assert told("assess", "2026-09") == (
        f"379901 2026-09 was assessed already on 2026-09-10, nothing was changed: {WHOLE}",
        "",
    )


def test_several_areas_are_added_up(area):
    other = AreaFactory(code="379902")
    put_policy_like(area, other)
    out, _err = told("assess", "2026-09")
    assert out.splitlines()[-1].startswith("all areas: 1 payers, 1 people, 2 bills")


def put_policy_like(area, other):
    """Give another area the bounds and late fees of one."""
    for model in (BaseBound, LateFee):
        for row in model.objects.filter(area=area):
            row.pk, row.area = None, other
            row.save(force_insert=True)


def test_what_is_refused_is_said_and_fails(area):
    out, err = told("assess", "2026-10")
    assert (out, err) == (
        "",
        "379901: October 2026 has not begun. A month is assessed when it has.\nNot assessed: 379901.",
    )


@pytest.mark.parametrize("words", [("assess", "2026/09"), ("assess", "2026-09", "--area", "999999")])
def test_what_cannot_be_meant_is_refused(area, words):
    out, err = told(*words)
    assert out == ""
    assert err


def test_books_are_closed_with_what_is_open_named(area):
    told("assess", "2026-08")
    assert told("close_month", "2026-08") == (
        "379901 2026-08: closed; 2 bills over 2936.00 yuan are unpaid, 0 declarations and 0 changes wait\n",
        "",
    )
    assert ClosedMonth.objects.count() == 1
    _out, err = told("close_month", "2026-08")
    assert err == "379901: The books of August 2026 are closed already.\nNot closed: 379901."
