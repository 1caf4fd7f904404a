"""The columns of uploaded tables: what ours are, and which heading of somebody else's means which of them.

The columns are named like the answers of the form for one person. Headings are recognised in any order and in the
spellings that other halls, vendors of personnel software and people use; what is not recognised is mapped by hand once
and remembered for the unit. A column that could be two things is never chosen silently.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import looks_like_identity_number
from insurance.rules.kinds import DeclarationKind
from insurance.rules.sheets import Sheet

FIELD = "file"

IGNORED = "-"
"""What is remembered of a heading whose column is not to be read."""


class Holds(StrEnum):
    """How the cells of a column are read."""

    IDENTITY = "identity"
    NAME = "name"
    WORDS = "words"
    DIGITS = "digits"
    PHONE = "phone"
    DAY = "day"
    MONTH = "month"
    MONEY = "money"
    YEARS = "years"
    CODE = "code"
    CODES = "codes"
    PROPOSER = "proposer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``is_required``: without it a table cannot be read; single cells may be blank all the same."""

    name: str
    holds: Holds
    is_required: bool = False


H = Holds
NAME = Column("name", H.NAME, is_required=True)
NUMBER = Column("id_number", H.IDENTITY, is_required=True)
DOCUMENT_TYPE = Column("id_type", H.NOTHING)
PERSONAL_NUMBER = Column("public_id", H.DIGITS)
CONTRACT = (Column("contract_from", H.DAY), Column("contract_to", H.DAY))
POST = Column("post", H.WORDS)
PHONE = Column("phone", H.DIGITS)
NOTE = Column("note", H.WORDS)

MOST_CHARACTERS = {"post": 60, "note": 500}
"""How long a text may be; the forms for one person take no more."""

COLUMNS: dict[DeclarationKind, tuple[Column, ...]] = {
    DeclarationKind.REDUCTION: (
        NAME,
        NUMBER,
        Column("reason", H.CODE, is_required=True),
        Column("ended_on", H.DAY, is_required=True),
        PERSONAL_NUMBER,
        Column("insurances", H.CODES),
        Column("stop_month", H.MONTH),
        Column("proposed_by", H.PROPOSER),
        *CONTRACT,
        POST,
        Column("years_in_unit", H.YEARS),
        PHONE,
        NOTE,
    ),
    DeclarationKind.INCREASE: (
        NAME,
        NUMBER,
        Column("started_on", H.DAY, is_required=True),
        Column("employment_kind", H.CODE),
        Column("wage", H.MONEY, is_required=True),
        *CONTRACT,
        Column("household", H.CODE),
        Column("phone", H.PHONE),
        POST,
        Column("start_month", H.MONTH),
        NOTE,
    ),
    DeclarationKind.BASES: (NAME, NUMBER, PERSONAL_NUMBER, Column("wage", H.MONEY, is_required=True)),
}
"""The columns of our templates, in their order."""

RESIDENTS = "residents"
"""代办名单: the table of a village or neighbourhood committee. It declares nothing and puts people on a list."""

TableKind = DeclarationKind | Literal["residents"]
TABLES: dict[TableKind, tuple[Column, ...]] = {**COLUMNS, RESIDENTS: (NAME, NUMBER)}

ALSO_KNOWN = (
    Column("position", H.NOTHING),
    Column("birth_on", H.DAY),
    DOCUMENT_TYPE,
    Column("finding", H.NOTHING),
    Column("result", H.NOTHING),
)
"""Columns that other tables bring along: a running number, a birth date to compare with the number, its kind, and what
our own corrected and result tables say of a row."""

TEMPLATE_VERSIONS: dict[TableKind, int] = {
    DeclarationKind.REDUCTION: 1,
    DeclarationKind.INCREASE: 1,
    DeclarationKind.BASES: 1,
    RESIDENTS: 1,
}
"""The version of each template; one that is older in a way that matters is refused, so it grows with every change."""

MEMBERS_ONLY = frozenset({DeclarationKind.REDUCTION, DeclarationKind.BASES})
"""Kinds in which every row must be somebody of the unit's own roster."""

