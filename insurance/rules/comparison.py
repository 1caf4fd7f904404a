"""The same facts under the rules of every place that is known, side by side."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from insurance.rules.benefit_rule import BenefitRule, Family, Payer, RuleBook
from insurance.rules.restoration import Interruption, Restoration, restored

SHOWN_FAMILIES = tuple(family for family in Family if family != Family.RES)
"""Residents pay by the year, so their rule answers to other facts (``resident_wait``)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A family of rules as one area has it for one way of paying; ``rule`` is its latest version."""

    family: Family
    area: str
    rule: BenefitRule
    book: RuleBook


@dataclass(frozen=True, slots=True)
class Compared:
    """What one family makes of the facts.

    ``speaks_of_payer``: whether it holds for the way of paying that was asked about; where it does not, it was asked
    as if it did. ``restoration`` is None where no version of it was in force on the days that matter.
    """

    placed: Placed
    speaks_of_payer: bool
    restoration: Restoration | None


def compared(
    interruption: Interruption, books: Mapping[str, RuleBook], *, references: Container[str] = ()
) -> tuple[Compared, ...]:
    """Return what each family makes of an interruption, in the order of ``Family``.

    ``books`` are by area code. A family that several areas have is taken from one for the same way of paying, and
    rather from one of ``references``, where the text itself is in force, than from a city that follows it.
    """
    found = placed_families(books, interruption.payer, references=references)
    return tuple(
        Compared(one, one.rule.payer == interruption.payer, _under(interruption, one.rule.payer, one.book))
        for one in found
    )


def placed_families(
    books: Mapping[str, RuleBook], payer: Payer, *, references: Container[str] = ()
) -> tuple[Placed, ...]:
    """Return one area's rule for each family that some area has, rather for ``payer`` than for others."""
    everywhere = list(_placed(books))
    best = []
    for family in SHOWN_FAMILIES:
        places = [one for one in everywhere if one.family == family]
        places.sort(key=lambda one: (one.rule.payer != payer, one.area not in references, one.area))
        best += places[:1]
    return tuple(best)


def _placed(books: Mapping[str, RuleBook]) -> Iterator[Placed]:
    """Yield every family of every area and payer, each with its own versions alone."""
    for area, book in books.items():
        for family, payer in dict.fromkeys((rule.family, rule.payer) for _, _, rule in book.versions):
            versions = tuple(
                version for version in book.versions if (version[2].family, version[2].payer) == (family, payer)
            )
            yield Placed(family, area, max(versions, key=lambda version: version[0])[2], RuleBook(area, versions))


def _under(interruption: Interruption, payer: Payer, book: RuleBook) -> Restoration | None:
    try:
        return restored(replace(interruption, payer=payer, returns_as=payer), book)
    except LookupError:
        return None
