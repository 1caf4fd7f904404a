"""Invented names of people, units and places, as many-voiced as a real city's; ``names.toml`` holds their parts."""

import tomllib
from pathlib import Path
from random import Random

from accounts.rules.resident_id import Sex

PARTS = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
SURNAMES = "".join(surname * int(often) for often, surnames in PARTS["surnames"].items() for surname in surnames)
TRADES = [(trade, int(injury_class)) for injury_class, trades in PARTS["units"]["trades"].items() for trade in trades]
SEX = {Sex.MALE: "male", Sex.FEMALE: "female"}

YOUNG_SINCE, MIDDLE_SINCE = 1998, 1970
RARE_SHARE, MINORITY_SHARE, DOUBLE_SHARE = 0.004, 0.006, 0.006


def person_name(rng: Random, sex: Sex, birth_year: int) -> str:
    """Return a name as parents of that year chose; now and then one with rare characters or with a middle dot."""
    chance = rng.random()
    if chance < RARE_SHARE:
        return rng.choice(PARTS["special"]["rare"])
    if chance < RARE_SHARE + MINORITY_SHARE:
        return rng.choice(PARTS["special"]["minority"])
    double = chance > 1 - DOUBLE_SHARE
    surname = rng.choice(PARTS["special"]["double_surnames"] if double else SURNAMES)
    return surname + rng.choice(PARTS["given"][f"{generation(birth_year)}_{SEX[sex]}"])


def generation(birth_year: int) -> str:
    if birth_year >= YOUNG_SINCE:
        return "young"
    return "middle" if birth_year >= MIDDLE_SINCE else "old"


def unit_name(rng: Random, taken: set[str]) -> tuple[str, int]:
    """Return the name of a unit that is not in ``taken`` yet, and its industry class."""
    while True:
        trade, injury_class = rng.choice(TRADES)
        name = rng.choice(PARTS["units"]["places"]) + rng.choice(PARTS["units"]["stems"]) + trade
        if name not in taken:
            taken.add(name)
            return name, injury_class


def home_address(rng: Random) -> str:
    street = rng.choice(PARTS["addresses"]["streets"])
    flat = f"{rng.randint(1, 28)}幢{rng.randint(1, 4)}单元{rng.randint(101, 1802)}室"
    return f"云州市{street}{rng.randint(1, 388)}号{flat}"
