"""The corpus of damaged tables: what spreadsheets and people do to a good row, and what has to be found in it.

Each file holds one damaged row between two good ones. ``finds`` names the damage and says whether it is certain: then the
row must read as the good one, otherwise it must be refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.rules.resident_id import compose
from insurance.rules.sheet_damage import DamageCode as D
from insurance.rules.sheet_roster import RosterName
from tests.factories.workbooks import Error, Formula, Number, csv_file, day_cell, xls, xlsx

HEADINGS = """
姓名 证件号码 个人编号 减员原因代码 解除/终止日期 停保险种 停保起始年月 是否单位提出 合同开始日期 岗位
本单位工作年限 联系电话 备注 出生日期
""".split()

REGION = "379901"


def ending(digits: str, *, born_in: int = 1985) -> str:
    """Return a sound number that ends with these characters."""
    for day in range(1, 28):
        for sequence in range(1000):
            number = compose(REGION, date(born_in, 4, day), sequence)
            if number.endswith(digits):
                return number
    raise AssertionError(digits)


def member(person_id: int, name: str, number: str) -> RosterName:
    return RosterName(person_id, number, name, f"P{person_id:08d}")


PLAIN = member(1, "林晓安", compose(REGION, date(1990, 3, 7), 123))
WITH_X = member(2, "赵堃", ending("X"))
ROUND = member(3, "欧阳明月", ending("000"))
DOTTED = member(4, "阿依古丽·买买提", compose(REGION, date(1992, 8, 15), 46))
RARE = member(5, "䶮㛃𠅤", compose(REGION, date(1988, 12, 1), 31))
LATIN = member(6, "Anna Maria Schmidt", compose("933840", date(1979, 5, 2), 8))
ONE_OF_TWO = member(7, "王伟", compose(REGION, date(1980, 1, 1), 110))
OTHER_OF_TWO = member(8, "王伟", compose(REGION, date(1980, 1, 1), 113))
GOOD_BEFORE = member(9, "陈静", compose(REGION, date(1975, 6, 30), 222))
GOOD_AFTER = member(10, "孙悦", compose(REGION, date(2001, 11, 9), 77))
OLD = member(11, "钱老", compose(REGION, date(1961, 2, 3), 55))

ROSTER = [PLAIN, WITH_X, ROUND, DOTTED, RARE, LATIN, ONE_OF_TWO, OTHER_OF_TWO, GOOD_BEFORE, GOOD_AFTER, OLD]

VALUES = ["14", "2026-10-31", "110,310", "2026-11", "否", "2020-01-01", "操作工", "3.5", "19900000000", "无"]


def good_row(who: RosterName, **changed) -> list:
    """Return a row as our template wants it; ``changed`` cells by heading."""
    number = who.number
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    cells = dict(zip(HEADINGS, [who.name, number, who.public_id, *VALUES, born], strict=True))
    assert changed.keys() <= cells.keys(), changed.keys() - cells.keys()
    return list((cells | changed).values())


def in_xlsx(rows: list) -> tuple[str, bytes]:
    return "名单.xlsx", xlsx(rows)


def in_merged_xlsx(rows: list) -> tuple[str, bytes]:
    """The reason of the damaged row is merged with a cell to its right."""
    return "名单.xlsx", xlsx(rows, merged=["D3:E3"])


def in_xls(rows: list) -> tuple[str, bytes]:
    return "名单.xls", xls(rows)


def in_csv(rows: list) -> tuple[str, bytes]:
    return "名单.csv", csv_file(rows)


def in_gb18030(rows: list) -> tuple[str, bytes]:
    return "名单.csv", csv_file(rows, encoding="gb18030")


def in_utf16(rows: list) -> tuple[str, bytes]:
    return "名单.csv", csv_file(rows, encoding="utf-16", separator="\t")


@dataclass(frozen=True)
class Damaged:
    """One table. ``who`` the damaged row is about, ``changed`` its cells, ``build`` how the file is written."""

    title: str
    who: RosterName
    changed: dict
    finds: dict[D, bool]
    build: Callable = in_xlsx

    def file(self) -> tuple[str, bytes]:
        rows = [HEADINGS, good_row(GOOD_BEFORE), good_row(self.who, **self.changed), good_row(GOOD_AFTER)]
        return self.build(rows)

    @property
    def is_certain(self) -> bool:
        return all(self.finds.values())


def number(title: str, who: RosterName, cell, finds: dict, build: Callable = in_xlsx, **more) -> Damaged:
    return Damaged(title, who, {"证件号码": cell, **more}, finds, build)


FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def corpus() -> Iterator[Damaged]:
    yield from numbers()
    yield from lost_digits()
    yield from names()
    yield from days()
    yield from months()
    yield from codes_and_others()


def numbers() -> Iterator[Damaged]:
    plain, with_x = PLAIN.number, WITH_X.number
    yield number("apostrophe before the number", PLAIN, f"'{plain}", {D.ID_APOSTROPHE: True})
    yield number("typographic apostrophe", PLAIN, f"\u2018{plain}", {D.ID_APOSTROPHE: True}, in_csv)
    yield number("text formula of a csv", PLAIN, f'="{plain}"', {D.ID_APOSTROPHE: True}, in_csv)
    yield number("text formula of a workbook", PLAIN, Formula(f'"{plain}"', plain), {D.ID_APOSTROPHE: True})
    yield number("spaces in groups", PLAIN, f"{plain[:6]} {plain[6:14]} {plain[14:]}", {D.ID_SPACES: True})
    yield number("space behind", PLAIN, f"{plain} ", {D.ID_SPACES: True}, in_gb18030)
    yield number("tab before", PLAIN, f"\t{plain}", {D.ID_INVISIBLE: True})
    yield number("new line behind", PLAIN, f"{plain}\n", {D.ID_INVISIBLE: True}, in_csv)
    yield number("zero width characters", PLAIN, f"\u200b{plain[:6]}\ufeff{plain[6:]}", {D.ID_INVISIBLE: True})
    yield number("full width digits", WITH_X, with_x.translate(FULL_WIDTH), {D.ID_FULL_WIDTH: True}, in_xls)
    yield number("small x", WITH_X, with_x.lower(), {D.ID_LOWER_X: True})
    yield number("roman ten for X", WITH_X, with_x[:17] + "\u2169", {D.ID_FULL_WIDTH: True}, in_utf16)
    yield number("dashes between the parts", PLAIN, f"{plain[:6]}-{plain[6:14]}-{plain[14:]}", {D.ID_SEPARATORS: True})
    yield number(
        "words around the number", PLAIN, f"身份证：{plain}（本人）", {D.ID_WORDS: True, D.ID_FULL_WIDTH: True}
    )
    yield number("O for 0", PLAIN, plain.replace("0", "O"), {D.ID_LOOK_ALIKE: True})
    yield number("l for 1 at one place", PLAIN, plain.replace("1", "l", 1), {D.ID_LOOK_ALIKE: True}, in_csv)
    yield number("B for a digit that is no 8", PLAIN, "B" + plain[1:], {D.ID_LOOK_ALIKE: False})
    yield number("wrong check character", PLAIN, plain[:17] + "0123456789"[int(plain[17]) - 1], {D.ID_CHECK: False})
    yield number("two digits exchanged", PLAIN, plain[:8] + plain[9] + plain[8] + plain[10:], {D.ID_CHECK: False})
    yield number("30 February", PLAIN, f"{plain[:10]}0230{plain[14:]}", {D.ID_BIRTH_DATE: False})
    yield number("something else", PLAIN, "见附件", {D.ID_UNREADABLE: False}, in_gb18030)
    yield number("left blank, personal number beside", PLAIN, "", {D.ID_FROM_PERSONAL_NUMBER: True}, in_xls)
    yield number("formula", PLAIN, Formula("VLOOKUP(A3,X:Y,2,0)", plain), {D.CELL_FORMULA: False})
    yield number("formula of an old workbook", PLAIN, Formula("1", "1"), {D.CELL_FORMULA: False}, in_xls)
    yield number("error of a look-up", PLAIN, Error("#N/A"), {D.CELL_ERROR: False})
    yield number(
        "somebody else's personal number", PLAIN, plain, {D.PERSONAL_NUMBER_DIFFERS: False}, 个人编号=WITH_X.public_id
    )
    yield number("birth date of somebody else", PLAIN, plain, {D.BIRTH_DIFFERS: False}, 出生日期="1991-03-07")


def lost_digits() -> Iterator[Damaged]:
    plain, with_x, old = PLAIN.number, WITH_X.number, OLD.number
    rounded = plain[:15] + "000"
    yield number("15 digits and zeros, as text", PLAIN, rounded, {D.ID_ROUNDED: True})
    yield number(
        "15 digits and zeros, as number", PLAIN, Number(f"{rounded[0]}.{rounded[1:15]}E+17"), {D.ID_ROUNDED: True}
    )
    yield number("number cell of an old workbook", PLAIN, Number(rounded), {D.ID_ROUNDED: True}, in_xls)
    yield number("number with a point behind", PLAIN, f"{rounded}.0", {D.ID_ROUNDED: True}, in_csv)
    yield number("number cell with all digits", PLAIN, Number(plain), {D.ID_NUMBER_CELL: True})
    yield number("a number that ends in zeros, in a number cell", ROUND, Number(ROUND.number), {D.ID_NUMBER_CELL: True})
    yield number("power of ten, 6 digits", PLAIN, "3.79901E+17", {D.ID_SCIENTIFIC: True}, in_csv)
    yield number("power of ten, 15 digits", PLAIN, f"3.{plain[1:15]}E+17", {D.ID_SCIENTIFIC: True}, in_utf16)
    yield number("power of ten, two of this name", ONE_OF_TWO, "3.79901E+17", {D.ID_SCIENTIFIC: False}, in_csv)
    yield number("zeros, two of this name and day", ONE_OF_TWO, ONE_OF_TWO.number[:15] + "000", {D.ID_ROUNDED: False})
    yield number("zeros, name of nobody", PLAIN, rounded, {D.ID_ROUNDED: False}, 姓名="林晓", 个人编号="")
    yield number("X at the end lost", WITH_X, with_x[:17], {D.ID_LOST_X: True})
    yield number("X at the end lost, name of nobody", WITH_X, with_x[:17], {D.ID_LOST_X: False}, 姓名="赵坤")
    yield number("first digit lost", PLAIN, plain[1:], {D.ID_LOST_CHARACTER: True})
    yield number("a digit in the middle lost", WITH_X, with_x[:9] + with_x[10:], {D.ID_LOST_CHARACTER: True}, in_csv)
    yield number("last digit lost", PLAIN, plain[:17], {D.ID_LOST_CHARACTER: True})
    yield number("cut off after 16", PLAIN, plain[:16], {D.ID_CUT: True})
    yield number("cut off, two of this name and day", ONE_OF_TWO, ONE_OF_TWO.number[:14], {D.ID_CUT: False})
    yield number("old number of 15 digits", OLD, old[:6] + old[8:17], {D.ID_15_DIGITS: True})
    yield number(
        "old number of somebody else", OLD, PLAIN.number[:6] + PLAIN.number[8:17], {D.ID_15_DIGITS: False}, in_xls
    )


def names() -> Iterator[Damaged]:
    def name(title: str, who: RosterName, written: str, finds: dict, build: Callable = in_xlsx) -> Damaged:
        return Damaged(title, who, {"姓名": written}, finds, build)

    yield name("space in a name", PLAIN, "林 晓安", {D.NAME_VARIANT: True})
    yield name("full width space behind", PLAIN, "林晓安\u3000", {D.NAME_VARIANT: True}, in_gb18030)
    yield name("zero width character in a name", PLAIN, "林\u200b晓安", {D.NAME_VARIANT: True})
    yield name("full stop for the dot", DOTTED, "阿依古丽.买买提", {D.NAME_VARIANT: True})
    yield name("bullet for the dot", DOTTED, "阿依古丽 • 买买提", {D.NAME_VARIANT: True}, in_csv)
    yield name("full width letters", LATIN, "Ａｎｎａ Ｍａｒｉａ Ｓｃｈｍｉｄｔ", {D.NAME_VARIANT: True})
    yield name("remark in brackets", PLAIN, "林晓安(离职)", {D.NAME_REMARK: True})
    yield name("remark in wide brackets", RARE, "䶮㛃𠅤（已离职）", {D.NAME_REMARK: True}, in_utf16)
    yield name("number behind the name", PLAIN, "林晓安2", {D.NAME_REMARK: True}, in_xls)
    yield name("remark behind the name of nobody", PLAIN, "林晓(离职)", {D.NAME_REMARK: False})


def days() -> Iterator[Damaged]:
    def day(title: str, cell, finds: dict, build: Callable = in_xlsx) -> Damaged:
        return Damaged(title, PLAIN, {"解除/终止日期": cell}, finds, build)

    yield day("day cell", day_cell(date(2026, 10, 31)), {D.DAY_CELL: True})
    yield day("day cell of an old workbook", day_cell(date(2026, 10, 31)), {D.DAY_CELL: True}, in_xls)
    yield day("slashes", "2026/10/31", {D.DAY_FORMAT: True}, in_csv)
    yield day("Chinese date", "2026年10月31日", {D.DAY_FORMAT: True})
    yield day("points", "2026.10.31", {D.DAY_FORMAT: True})
    yield day("digits only", Number("20261031"), {D.DAY_FORMAT: True})
    yield day("midnight beside", "2026-10-31 00:00:00", {D.DAY_FORMAT: True}, in_csv)
    yield day("name of the month", "31-Oct-2026", {D.DAY_FORMAT: True}, in_csv)
    yield day("day first, one reading", "31/10/2026", {D.DAY_FORMAT: True})
    yield day("serial day in a number cell", Number("46326"), {D.DAY_SERIAL: True})
    yield day("serial day as text", "46326", {D.DAY_SERIAL: False}, in_csv)
    yield day("two digits of a year", "26-10-31", {D.DAY_SHORT_YEAR: False})
    yield day("two readings", "05/06/2026", {D.DAY_AMBIGUOUS: False})
    yield day("no year", "10月31日", {D.DAY_NO_YEAR: False})
    yield day("31 September", "2026-09-31", {D.DAY_IMPOSSIBLE: False})
    yield day("no day", "月底", {D.DAY_UNREADABLE: False}, in_gb18030)


def months() -> Iterator[Damaged]:
    def month(title: str, cell, finds: dict, build: Callable = in_xlsx) -> Damaged:
        return Damaged(title, PLAIN, {"停保起始年月": cell}, finds, build)

    yield month("month as a day cell", day_cell(date(2026, 11, 1)), {D.MONTH_FROM_DAY: True})
    yield month("month as a day with midnight", "2026-11-01 00:00:00", {D.MONTH_FROM_DAY: True}, in_csv)
    yield month("six digits", "202611", {D.MONTH_FORMAT: True}, in_xls)
    yield month("slash", "2026/11", {D.MONTH_FORMAT: True})
    yield month("Chinese month", "2026年11月", {D.MONTH_FORMAT: True})
    yield month("serial day in a number cell, for a month", Number("46327"), {D.MONTH_SERIAL: True})
    yield month("serial day as text, for a month", "46327", {D.MONTH_SERIAL: False}, in_csv)
    yield month("month and two digits", "Nov-26", {D.MONTH_SHORT_YEAR: False}, in_csv)
    yield month("month without a year", "11月", {D.MONTH_NO_YEAR: False})
    yield month("a day in the middle, for a month", day_cell(date(2026, 11, 15)), {D.MONTH_INSIDE: False})
    yield month("no month", "下月", {D.MONTH_UNREADABLE: False})


def codes_and_others() -> Iterator[Damaged]:
    def cell(title: str, heading: str, value, finds: dict, build: Callable = in_xlsx) -> Damaged:
        return Damaged(title, PLAIN, {heading: value}, finds, build)

    yield cell("reason by name", "减员原因代码", "本人辞职", {D.CODE_BY_NAME: True})
    yield cell("reason in a number cell", "减员原因代码", Number("14"), {D.CODE_FORMAT: True}, in_xls)
    yield cell("reason with another's name", "减员原因代码", "14 退休", {D.CODE_AMBIGUOUS: False})
    yield cell("name of two reasons", "减员原因代码", "协商解除", {D.CODE_AMBIGUOUS: False}, in_csv)
    yield cell("a group of reasons", "减员原因代码", "23", {D.CODE_UNKNOWN: False})
    yield cell("insurances by name", "停保险种", "养老、医疗", {D.CODE_BY_NAME: True})
    yield cell("an insurance nobody knows", "停保险种", "养老、意外", {D.CODE_UNKNOWN: False})
    yield cell("neither yes nor no", "是否单位提出", "双方", {D.CODE_UNKNOWN: False})
    yield cell("years with their word", "本单位工作年限", "3年6个月", {D.YEARS_FORMAT: True})
    yield cell("years nobody can read", "本单位工作年限", "三年多", {D.YEARS_UNREADABLE: False}, in_gb18030)
    yield cell("telephone in a number cell", "联系电话", Number("19900000000"), {D.DIGITS_FORMAT: True})
    yield cell("telephone as a power of ten", "联系电话", "1.99E+10", {D.DIGITS_LOST: False}, in_csv)
    yield cell("invisible characters in a post", "岗位", "操\u200b作工", {D.WORDS_INVISIBLE: True})
    yield cell("a letter in place of a post", "岗位", "操作工" * 21, {D.WORDS_TOO_LONG: False})
    yield cell("reason merged with the day", "解除/终止日期", "", {D.CELL_MERGED: False}, in_merged_xlsx)
    yield cell("formula for a post", "岗位", Formula("HYPERLINK(1,2)", "操作工"), {D.CELL_FORMULA: False})
