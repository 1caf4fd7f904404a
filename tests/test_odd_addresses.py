"""What can be typed behind an address and names nothing ends in a page, never in an error of the hall."""

import pytest

from tests.faults import none_of
from tests.visits import Visitor

ODD = ("%00", "9" * 24, "%F0%9F%A6%8A")
"""A NUL, which no text of the database holds; a number larger than any key; a character that no number has."""

ADDRESSES = {
    Visitor.OPERATOR: (
        "/employer/bases/?name={odd}&after={odd}&show={odd}",
        "/employer/batches/{{table}}/?verdict={odd}&after={odd}",
        "/employer/declarations/?q={odd}&after={odd}&before={odd}",
        "/employer/declarations/{{reduction}}/?after={odd}&before={odd}",
        "/employer/declarations/{{reduction}}/undo/?people={odd}",
        "/employer/declarations/{{certified_reduction}}/correction/?people={odd}",
        "/employer/declarations/{{certified_reduction}}/certificates.pdf?from={odd}",
        "/employer/declarations/{{reduction}}/reduction-list.pdf?from={odd}",
        "/employer/increases/new/?person={odd}&declaration={odd}",
        "/employer/reductions/new/?person={odd}&declaration={odd}",
        "/employer/staff/?name={odd}&status={odd}&left={odd}&sort={odd}&after={odd}",
        "/employer/staff/{{staff}}/change/?declaration={odd}",
        "/employer/termination-certificates/?declaration={odd}&after={odd}",
        "/employer/next-bill/?month={odd}",
    ),
    Visitor.CITIZEN: (
        "/me/reductions/{{reduced}}/dispute/?declaration={odd}",
        "/me/info-change/?declaration={odd}",
        "/me/stop-insurance/?declaration={odd}",
        "/me/resume/?declaration={odd}",
        "/me/back-payment/?declaration={odd}",
        "/me/back-payment/?insurance={odd}&first_month={odd}",
        "/me/re-enrol/?declaration={odd}",
        "/me/enrol/?declaration={odd}",
        "/me/enrol/?insurances={odd}&start_month={odd}&base={odd}",
        "/me/contributions/?year={odd}",
        "/me/insurance/?on={odd}",
    ),
}


@pytest.fixture
def city(standing_city):
    return standing_city


@pytest.mark.parametrize("odd", ODD)
def test_nothing_odd_behind_an_address_is_an_error_of_the_hall(city, odd):
    none_of(
        f"{method} {address}: {status}"
        for visitor, addresses in ADDRESSES.items()
        for address in (pattern.format(odd=odd) for pattern in addresses)
        for method in ("get", "post")
        if (status := city.visit(visitor, address, method).status_code) >= 500
    )


def test_people_who_are_named_by_nonsense_are_nobody(city):
    sent = {"people": ["\0", "P9", "无"], "scope": "chosen"}
    for act in ("undo", "correction"):
        address = f"/employer/declarations/{{certified_reduction}}/{act}/"
        assert city.visit(Visitor.OPERATOR, address, "post", sent).status_code == 422
