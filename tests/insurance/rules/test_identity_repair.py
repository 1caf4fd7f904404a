"""Whatever a spreadsheet does to a number: it comes back exactly, or the row is refused; never as another person's."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.rules.person_name import comparable_name
from accounts.rules.resident_id import compose
from insurance.rules.identity_repair import Context, is_rounded, read_number
from insurance.rules.sheet_damage import DamageCode as D
from insurance.rules.sheet_roster import Roster, RosterName
from insurance.rules.sheets import Cell, Typed

TODAY = date(2026, 11, 22)
NAMES = ["王伟", "李娜", "张静"]


def crowd() -> list[RosterName]:
    """Many people of few names, born on few days in few places: digits and name together often fit several of them."""
    numbers = [
        compose(region, date(year, 1, day), sequence)
        for region in ("379901", "110101")
        for year in (1979, 1980)
        for day in (1, 2)
        for sequence in range(60)
    ]
    return [RosterName(at, number, NAMES[at % 3], f"P{at:08d}") for at, number in enumerate(numbers)]


CROWD = crowd()
ROSTER = Roster(CROWD)


def rounded(number: str) -> str:
    return number[:15] + "000"


def half_rounded(number: str) -> str:
    """As a program rounds that keeps 15 digits: up from the half on."""
    return str(int(number[:15]) + (number[15] >= "5")) + "000"


TEXTS = {
    "rounded": rounded,
    "rounded up": half_rounded,
    "with a point": lambda number: f"{rounded(number)}.0",
    "power of ten, short": lambda number: f"{number[0]}.{number[1:6]}E+17",
    "power of ten, rounded": lambda number: f"{int(number.replace('X', '0')):.5E}",
    "power of ten, long": lambda number: f"{number[0]}.{number[1:15]}E+17",
    "last lost": lambda number: number[:17],
    "first lost": lambda number: number[1:],
    "one in the middle lost": lambda number: number[:10] + number[11:],
    "cut at 16": lambda number: number[:16],
    "cut at 15": lambda number: number[:15],
    "cut at 14": lambda number: number[:14],
    "old": lambda number: number[:6] + number[8:17],
    "O for 0": lambda number: number.replace("0", "O"),
    "l for 1": lambda number: number.replace("1", "l"),
    "apostrophe": lambda number: f"'{number}",
    "spaces": lambda number: " ".join(number),
    "small": str.lower,
    "in words": lambda number: f"号码{number}。",
    "one digit wrong": lambda number: number[:12] + str((int(number[12]) + 1) % 10) + number[13:],
    "two digits exchanged": lambda number: number[:9] + number[10] + number[9] + number[11:],
    "check character wrong": lambda number: number[:17] + ("1" if number[17] != "1" else "2"),
}


def read(text: str, name: str, *, typed: Typed = Typed.TEXT, roster: Roster = ROSTER, is_member: bool = True):
    context = Context(roster, TODAY, is_member)
    return read_number(Cell(text, typed), [comparable_name(name)], context)


@given(st.sampled_from(CROWD), st.sampled_from(sorted(TEXTS)), st.booleans(), st.booleans())
@settings(max_examples=1500, deadline=None)
def test_a_damaged_number_is_the_persons_own_or_nobodys(person, damage, is_member, as_number):
    text = TEXTS[damage](person.number)
    typed = Typed.NUMBER if as_number and text.isdecimal() else Typed.TEXT
    reading = read(text, person.name, typed=typed, is_member=is_member)
    is_right = reading.number == person.number and all(certain for _, certain in reading.marks)
    is_refused = reading.number is None and not all(certain for _, certain in reading.marks)
    assert is_right or is_refused, (damage, reading.marks)
    assert reading.member in (None, person)


@given(st.sampled_from(CROWD), st.sampled_from(sorted(TEXTS)))
@settings(max_examples=500, deadline=None)
def test_digits_that_are_lost_come_back_when_they_fit_one_person_only(person, damage):
    reading = read(TEXTS[damage](person.number), person.name, roster=Roster([person]))
    hopeless = damage in {"one digit wrong", "check character wrong", "two digits exchanged"}
    if hopeless and TEXTS[damage](person.number) != person.number:
        assert reading.number is None
    else:
        assert (reading.number, reading.member) == (person.number, person)


@given(st.sampled_from(CROWD), st.sampled_from(sorted(TEXTS)))
@settings(max_examples=300, deadline=None)
def test_nothing_comes_back_for_somebody_who_is_not_in_the_roster(person, damage):
    """A number with marks around it is still itself; what was lost stays lost, whatever check character would fit."""
    text = TEXTS[damage](person.number)
    reading = read(text, "赵无名")
    keeps_all = damage in {"apostrophe", "spaces", "small", "in words", "O for 0", "l for 1"}
    assert reading.member is None
    assert reading.number == (person.number if keeps_all else reading.number and text)


def zeros(name: str, sequence_end: str = "000") -> RosterName:
    numbers = (compose("379901", date(1985, 4, day), n * 100) for day in range(1, 28) for n in range(10))
    return RosterName(1, next(number for number in numbers if number.endswith(sequence_end)), name)


def test_a_number_that_ends_in_zeros_is_left_alone():
    person = zeros("欧阳明月")
    assert read(person.number, person.name, roster=Roster([person])).marks == ()
    assert read(person.number, "谁也不是", is_member=False).number == person.number


def test_a_rounded_number_that_is_sound_by_chance_is_not_taken_for_somebody_else():
    sound = zeros("")
    person = RosterName(
        2,
        compose(
            "379901",
            date(int(sound.number[6:10]), int(sound.number[10:12]), int(sound.number[12:14])),
            int(sound.number[14] + "23"),
        ),
        "林晓安",
    )
    assert rounded(person.number) == sound.number
    restored = read(sound.number, person.name, roster=Roster([person]))
    assert (restored.number, restored.marks) == (person.number, ((D.ID_ROUNDED, True),))
    doubted = read(sound.number, person.name, roster=Roster([person]), is_member=False)
    assert (doubted.number, doubted.marks) == (None, ((D.ID_ROUNDED, False),))
    twin = RosterName(3, sound.number, "林晓安")
    assert read(sound.number, person.name, roster=Roster([person, twin])).number is None


@pytest.mark.parametrize(
    ("damaged", "typed"),
    [
        ("379901198504120000", Typed.NUMBER),
        ("379901198504120000", Typed.TEXT),
        ("37990119850412000", Typed.TEXT),
        ("3.7990E+17", Typed.TEXT),
        ("3.79901198504120E+17", Typed.TEXT),
        ("379901850412000", Typed.TEXT),
        ("37990119850412.0", Typed.TEXT),
    ],
)
def test_zeros_that_may_come_from_a_second_rounding_name_nobody_of_two(damaged, typed):
    """14 digits kept, or a power of ten with fewer digits than a spreadsheet shows by itself."""
    born_on = date(1985, 4, 12)
    few, many = compose("379901", born_on, 2), compose("379901", born_on, 345)
    people = [RosterName(1, few, "王伟"), RosterName(2, many, "王伟")]
    assert read(damaged, "王伟", typed=typed, roster=Roster(people)).number is None
    elsewhere = RosterName(3, compose("379900", born_on, 2), "王伟")
    both = [RosterName(2, many, "王伟"), elsewhere]
    assert read("3.7990E+17", "王伟", roster=Roster(both)).number is None


def test_letters_for_digits_are_no_certainty_where_the_end_was_rounded():
    sound = zeros("新职工").number
    text = sound.replace("1", "l")
    assert read(text, "新职工", is_member=False).marks == ((D.ID_LOOK_ALIKE, False),)
    assert read(text, "新职工", roster=Roster([zeros("新职工")])).number == sound


def test_in_a_column_that_was_rounded_zeros_at_the_end_are_doubted():
    person = zeros("新职工")
    context = Context(Roster([]), TODAY, is_member=False, is_rounded=True)
    assert read_number(Cell(person.number), ["新职工"], context).marks == ((D.ID_ROUNDED, False),)
    known = Context(Roster([person]), TODAY, is_member=False, is_rounded=True)
    assert read_number(Cell(person.number), [comparable_name("新职工")], known).number == person.number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell(CROWD[0].number), False),
        (Cell(zeros("x").number), False),
        (Cell(""), False),
        (Cell(CROWD[0].number, Typed.NUMBER), True),
        (Cell("3.79901E+17"), True),
        (Cell("379901198001010000.0"), True),
        (Cell("379901197901010000"), True),
    ],
)
def test_what_shows_that_a_column_was_taken_for_amounts(cell, expected):
    assert is_rounded(cell, on=TODAY) is expected


def test_a_number_cell_of_a_new_person_is_never_taken():
    assert read(CROWD[0].number, "新职工", typed=Typed.NUMBER, is_member=False).marks == ((D.ID_NUMBER_CELL, False),)


def test_in_a_roster_of_one_name_few_are_looked_at():
    """What is left of a number leads to it, whichever part that is; a roster is never gone through for a row."""
    born_on = [date(1950 + at // 336, 1 + at % 12, 1 + at // 12 % 28) for at in range(5_000)]
    people = [RosterName(at, compose("379901", born, at % 1000), "王伟") for at, born in enumerate(born_on)]
    roster = Roster(people)
    for person in people[::500]:
        for damage in ("rounded", "last lost", "first lost", "one in the middle lost", "cut at 14", "old"):
            likely = list(roster.alike(["王伟"], TEXTS[damage](person.number)))
            assert person in likely, damage
            assert len(likely) < 400, damage
        assert len(list(roster.alike(["王伟"], rounded(person.number)))) < 30
