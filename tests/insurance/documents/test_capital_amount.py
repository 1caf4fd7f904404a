"""Amounts in capital figures, as papers about money write them."""

import pytest

from insurance.documents.capital_amount import capital_amount


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (50, "伍角整"),
        (10_000, "壹佰元整"),
        (2_147_237, "贰万壹仟肆佰柒拾贰元叁角柒分"),
        (1_020_340, "壹万零贰佰零叁元肆角整"),
        (1_234_567_805, "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元零伍分"),
        (-12_345, "负壹佰贰拾叁元肆角伍分"),
    ],
)
def test_capital_figures(fen, written):
    assert capital_amount(fen) == written
