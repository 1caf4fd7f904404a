"""The rows of an uploaded table as pages and result tables write them."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text, month_text, sentence
from insurance.rules.finding_data import from_data
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind
from insurance.services.batch_rows import ReadRow, read_row
from insurance.views.employer.findings import finding, is_only_one
from insurance.wording_batches import VERDICT_TONES
from insurance.wording_citizen import money
from insurance.wording_reasons import REDUCTION_REASON_NAMES
from insurance.wording_templates import COLUMN_NAMES

PLACE = "\ufffc"
"""Stands in a sentence where what somebody typed goes."""


def column_name(name: str) -> str:
    """Return how a column is called in the reader's language."""
    return str(COLUMN_NAMES[name])


def row_sentences(problems: list[RuleBroken]) -> list[str]:
    """Return what stands against a row, in words; a sentence that several cells have names its column."""
    return [
        named_cell(problem)
        if problem.field in COLUMN_NAMES and not is_only_one(problem, problems)
        else sentence(problem)
        for problem in problems
    ]


def named_cell(problem: RuleBroken) -> str:
    return _("%(field)s: %(sentence)s") % {"field": column_name(problem.field), "sentence": sentence(problem)}


def row_words(stored, kind: DeclarationKind, verdicts: Mapping[Verdict, str]) -> dict:
    """Return a row as the page writes it, ``verdicts`` in words; templates only place it."""
    row = read_row(stored)
    problems = [from_data(one) for one in stored.findings]
    return {
        "number": stored.number,
        "name": row.values.get("name") or "",
        "identity": masked(row.values["id_number"]) if row.values.get("id_number") else "",
        "asked": DECLARES[kind](row),
        "tone": VERDICT_TONES[Verdict(stored.verdict)],
        "verdict": verdicts[Verdict(stored.verdict)],
        "findings": [
            finding(problem) | {"text": words} for problem, words in zip(problems, row_sentences(problems), strict=True)
        ],
        "repairs": [repair_words(from_data(one)) for one in stored.damages],
    }


def reduction_asked(row: ReadRow) -> str:
    """Return why and when somebody leaves."""
    code, ended_on = row.values.get("reason") or "", row.values.get("ended_on")
    reason = f"{code} {REDUCTION_REASON_NAMES[code]}" if code in REDUCTION_REASON_NAMES else code
    return " · ".join(part for part in (reason, day_text(ended_on) if ended_on else "") if part)


def increase_asked(row: ReadRow) -> str:
    """Return when somebody joins."""
    started_on, month = row.values.get("started_on"), row.values.get("start_month")
    return " · ".join(
        part
        for part in (day_text(started_on) if started_on else "", month_text(month.first_day) if month else "")
        if part
    )


def wage_asked(row: ReadRow) -> str:
    """Return which wage is declared."""
    wage = row.values.get("wage")
    return money(wage) if wage is not None else ""


DECLARES = {
    DeclarationKind.REDUCTION: reduction_asked,
    DeclarationKind.INCREASE: increase_asked,
    DeclarationKind.BASES: wage_asked,
}


def repair_words(told: RuleBroken) -> dict:
    """Return what was put right in a cell, in words; what stood there is in neither of the page's languages."""
    found = told.facts.get("found")
    if not isinstance(found, str):
        return finding(told) | {"text": named_cell(told)}
    placed = RuleBroken(told.code, told.field, **{**told.facts, "found": PLACE})
    before, place, after = named_cell(placed).partition(PLACE)
    return finding(told) | {"text": format_html("{}{}{}", before, said(found) if place else "", after)}
