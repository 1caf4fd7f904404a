"""From a damaged file to what is made of it: each damage is found, repaired where that is certain, and none invented."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest

from accounts.rules.resident_id import compose
from accounts.wording import sentence
from insurance.documents.sheet_words import code_names
from insurance.documents.workbook_parsing import READERS
from insurance.documents.workbook_reading import kind_of
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.sheet_columns import match_headings
from insurance.rules.sheet_damage import DamageCode
from insurance.rules.sheet_doctor import canonical_digest, diagnose
from insurance.rules.sheet_roster import RosterName
from insurance.rules.sheets import Sheet
from tests.factories.damaged import HEADINGS, PLAIN, ROSTER, Damaged, corpus, ending, good_row
from tests.factories.workbooks import Formula, Number, csv_file, xlsx

TODAY = date(2026, 11, 22)
REDUCTION = DeclarationKind.REDUCTION
CORPUS = list(corpus())

ABOUT_ROWS = {DamageCode.ROW_TWICE, DamageCode.ROW_DIFFERS}
NOT_IN_REDUCTIONS = {code for code in DamageCode if code.startswith(("money_", "phone_"))}


def examined(sheet: Sheet, roster=ROSTER, kind=REDUCTION):
    matching = match_headings(sheet.headings, kind, {})
    assert matching.is_complete
    return diagnose(sheet, matching, kind=kind, roster=roster, on=TODAY, codes=code_names(kind))


def read(name: str, content: bytes, most_rows: int = 100) -> Sheet:
    """Read a file in this process: that it is read apart is shown elsewhere."""
    module, function = READERS[kind_of(name, content)]
    return getattr(import_module(module), function)(content, most_rows)


def good_values(who: RosterName) -> dict:
    return {
        "name": who.name,
        "id_number": who.number,
        "public_id": who.public_id,
        "reason": "14",
        "ended_on": date(2026, 10, 31),
        "insurances": (110, 310),
        "stop_month": Month(2026, 11),
        "proposed_by": "person",
        "contract_from": date(2020, 1, 1),
        "post": "操作工",
        "years_in_unit": Decimal("3.5"),
        "phone": "19900000000",
        "note": "无",
    }


@pytest.mark.parametrize("case", CORPUS, ids=[case.title for case in CORPUS])
def test_each_damage_is_found_and_repaired_only_where_it_is_certain(case: Damaged):
    before, row, after = examined(read(*case.file()))
    assert (before.damages, after.damages) == ((), ())
    assert {damage.code: damage.certain for damage in row.damages} == case.finds
    assert row.is_refused is not case.is_certain
    if case.is_certain:
        assert (row.values, row.person_id) == (good_values(case.who), case.who.person_id)
    for damage in row.damages:
        assert damage.certain == (damage.repaired is not None)
        assert case.who.number not in sentence(damage.told)
        assert case.who.number not in repr(damage.told)


@pytest.mark.parametrize(
    ("wage", "code", "fen"),
    [
        ("6500.00", None, 650_000),
        (Number("6500.5"), None, 650_050),
        (Number("6500.1000000000004"), DamageCode.MONEY_FORMAT, 650_010),
        ("6,500.00", DamageCode.MONEY_FORMAT, 650_000),
        ("￥6500元", DamageCode.MONEY_FORMAT, 650_000),
        ("0.65万", DamageCode.MONEY_TEN_THOUSANDS, 650_000),
        (Number("6500.333"), DamageCode.MONEY_DECIMALS, None),
        ("六千五", DamageCode.MONEY_UNREADABLE, None),
        (Formula("SUM(1,2)", "6500"), DamageCode.CELL_FORMULA, None),
    ],
)
def test_wages_in_a_table_of_bases(wage, code, fen):
    rows = [["职工姓名", "公民身份号码", "上年度月平均工资（元）"], [PLAIN.name, PLAIN.number, wage]]
    (row,) = examined(read("a.xlsx", xlsx(rows)), kind=DeclarationKind.BASES)
    assert row.values.get("wage") == fen
    assert {damage.code: damage.certain for damage in row.damages} == ({code: fen is not None} if code else {})


def test_the_corpus_is_large_and_knows_every_damage():
    assert len(CORPUS) >= 40
    assert len({case.title for case in CORPUS}) == len(CORPUS)
    found = {code for case in CORPUS for code in case.finds}
    assert set(DamageCode) - found == ABOUT_ROWS | NOT_IN_REDUCTIONS
    assert {case.build.__name__ for case in CORPUS} == {
        "in_xlsx",
        "in_merged_xlsx",
        "in_xls",
        "in_csv",
        "in_gb18030",
        "in_utf16",
    }


NAMES = "王伟、李娜、阿依古丽·买买提、䶮㛃、𠅤一、欧阳明月、Anna Maria Schmidt、买买提·吐尔逊江·阿不都、张三丰、O'Brien"


def many_people(count: int) -> list[RosterName]:
    """Return people with all kinds of names and numbers, many of one name, some whose number ends in zeros."""
    names = NAMES.split("、")
    born_on = [date(1970, 1 + n % 12, 1 + n // 12 % 28) for n in range(count - 2)]
    numbers = [compose("379901", born, n // 12) for n, born in enumerate(born_on)]
    numbers += [ending("000", born_in=1966), ending("000", born_in=1967)]
    assert len(set(numbers)) == count
    return [RosterName(at, number, names[at % len(names)], f"P{at:08d}") for at, number in enumerate(numbers)]


@pytest.mark.slow
def test_nothing_is_invented_on_ten_thousand_good_rows():
    people = many_people(10_000)
    assert sum(one.number.endswith("000") for one in people) >= 2
    sheet = read("a.xlsx", xlsx([HEADINGS, *map(good_row, people)]), most_rows=10_000)
    rows = examined(sheet, people)
    assert [row for row in rows if row.damages] == []
    assert [row.person_id for row in rows] == [one.person_id for one in people]
    assert [row.values["id_number"] for row in rows] == [one.number for one in people]


def test_blank_cells_are_no_damage():
    (row,) = examined(read("a.xlsx", xlsx([HEADINGS, good_row(ROSTER[0], **dict.fromkeys(HEADINGS[5:], ""))])))
    assert row.damages == ()
    assert row.values.keys() == {"name", "id_number", "public_id", "reason", "ended_on"}


def test_the_digest_knows_the_same_rows_in_any_guise():
    rows = [good_row(who) for who in ROSTER]
    plain = canonical_digest(examined(read("a.xlsx", xlsx([HEADINGS, *rows]))))
    turned = [list(reversed(row)) for row in [HEADINGS, *rows]]
    renamed = [["员工姓名", "身份证号", *HEADINGS[2:]], *rows]
    damaged = [good_row(ROSTER[0], 证件号码=f"'{ROSTER[0].number}", 停保起始年月="2026年11月"), *rows[1:]]
    same = [
        read("b.csv", csv_file([HEADINGS, *reversed(rows)], encoding="gb18030")),
        read("c.xlsx", xlsx(turned)),
        read("d.xlsx", xlsx(renamed)),
        read("e.xlsx", xlsx([HEADINGS, *damaged])),
    ]
    assert {canonical_digest(examined(sheet)) for sheet in same} == {plain}
    other = [
        read("f.xlsx", xlsx([HEADINGS, *rows[1:]])),
        read("g.xlsx", xlsx([HEADINGS, *rows, rows[0]])),
        read("h.xlsx", xlsx([HEADINGS, good_row(ROSTER[0], 减员原因代码="16"), *rows[1:]])),
        read("i.xlsx", xlsx([HEADINGS, good_row(ROSTER[0], 减员原因代码="??"), *rows[1:]])),
    ]
    digests = {canonical_digest(examined(sheet)) for sheet in other}
    assert len(digests) == len(other)
    assert plain not in digests
