"""The words of tables: what columns and codes are called in a template, and by which names codes are recognised."""

from collections.abc import Iterable
from functools import cache

from django.utils.translation import override

from insurance.rules.kinds import EMPLOYEE_INSURANCES, DeclarationKind, Insurance
from insurance.rules.reasons import REDUCTION_REASONS
from insurance.rules.sheet_columns import COLUMNS, Holds
from insurance.rules.sheet_values import EVERYTHING, CodeList, folded_words
from insurance.wording import INSURANCE_NAMES
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES, HOUSEHOLD_NAMES
from insurance.wording_reasons import REDUCTION_REASON_NAMES
from insurance.wording_reductions import SHORT_INSURANCE_NAMES
from insurance.wording_templates import COLUMN_NAMES, LAST_YEARS_WAGE, YES_NO_NAMES

LANGUAGES = ("zh-hans", "en")

STOPPABLE = (*EMPLOYEE_INSURANCES, Insurance.SUPPLEMENT)

OTHER_NAMES = {
    "reason": {
        "11": "合同到期 合同期满 劳动合同到期 合同终止",
        "14": "辞职 本人辞职 主动辞职 个人辞职 自动离职 resignation",
        "16": "开除 除名 辞退 过失性解除",
        "18": "裁员 经济性裁员",
        "21": "退休 到龄退休 retirement",
        "22": "死亡 在职死亡 death",
        "24": "参军 入伍",
        "25": "升学 上学",
        "29": "统筹区内调动 区内调动",
        "30": "转出统筹区 转往外地",
        "34": "误增 误操作 未实际用工",
        "": "协商解除 协商一致解除 解除劳动合同 解除 终止 离职 调动 其他原因离职",
    },
    "insurances": {
        "110": "养老 养老保险 基本养老 基本养老保险 企业养老 职工养老保险",
        "210": "失业 失业保险",
        "310": "医疗 医疗保险 基本医疗 基本医疗保险 职工医保 医保",
        "330": "大额 大额医疗 大额医疗补助 补充医疗",
        "410": "工伤 工伤保险",
        "510": "生育 生育保险",
        EVERYTHING: "全部 所有 全部险种 五险 全险 五项 all everything all_five",
    },
    "employment_kind": {
        "contract": "劳动合同 合同制 劳动合同制 全日制 固定期限 正式工 正式",
        "dispatch": "劳务派遣 派遣",
        "part_time": "非全日制 非全日制用工 小时工 兼职",
        "other": "其他 其它",
    },
    "household": {
        "1": "本地城镇 本市城镇 本地非农",
        "2": "本地农村 本市农村 本地农业",
        "3": "外地城镇 外埠城镇",
        "4": "外地农村 外埠农村",
        "": "城镇 农村 非农业 农业 非农 本地 外地",
    },
}
"""What people also write for a code; under the empty code what may mean several of them."""


def column_name(kind: DeclarationKind, name: str, language: str) -> str:
    """Return the heading of a column in our template."""
    is_yearly = kind == DeclarationKind.BASES and name == "wage"
    with override(language):
        return str(LAST_YEARS_WAGE if is_yearly else COLUMN_NAMES[name])


def labels(column: str, language: str) -> dict[str, str]:
    """Return the codes of a column as a template offers them: a number with its name, any other code by its name."""
    with override(language):
        return {code: f"{code} {name}" if code[0].isdigit() else str(name) for code, name in names_of(column).items()}


def yes_no(language: str) -> tuple[str, ...]:
    """Return how a template offers yes and no."""
    with override(language):
        return tuple(map(str, YES_NO_NAMES))


def names_of(column: str) -> dict[str, object]:
    """Return the codes of a column with their names in the language in force."""
    return {
        "reason": {code: REDUCTION_REASON_NAMES[code] for code in REDUCTION_REASONS},
        "insurances": {str(int(code)): INSURANCE_NAMES[code] for code in STOPPABLE},
        "employment_kind": {str(code): name for code, name in EMPLOYMENT_KIND_NAMES.items()},
        "household": {str(code): name for code, name in HOUSEHOLD_NAMES.items()},
    }[column]


@cache
def code_names(kind: DeclarationKind) -> dict[str, CodeList]:
    """Return for each column of codes of a table of this kind how its codes are written and what they are called."""
    return {
        column.name: code_list(column.name) for column in COLUMNS[kind] if column.holds in {Holds.CODE, Holds.CODES}
    }


def code_list(column: str) -> CodeList:
    written: dict[str, str] = {}
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, label in labels(column, language).items():
            written |= {code: code, label: code}
        with override(language):
            add_names(names, ((code, str(name)) for code, name in names_of(column).items()))
            if column == "insurances":
                add_names(names, ((str(int(code)), str(SHORT_INSURANCE_NAMES[code])) for code in STOPPABLE))
    for code, others in OTHER_NAMES[column].items():
        add_names(names, ((code, other.replace("_", " ")) for other in others.split()))
    return CodeList(written, names)


def add_names(names: dict[str, str], more: Iterable[tuple[str, str]]) -> None:
    """Add names; one that stands for two codes becomes doubtful."""
    for code, name in more:
        folded = folded_words(name)
        names[folded] = code if names.get(folded, code) == code else ""
