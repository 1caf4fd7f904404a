"""Names of persons and units: when two spellings are the same name, and how a name is shown to strangers."""

import re
import unicodedata

MIDDLE_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\u2e31\u25cf."
DOTS = str.maketrans(dict.fromkeys(MIDDLE_DOTS, "\u00b7"))
BRACKETS = str.maketrans("[{\u3014\u3010\u300a\u2329\u3008<]}\u3015\u3011\u300b\u232a\u3009>", "((((((((" + "))))))))")
INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD])
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SURNAMES_OF_TWO = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙
慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 西门 拓跋
"""
DOUBLE_SURNAMES = frozenset(SURNAMES_OF_TWO.split())


def comparable_name(name: str) -> str:
    """Return a person's name in the form two spellings are compared in; never shown.

    Unicode NFKC, one kind of middle dot (阿依古丽·买买提 is typed with many kinds), no spaces inside a
    Chinese name, single spaces and lower case in a Latin one.
    """
    folded = unicodedata.normalize("NFKC", name.translate(INVISIBLE)).translate(DOTS).casefold()
    words = folded.replace("\u00b7", " \u00b7 ").split()
    return unicodedata.normalize("NFKC", ("" if HAN.search(folded) else " ").join(words))


def same_person_name(one: str, other: str) -> bool:
    """Tell whether two spellings are one person's name; an empty name is nobody's."""
    comparable = comparable_name(one)
    return bool(comparable) and comparable == comparable_name(other)


def comparable_unit_name(name: str) -> str:
    """Return a unit's name in the form two spellings are compared in: NFKC, one kind of bracket, no spaces."""
    folded = unicodedata.normalize("NFKC", name.translate(INVISIBLE)).translate(DOTS).translate(BRACKETS)
    return unicodedata.normalize("NFKC", "".join(folded.casefold().split()))


def same_unit_name(one: str, other: str) -> bool:
    """Tell whether two spellings are one unit's name (full-width and half-width brackets are the usual difference)."""
    comparable = comparable_unit_name(one)
    return bool(comparable) and comparable == comparable_unit_name(other)


def masked_name(name: str) -> str:
    """Return a name as strangers may see it: 张*, 张*明, 欧阳*.

    Of a name written with dots or in Latin letters only the first character of every word stays.
    """
    name = ("" if HAN.search(name) else " ").join(name.split())
    words = re.split(r"([ \u00b7\u2022\u30fb])", name)
    if len(words) > 1 or not HAN.search(name):
        return "".join(word if len(word) < 2 else word[0] + "*" * (len(word) - 1) for word in words)
    return _masked_chinese(name)


def _masked_chinese(name: str) -> str:
    surname = name[:2] if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else name[:1]
    given = name[len(surname) :]
    if len(given) < 2:
        return surname + "*" * len(given)
    return surname + "*" * (len(given) - 1) + given[-1]
