"""What can be read off an identity card opens nothing, however it is written."""

import pytest

from accounts.rules.first_password import is_first_password

NUMBER = "37990119850412024X"


@pytest.mark.parametrize(
    "typed",
    [
        "19850412",
        "850412",
        "1985-04-12",
        "1985.04.12",
        "1985/04/12",
        "1985年04月12日",
        "１９８５０４１２",
        " 19850412 ",
        "12024X",
        "12024x",
        "0412024x",
        NUMBER,
        NUMBER.lower(),
    ],
)
def test_what_stands_on_the_card_is_a_first_password(typed):
    assert is_first_password(NUMBER, typed)


@pytest.mark.parametrize("typed", ["", "19850413", "412024", "calm-river-2026", "198504120", "123456", "0412024"])
def test_anything_else_is_not(typed):
    assert not is_first_password(NUMBER, typed)


@pytest.mark.parametrize("typed", ["19850412", "850412", NUMBER, "Y00000001"])
def test_beside_a_card_number_every_birth_date_counts(typed):
    assert is_first_password("Y00000001", typed)


@pytest.mark.parametrize("typed", ["19851312", "123456", "99999999", "calm-river-2026", "20260230", "²³²³²³²³"])
def test_beside_a_card_number_a_day_must_exist(typed):
    assert not is_first_password("Y00000001", typed)
