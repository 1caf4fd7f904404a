"""Industries by their division (GB/T 4754-2011) and the risk class of work injury that each belongs to.

Source: Ministry of Human Resources and Social Security and Ministry of Finance, notice 71 of 2015, annex: eight classes.
The class is proposed from the industry; the agency sets it when it registers the unit.
"""

DIVISIONS_OF_CLASS: dict[int, str] = {
    1: "65 66 67 68 69 75 84 86 90 91 92 93 94 95 96",
    2: "51 52 59 60 61 62 63 64 70 71 72 73 74 79 81 82 83 85 87",
    3: "13 14 15 16 17 20 24 39 40 41 46 76 77 78 80 89",
    4: "01 03 05 18 19 23 27 28 29 33 34 35 36 37 38 42 43 44 45 53 56 57 88",
    5: "02 11 21 22 49 50 54 55 58",
    6: "04 26 30 31 32 47 48",
    7: "07 12 25",
    8: "06 08 09 10",
}
"""The divisions of each class, least dangerous first."""

CLASS_OF_DIVISION: dict[str, int] = {
    division: injury_class for injury_class, divisions in DIVISIONS_OF_CLASS.items() for division in divisions.split()
}


def injury_class_of(division: str) -> int:
    """Return the class proposed for an industry; KeyError for a division there is not."""
    return CLASS_OF_DIVISION[division]
