"""What a change does to many: counted, spread over bands, the hardest hit first."""

import json
from datetime import date, timedelta

import pytest

from insurance.rules.policy_effect import BANDS, Band, Case, Measure, effect_as_json, effect_from_json, effect_of

DAY = date(2026, 10, 1)


def amounts(*differences: int) -> list[Case]:
    return [Case(f"P{number:08}", 100_000, 100_000 + more) for number, more in enumerate(differences, start=1)]


def days(*differences: int) -> list[Case]:
    return [Case(f"P{number:08}", DAY, DAY + timedelta(days=more)) for number, more in enumerate(differences, start=1)]


def test_amounts_are_counted_and_added_up():
    effect = effect_of(amounts(0, 500, -200, 0), Measure.FEN)
    assert (effect.examined, effect.changed, effect.more, effect.less) == (4, 2, 1, 1)
    assert (effect.before_fen, effect.after_fen) == (400_000, 400_300)


@pytest.mark.parametrize(
    ("difference", "band"),
    [
        (-10_001, Band(None, -10_001, 1)),
        (-10_000, Band(-10_000, -1_001, 1)),
        (-1_000, Band(-1_000, -1, 1)),
        (-1, Band(-1_000, -1, 1)),
        (0, Band(0, 0, 1)),
        (1, Band(1, 1_000, 1)),
        (1_000, Band(1, 1_000, 1)),
        (1_001, Band(1_001, 10_000, 1)),
        (10_001, Band(10_001, None, 1)),
    ],
)
def test_amounts_fall_into_bands(difference, band):
    assert effect_of(amounts(difference), Measure.FEN).bands == (band,)


@pytest.mark.parametrize(
    ("difference", "band"),
    [
        (-91, Band(None, -91, 1)),
        (-90, Band(-90, -31, 1)),
        (-30, Band(-30, -1, 1)),
        (0, Band(0, 0, 1)),
        (30, Band(1, 30, 1)),
        (31, Band(31, 90, 1)),
        (91, Band(91, None, 1)),
    ],
)
def test_days_fall_into_bands(difference, band):
    assert effect_of(days(difference), Measure.DAY).bands == (band,)


@pytest.mark.parametrize("measure", Measure)
def test_bands_look_the_same_in_both_directions(measure):
    starts = BANDS[measure]
    assert sorted(1 - start for start in starts) == list(starts)


def test_the_hardest_hit_come_first_and_the_unchanged_not_at_all():
    effect = effect_of(amounts(1, 0, -500, 500, 20), Measure.FEN)
    assert [case.number for case in effect.most] == ["P00000003", "P00000004", "P00000005", "P00000001"]


def test_no_more_than_twenty_are_named():
    assert len(effect_of(amounts(*range(1, 50)), Measure.FEN).most) == 20


def test_no_return_at_all_weighs_more_than_any_delay():
    lost, found = Case("P1", DAY, None), Case("P2", None, DAY)
    effect = effect_of([*days(300), lost, found, Case("P3", None, None)], Measure.DAY)
    assert (effect.more, effect.less) == (2, 1)
    assert [case.number for case in effect.most] == ["P1", "P2", "P00000001"]


@pytest.mark.parametrize(
    ("cases", "measure"), [(amounts(1, -5), Measure.FEN), (days(3, -40), Measure.DAY), ([], Measure.DAY)]
)
def test_an_effect_survives_being_kept(cases, measure):
    effect = effect_of(cases, measure)
    assert effect_from_json(json.loads(json.dumps(effect_as_json(effect)))) == effect