HEADINGS: dict[str, str] = {
    "name": """
        姓名 职工姓名 员工姓名 人员姓名 个人姓名 个人名称 参保人姓名 参保人员姓名 居民姓名 村民姓名 家庭成员姓名 人员名称 名字
        name full_name employee employee_name resident resident_name
    """,
    "id_number": """
        证件号码 证件号 身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 社会保障号 社会保障号码
        社保号 社保号码 身份号码 有效证件号码 身份证件号码 员工身份证号 职工身份证号
        参保人身份证号 参保人身份证号码 参保人证件号码
        id_number identity_number id_card id_card_number id_no id identity_card_number social_security_number
    """,
    "id_type": "证件类型 证件种类 身份证件类型 id_type document_type kind_of_document identity_type",
    "public_id": "个人编号 个人编码 人员编号 职工编号 社保编号 个人社保编号 personal_number personal_no person_number",
    "reason": """
        减员原因 减员原因代码 停保原因 停保原因代码 离职原因 离职原因代码 减少原因 人员减少原因 终止原因 解除原因 终止解除原因
        解除终止原因 停缴原因 中断原因 变更原因 reason reason_code reason_for_leaving reason_of_the_reduction leaving_reason
    """,
    "ended_on": """
        解除终止日期 终止日期 解除日期 离职日期 离职时间 减员日期 终止解除日期 停保日期 停保时间 劳动关系终止日期
        劳动关系解除日期 合同终止日期 合同解除日期 解除劳动合同日期 终止劳动合同日期 解除终止劳动合同日期 最后工作日
        day_the_employment_ended end_date ended_on last_day termination_date leaving_date date_of_leaving
    """,
    "insurances": "停保险种 险种 减员险种 参保险种 停缴险种 insurances insurances_to_stop insurance",
    "stop_month": """
        停保年月 停保起始年月 停保起始月 停保月份 停保月 社保停缴月 停缴月 停缴年月 社保停缴年月 减员年月 减员月份 减员月
        stop_month stop_from_month stop_from
    """,
    "proposed_by": "是否单位提出 单位提出 是否由单位提出 提出方 由谁提出 proposed_by_the_unit proposed_by who_proposed",
    "contract_from": """
        合同开始日期 劳动合同开始日期 合同起始日期 劳动合同起始日期 合同起始时间 合同开始时间 合同起始日 合同生效日期
        contract_from contract_start contract_start_date contract_begins
    """,
    "contract_to": """
        合同结束日期 劳动合同结束日期 合同截止日期 劳动合同截止日期 合同期满日期 合同到期日期 合同到期日 合同截止时间 合同结束时间
        contract_until contract_to contract_end contract_end_date contract_ends
    """,
    "post": "岗位 工作岗位 职位 职务 岗位名称 工种 post position_held job job_title title",
    "years_in_unit": "本单位工作年限 工作年限 在本单位工作年限 本单位年限 司龄 years_in_the_unit years_in_unit years_of_service",
    "phone": "联系电话 手机号 手机号码 手机 电话 联系方式 移动电话 phone phone_number mobile mobile_phone telephone",
    "note": "备注 说明 备注说明 note remark remarks comment",
    "started_on": """
        首个工作日 入职日期 入职时间 用工日期 用工起始日期 用工开始日期 上岗日期 到岗日期 参加工作日期 增员日期 起始用工日期
        用工之日 报到日期 first_working_day start_date started_on hire_date date_of_joining entry_date
    """,
    "employment_kind": "用工形式 用工类型 用工性质 用工方式 kind_of_employment employment_kind employment_type",
    "wage": """
        申报工资 月工资 月缴费工资 缴费工资 工资 月薪 缴费基数 申报基数 工资基数 月均工资 月平均工资 上年月平均工资
        上年度月平均工资 上年度月均工资 上年月均工资 本人上年度月平均工资 月申报工资 基本工资
        wage declared_wage monthly_wage salary monthly_salary average_monthly_wage average_monthly_wage_of_last_year
        contribution_base base
    """,
    "household": "户口性质 户籍性质 户口类型 户籍类型 household household_type nature_of_household registered_residence",
    "start_month": "参保起始年月 参保年月 增员年月 起缴年月 参保月份 起始年月 社保起缴月 参保起始月 start_month start_from_month",
    "position": "序号 编号 行号 no number row serial_number sn",
    "finding": "核对说明 what_was_found 原因说明 reasons",
    "result": "结果 核对结果 result",
    "birth_on": "出生日期 出生年月日 生日 birth_date date_of_birth birthday born_on born",
}
"""The headings each column is known by, ours in both languages among them; underscores stand for spaces."""

