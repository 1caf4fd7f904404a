"""A draft of policy in words: against what is in force, and what its preview and its examples found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.wording import day_text, in_chinese
from insurance.admin.policy import chinese
from insurance.rules.kinds import Insurance
from insurance.rules.policy_effect import Effect, Measure, effect_from_json
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.policy_filled_in import cells_of, row_of
from insurance.rules.policy_sheet import Group, key_of_row, sheet_of
from insurance.wording import INSURANCE_NAMES
from insurance.wording_citizen import counted_months, money
from insurance.wording_policy import GROUP_NAMES, LINE_NAMES, cell_words, column_words, line_words, lines_of
from insurance.wording_policy_studio import (
    MORE_NAMES,
    QUESTIONS,
    band_words,
    changed_sentence,
    changed_units_sentence,
    difference_words,
    measured_words,
    percent_of_change,
    sample_sentence,
    span_words,
    total_sentence,
    window_words,
)

# Compared -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the comparison; ``before`` and ``after`` are sentences, none where nothing is said."""

    label: str
    before: list[str]
    after: list[str]

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Section:
    """Lines under a heading; the first section of a row has none."""

    title: str
    lines: list[Line]


def comparison(before: tuple[PolicyEntry, ...], after: tuple[PolicyEntry, ...]) -> list[Section]:
    """Return what is in force and what the draft says, line by line; ``before`` is empty where nothing was."""
    table, key = after[0].table, key_of_row(after[0])
    sheet = sheet_of(table, key)
    old, new = (cells_of(row_of(entries), sheet) if entries else {} for entries in (before, after))
    lines = [Line(column_words(table, column)[0], _cell(column, old), _cell(column, new)) for column in sheet.columns]
    lists = [Section(str(GROUP_NAMES[g.name]), list(_group_lines(g, old, new))) for g in sheet.groups]
    return [Section("", [*lines, *_basis(before, after)]), *(section for section in lists if section.lines)]


def _cell(column, cells: Mapping[str, Any]) -> list[str]:
    return [cell_words(column, cells[column.name])] if column.name in cells else []


def _basis(before: tuple[PolicyEntry, ...], after: tuple[PolicyEntry, ...]) -> Iterator[Line]:
    """Yield the first day and the text behind each."""
    days, texts = ([[], []] for _each in range(2))
    for side, entries in enumerate((before, after)):
        if entries:
            days[side] = [day_text(entries[0].first)]
            texts[side] = [chinese(entries[0].document), *filter(None, [article_words(entries[0].article)])]
    yield Line(_("In force from"), *days)
    yield Line(_("Legal basis"), *texts)


def article_words(article: str) -> str:
    return _("Article %(number)s") % {"number": article} if article else ""


def _group_lines(group: Group, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Line]:
    sides = [[line_words(group, line, cells) for line in lines_of(cells, group)] for cells in (old, new)]
    for position in range(max(map(len, sides))):
        title = LINE_NAMES[group.name] % {"number": position + 1}
        yield Line(title, *(side[position] if position < len(side) else [] for side in sides))


def changed_lines(sections: Iterable[Section]) -> int:
    return sum(line.differs for section in sections for line in section.lines)


# Previewed ----------------------------------------------------------------------------------------------------------


def preview_words(preview: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a preview as the page shows it; ``names`` are those of the numbers among the most affected."""
    words = {
        "question": str(QUESTIONS[preview.get("question", preview["table"])]),
        "day": date.fromisoformat(preview["day"]),
    }
    if "effect" in preview:
        return words | _effect_words(preview, effect_from_json(preview["effect"]), names)
    if preview["table"] == "windows":
        return words | _windows_words(preview)
    return words | _durations_words(preview)


def _effect_words(preview: Mapping[str, Any], effect: Effect, names: Mapping[str, str]) -> dict[str, Any]:
    more, less = MORE_NAMES[effect.measure]
    changed = changed_units_sentence if preview["table"] == "late_fees" else changed_sentence
    sentences = [changed(effect.changed, effect.examined)]
    if effect.measure == Measure.FEN:
        sentences.append(total_sentence(effect.before_fen, effect.after_fen))
    return {
        "sentence": ("" if in_chinese() else " ").join(sentences),
        "whom": sample_sentence(preview["looked_at"], preview["population"]),
        "stats": [{"label": str(more), "value": effect.more}, {"label": str(less), "value": effect.less}],
        "bands": [{"words": band_words(b, effect.measure), "cases": b.cases} for b in effect.bands],
        "most": [
            {
                "number": case.number,
                "name": names.get(case.number, ""),
                "before": measured_words(effect.measure, case.before),
                "after": measured_words(effect.measure, case.after),
                "difference": difference_words(case, effect.measure),
            }
            for case in effect.most
        ],
        "insurances": [insurance_words(row) for row in preview.get("insurances", [])],
    }


def insurance_words(row: list[int]) -> dict[str, str]:
    """Return what unit and person pay for one insurance, before and after."""
    insurance, unit_before, own_before, unit_after, own_after = row
    return {
        "name": str(INSURANCE_NAMES[Insurance(insurance)]),
        "unit_before": money(unit_before),
        "unit_after": money(unit_after),
        "own_before": money(own_before),
        "own_after": money(own_after),
        "percent": percent_of_change(unit_before + own_before, unit_after + own_after),
    }


def _windows_words(preview: Mapping[str, Any]) -> dict[str, Any]:
    concerned = _("The window is for %(payers)s payers.") % {"payers": f"{preview['concerned']:,}"}
    days = _("%(changed)s of %(examined)s days lead to something else.") % preview
    return {
        "sentence": days,
        "whom": concerned,
        "head": _("Declared"),
        "lines": [
            {
                "title": span_words(date.fromisoformat(first), date.fromisoformat(last)),
                "before": window_words(before),
                "after": window_words(after),
                "differs": before != after,
            }
            for first, last, before, after in preview["lines"]
        ],
    }


def _durations_words(preview: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sentence": _("%(changed)s of %(examined)s durations change.") % preview,
        "head": _("Months paid"),
        "lines": [
            {
                "title": counted_months(paid),
                "before": "—" if before is None else counted_months(before),
                "after": counted_months(after),
                "differs": before != after,
            }
            for paid, before, after in preview["lines"]
        ],
    }


def numbers_in(preview: Mapping[str, Any] | None) -> list[str]:
    """Return the numbers of the most affected."""
    return [case[0] for case in preview["effect"]["most"]] if preview and "effect" in preview else []
