"""Identity numbers: the worked examples of the standard and of the take-on, and what must hold for every number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import (
    CHECK_CHARACTERS,
    PROVINCES,
    IdentityType,
    Sex,
    age_on,
    check_character,
    compose,
    convert_legacy,
    masked,
    normalise,
    parse,
    read,
    years_before,
)

TODAY = date(2026, 3, 2)

VALID_NUMBERS = """
11010519491231002X
371102190001010001 37110219000101001X 420502198512310016 371102199001150005 310101199912310008 330102200002290007
371102190001180000 371102190001030002 371102190001050003 371102190001070004 371102190001090005 371102190001190006
371102190001020007 371102190001040008 371102190001060009 37110219000108000X
379901199903210198 379901200109180142
"""
VALID = VALID_NUMBERS.split()

REFUSED = [
    ("440524188001010014", "id.age"),
    ("420502190002290004", "id.birth_date"),
    ("379901199902300019", "id.birth_date"),
    ("371102190013010001", "id.birth_date"),
    ("371102190001010002", "id.check"),
    ("379901198301210211", "id.check"),
    ("810000198506150005", "id.check"),
    ("000000199001010000", "id.province"),
    ("990000199001010000", "id.province"),
    ("160101199001010000", "id.province"),
    ("810001198506150004", "id.province"),
    ("371102000101000", "id.legacy_15"),
    ("", "id.shape"),
    ("X", "id.shape"),
    ("3711021900010100011", "id.shape"),
    ("37110219000101000", "id.shape"),
    ("3711021900010100X1", "id.shape"),
    ("37110219000101001x", "id.shape"),
    (" 371102190001010001", "id.shape"),
    ("371102190001010001\n", "id.shape"),
    ("３７１１０２１９０００１０１０００１", "id.shape"),
    ("٣٧١١٠٢١٩٠٠٠١٠١٠٠٠١", "id.shape"),
    ("371102190001010001'; --", "id.shape"),
    ("3.79901E+17", "id.damaged"),
    ("3.79901199903E+17", "id.damaged"),
    ("379901199903210198.0", "id.damaged"),
    ("379901199903210000", "id.damaged"),
    ("37110219000108000", "id.damaged"),
]


@pytest.mark.parametrize("number", VALID)
def test_a_sound_number_is_read(number):
    person = parse(number, on=TODAY)

    assert person.number == number
    assert person.identity_type == IdentityType.RESIDENT_ID
    assert f"{person.birth_on:%Y%m%d}" == number[6:14]
    assert person.sex == (Sex.MALE if number[16] in "13579" else Sex.FEMALE)
    assert person.region == number[:6]


@pytest.mark.parametrize(("number", "code"), REFUSED)
def test_an_unsound_number_is_refused_with_its_cause(number, code):
    with pytest.raises(RuleBroken) as refusal:
        parse(number, on=TODAY)

    assert (refusal.value.code, refusal.value.field) == (code, "id_number")


@pytest.mark.parametrize(
    ("number", "identity_type", "region"),
    [
        ("810000198506150004", IdentityType.HK_MACAU_RESIDENCE_PERMIT, "810000"),
        ("820000199009090019", IdentityType.HK_MACAU_RESIDENCE_PERMIT, "820000"),
        ("830000197805200007", IdentityType.TAIWAN_RESIDENCE_PERMIT, "830000"),
        ("933840197506300017", IdentityType.FOREIGN_PERMANENT_RESIDENT, "330000"),
        ("944392199002280025", IdentityType.FOREIGN_PERMANENT_RESIDENT, "440000"),
    ],
)
def test_permits_made_after_the_pattern_are_known_by_their_area(number, identity_type, region):
    person = parse(number, on=TODAY)

    assert (person.identity_type, person.region) == (identity_type, region)


def test_the_old_foreign_card_tells_nothing_but_its_number():
    person = parse("CAN110078012903", on=TODAY)

    assert person.identity_type == IdentityType.FOREIGN_PERMANENT_RESIDENT
    assert (person.birth_on, person.sex, person.region) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("37110219000101001x", "37110219000101001X"),
        ("  371102 19000101 001X\t", "37110219000101001X"),
        ("３７１１０２１９０００１０１００１ｘ", "37110219000101001X"),
        ("'37110219000101001X", "37110219000101001X"),
        ("\u201937110219000101001X", "37110219000101001X"),
        ("\ufeff37110219000101001\u2169\u200b", "37110219000101001X"),
        ("371102\u00a019000101\u3000001X", "37110219000101001X"),
    ],
)
def test_what_people_and_spreadsheets_add_is_taken_away(typed, number):
    assert normalise(typed) == number
    assert read(typed, on=TODAY).number == number


def test_digits_of_other_scripts_are_not_digits():
    with pytest.raises(RuleBroken, match=r"id.shape"):
        read("٣٧١١٠٢١٩٠٠٠١٠١٠٠٠١", on=TODAY)


@pytest.mark.parametrize(
    ("born", "accepted"),
    [(date(1896, 3, 1), False), (date(1896, 3, 2), True), (TODAY, True), (date(2026, 3, 3), False)],
)
def test_nobody_is_older_than_130_years_or_born_tomorrow(born, accepted):
    number = compose("379901", born, 19)
    if accepted:
        assert parse(number, on=TODAY).birth_on == born
        return
    with pytest.raises(RuleBroken) as refusal:
        parse(number, on=TODAY)
    assert refusal.value == RuleBroken("id.age", "id_number", earliest=date(1896, 3, 2), latest=TODAY)


def test_a_number_of_15_digits_converts_to_the_18_of_the_same_person():
    assert convert_legacy("371102000101000") == "371102190001010001"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("379901199903210198", "379901********0198"),
        ("CAN110078012903", "CAN110*****2903"),
        ("E12345678", "*******78"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_a_masked_number_keeps_its_length_and_hides_the_person(number, shown):
    assert masked(number) == shown


def test_neither_text_nor_repr_shows_the_number():
    person = parse(VALID[0], on=TODAY)

    assert str(person) == "110105********002X"
    assert "1949" not in repr(person)
    assert "002X" not in repr(person)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(1990, 6, 15), date(2026, 6, 14), 35),
        (date(1990, 6, 15), date(2026, 6, 15), 36),
    ],
)
def test_age_is_counted_in_full_years(born, on, years):
    assert age_on(born, on) == years


def test_130_years_before_a_leap_day_is_the_28th():
    assert years_before(date(2028, 2, 29), 130) == date(1898, 2, 28)


NUMBERS = st.builds(
    compose,
    st.tuples(st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999)).map(lambda pair: f"{pair[0]}{pair[1]:04d}"),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(NUMBERS)
def test_every_composed_number_is_sound(number):
    person = parse(number, on=TODAY)

    assert compose(person.region, person.birth_on, int(number[14:17])) == number
    assert ric.calc_check_digit(number) == number[17]


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_character_is_noticed(number, position, character):
    changed = number[:position] + character + number[position + 1 :]
    if changed == number:
        return

    with pytest.raises(RuleBroken):
        parse(changed, on=TODAY)


@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_swapped_are_noticed(number, position):
    swapped = number[:position] + number[position + 1] + number[position] + number[position + 2 :]
    if swapped == number:
        return

    with pytest.raises(RuleBroken):
        parse(swapped, on=TODAY)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    assert number_or_problem(text) in {normalise(text), "id.shape", "id.legacy_15"}


def number_or_problem(text: str) -> str:
    try:
        return read(text, on=TODAY).number
    except RuleBroken as refusal:
        return refusal.code


def test_every_check_character_occurs():
    first_17s = [f"37110219000101{sequence:03d}" for sequence in range(100)]

    assert {check_character(first_17) for first_17 in first_17s} == set(CHECK_CHARACTERS)