EXPLANATION = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
FOLDED_BRACKETS = str.maketrans("【〔《「『<】〕》」』>", "((((((" + "))))))")
SEPARATING = re.compile(r"[\s()\[\]{}_*:;,.、。/\\|'\"`~!?#+=·\-]+")


def folded_heading(heading: str) -> str:
    """Return a heading as two spellings of it are compared, and as a mapping is remembered under.

    NFKC, small letters; stars, spaces and punctuation go, and so does what stands in brackets, unless that is all.
    """
    half_width = unicodedata.normalize("NFKC", heading).casefold().translate(FOLDED_BRACKETS)
    visible = "".join(one for one in half_width if unicodedata.category(one) not in {"Cf", "Cc"} or one in "\n\t\r")
    return SEPARATING.sub("", EXPLANATION.sub("", visible)) or SEPARATING.sub("", visible)


COLUMN_OF_HEADING: dict[str, list[str]] = {}
for _name, _spellings in HEADINGS.items():
    for _spelling in _spellings.split():
        COLUMN_OF_HEADING.setdefault(folded_heading(_spelling), []).append(_name)


@dataclass(frozen=True, slots=True)
class Matching:
    """Which column stands where.

    ``columns`` gives the place of each recognised column; ``unknown`` the headings, with their places, that are none of
    ours and are not read; ``missing`` the required columns that are nowhere; ``doubtful`` the columns that several
    headings claim, with the places.
    """

    columns: dict[str, int]
    unknown: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.doubtful)


def known_columns(kind: TableKind) -> dict[str, Column]:
    """Return every column that is read in a table of this kind, ours first."""
    return {column.name: column for column in (*TABLES[kind], *ALSO_KNOWN)}


def match_headings(headings: Iterable[str], kind: TableKind, remembered: Mapping[str, str]) -> Matching:
    """Return what the headings mean; ``remembered`` maps folded headings to a column or to ``IGNORED``."""
    columns = known_columns(kind)
    places: dict[str, list[int]] = {}
    unknown = []
    for place, heading in enumerate(headings):
        folded = folded_heading(heading)
        name = remembered.get(folded) or next((one for one in COLUMN_OF_HEADING.get(folded, ()) if one in columns), "")
        if name in columns:
            places.setdefault(name, []).append(place)
        elif folded and name != IGNORED:
            unknown.append((place, heading))
    found = {name: where[0] for name, where in places.items() if len(where) == 1}
    return Matching(
        columns=found,
        unknown=tuple(unknown),
        missing=tuple(one.name for one in columns.values() if one.is_required and one.name not in places),
        doubtful=tuple(
            (name, tuple(where))
            for name, where in places.items()
            if len(where) > 1 and columns[name].holds != Holds.NOTHING
        ),
    )


def refuse_wrong_template(sheet: Sheet, kind: TableKind) -> None:
    """Refuse a table made from a template for something else, or from one of another version.

    Raises RuleBroken("workbook.template_kind") or RuleBroken("workbook.template_version"). A table that is not made
    from any template of ours is taken: its headings decide.
    """
    if sheet.template is None:
        return
    name, version = sheet.template
    if name != kind:
        raise RuleBroken("workbook.template_kind", FIELD)
    if version != TEMPLATE_VERSIONS[kind]:
        raise RuleBroken("workbook.template_version", FIELD)


def refuse_people_as_headings(sheet: Sheet) -> None:
    """Raise RuleBroken("workbook.no_headings") where somebody's row was taken for the headings, which are kept as they
    stand."""
    if any(map(looks_like_identity_number, sheet.headings)):
        raise RuleBroken("workbook.no_headings", FIELD)
