"""Policy as values, for tests of rules: every family as its text gives it, without a file or a database."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from insurance.rules.benefit_rule import Anchor, BenefitRule, Continuity, Family, GapUnit, Payer, StopPoint, Tier
from insurance.rules.example_answers import ExamplePolicy
from insurance.rules.explanation import Source
from insurance.rules.late_fee import Convention, LateFeeRule
from insurance.rules.resident_wait import ResidentWaitRule, WaitAnchor
from insurance.rules.unemployment import Piece, UnemploymentRule
from insurance.rules.workdays import calendar_from_tables

ROOT = Path(__file__).resolve().parents[2]
CALENDAR = calendar_from_tables(tomllib.loads((ROOT / "insurance/data/calendar.toml").read_text(encoding="utf-8")))
FIRST = date(2020, 1, 1)


def source(table: str = "benefits", key: str = "") -> Source:
    return Source(table, "379901", key, FIRST, "a document", evidence="demo")


MONTH, FROM_MONTH, STOP, NEXT_DAY = (
    Anchor.PAYMENT_MONTH,
    Anchor.FROM_PAYMENT_MONTH,
    Anchor.STOP,
    Anchor.DAY_AFTER_CREDIT,
)
KEPT, BROKEN, RESET, LOCAL = Continuity
UNIT, FLEXIBLE = Payer

MADE_UP = Tier(0, 3, MONTH, 0, retroactive=True)
ONE_OR_THREE = (Tier(0, 3, MONTH, 1), Tier(4, None, MONTH, 3, continuity=BROKEN))
ZJF = (Tier(0, None, MONTH, 2, continuity=LOCAL),)


def s4(payer: Payer, **changes) -> BenefitRule:
    anew = 1 if payer == UNIT else 6
    plain = BenefitRule(
        Family.S4,
        payer,
        StopPoint.UNPAID_MONTH,
        GapUnit.DAYS,
        (Tier(0, 60, MONTH, 1), Tier(61, 180, FROM_MONTH, 3), Tier(181, None, FROM_MONTH, 6)),
        source(key=payer),
        unpaid_tiers=(Tier(0, None, MONTH, anew, continuity=RESET),),
        new_enrolment_months=anew,
        late_fee_required=payer == UNIT,
    )
    return replace(plain, **changes)


def by_month(family: Family, payer: Payer, tiers, unpaid=(), stop=StopPoint.UNPAID_MONTH, **more) -> BenefitRule:
    return BenefitRule(family, payer, stop, GapUnit.MONTHS, tiers, source(key=payer), unpaid_tiers=unpaid, **more)


def n3(payer: Payer, wait_months: int = 6) -> BenefitRule:
    tiers = (MADE_UP, Tier(4, None, MONTH, wait_months, continuity=BROKEN, repayable=False))
    return by_month(Family.N3, payer, tiers, (Tier(0, None, MONTH, wait_months, continuity=BROKEN),))


def zju() -> BenefitRule:
    return BenefitRule(
        Family.ZJU,
        UNIT,
        StopPoint.NEXT_MONTH,
        GapUnit.ORDER_DAYS,
        (Tier(0, 60, STOP, retroactive=True), Tier(61, None, MONTH, 1)),
        source(key=UNIT),
        unpaid_tiers=(Tier(0, None, MONTH, 1, continuity=BROKEN),),
    )


RULES = [
    s4(UNIT),
    s4(FLEXIBLE),
    n3(UNIT),
    n3(FLEXIBLE),
    by_month(Family.SDU, UNIT, (Tier(0, None, MONTH, 1),), ONE_OR_THREE, StopPoint.NEXT_MONTH),
    by_month(Family.SDG, UNIT, ONE_OR_THREE, ONE_OR_THREE, StopPoint.NEXT_MONTH),
    by_month(Family.SDF, FLEXIBLE, ONE_OR_THREE, ONE_OR_THREE, StopPoint.NEXT_MONTH),
    by_month(Family.DAY, UNIT, (replace(MADE_UP, account_credited=True), Tier(4, None, NEXT_DAY))),
    zju(),
    by_month(Family.ZJF, FLEXIBLE, ZJF, ZJF),
    by_month(
        Family.WH,
        FLEXIBLE,
        (MADE_UP, Tier(4, None, MONTH, 6, continuity=RESET)),
        (Tier(0, None, MONTH, 6, continuity=RESET),),
        most_missed_in_year=3,
    ),
]
"""A rule of each family for each payer that its text speaks of."""

RESIDENT_WAIT = ResidentWaitRule(
    opens=(9, 1),
    closes=(12, 31),
    fixed_months=3,
    months_per_missed_year=1,
    months_per_repaired_year=1,
    floor_missed_years=4,
    floor_months=6,
    anchor=WaitAnchor.SAME_DAY,
    counts_from_year=2025,
    source=source("resident_waits"),
)

NATIONAL_SCALE = UnemploymentRule((Piece(12, 12), Piece(60, 18), Piece(120, 24)), 24, source("unemployment"))
GUANGDONG_SCALE = UnemploymentRule((Piece(12, 1, every=12), Piece(48, 4, every=6)), 24, source("unemployment"))

EXAMPLE_POLICY = ExamplePolicy({(rule.family, rule.payer): rule for rule in RULES}, RESIDENT_WAIT, CALENDAR)


def late_fee_rule(convention: Convention = Convention.L1, **changes) -> LateFeeRule:
    return replace(
        LateFeeRule(convention, Decimal("0.0005"), capped=True, due_day=25, roll=False, source=source("late_fees")),
        **changes,
    )
