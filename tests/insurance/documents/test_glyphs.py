"""Names are printed as they are, or the document says what could not be."""

import pytest
from fontTools.ttLib import TTFont

from insurance.documents.glyphs import FACE, covered, printable


def test_the_map_read_is_the_map_of_the_face():
    assert covered() == frozenset(TTFont(FACE).getBestCmap())


@pytest.mark.parametrize(
    "name", ["䶮", "㛃", "𠅤", "喆", "堃", "𬭚", "〇", "Nguyễn", "々", "阿卜杜拉·买买提", "Müller"]
)
def test_rare_names_are_printed_as_written(name):
    missing = set()
    assert printable(name, missing) == name
    assert missing == set()


@pytest.mark.parametrize(
    ("name", "printed", "named"),
    [
        ("冯𫇦", "冯〓", {"U+2B1E6"}),
        ("𫇦𫇦", "〓〓", {"U+2B1E6"}),
        ("བསྟན", "〓〓〓〓", {"U+0F56", "U+0F66", "U+0F9F", "U+0F53"}),
        ("张\u202e三", "张〓三", {"U+202E"}),
        ("张\x00三", "张〓三", {"U+0000"}),
    ],
)
def test_what_has_no_glyph_is_marked_and_named(name, printed, named):
    missing = set()
    assert printable(name, missing) == printed
    assert missing == named


@pytest.mark.parametrize(
    ("text", "printed"), [("葛\U000e0100城", "葛城"), ("一\n二\t三", "一 二 三"), ("ab\u200bc", "abc")]
)
def test_what_has_no_meaning_of_its_own_is_no_missing_type(text, printed):
    missing = set()
    assert printable(text, missing) == printed
    assert missing == set()
