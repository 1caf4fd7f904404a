"""The words of the tables we hand out: headings, sheets, how to fill them in, results."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind

COLUMN_NAMES = {
    "name": pgettext_lazy("column", "Name"),
    "id_number": pgettext_lazy("column", "ID number"),
    "id_type": pgettext_lazy("column", "Kind of document"),
    "public_id": pgettext_lazy("column", "Personal number"),
    "reason": pgettext_lazy("column", "Reason code"),
    "ended_on": pgettext_lazy("column", "Day the employment ended"),
    "insurances": pgettext_lazy("column", "Insurances to stop"),
    "stop_month": pgettext_lazy("column", "Stop from month"),
    "proposed_by": pgettext_lazy("column", "Proposed by the unit"),
    "contract_from": pgettext_lazy("column", "Contract from"),
    "contract_to": pgettext_lazy("column", "Contract until"),
    "post": pgettext_lazy("column", "Post"),
    "years_in_unit": pgettext_lazy("column", "Years in the unit"),
    "phone": pgettext_lazy("column", "Phone"),
    "note": pgettext_lazy("column", "Remark"),
    "started_on": pgettext_lazy("column", "First working day"),
    "employment_kind": pgettext_lazy("column", "Kind of employment"),
    "wage": pgettext_lazy("column", "Declared wage"),
    "household": pgettext_lazy("column", "Household"),
    "start_month": pgettext_lazy("column", "Start month"),
    "position": pgettext_lazy("column", "No."),
    "birth_on": pgettext_lazy("column", "Date of birth"),
}

LAST_YEARS_WAGE = pgettext_lazy("column", "Average monthly wage of last year")
"""What the wage is called in the table of bases."""

YES_NO_NAMES = (pgettext_lazy("cell of a table", "Yes"), pgettext_lazy("cell of a table", "No"))

SHEET_NAMES = {
    "data": pgettext_lazy("name of a sheet", "To fill in"),
    "codes": pgettext_lazy("name of a sheet", "Codes"),
    "explanation": pgettext_lazy("name of a sheet", "How to fill in"),
    "results": pgettext_lazy("name of a sheet", "Results"),
}

FINDINGS_NAME = pgettext_lazy("column", "What was found")
"""The last column of a corrected table; it is not read when the table is sent again."""

RESULT_HEADINGS = (
    pgettext_lazy("column", "Row"),
    pgettext_lazy("column", "Result"),
    pgettext_lazy("column", "Reasons"),
)

RESULT_NAMES = {
    Verdict.PASS: pgettext_lazy("result of a row", "Passes"),
    Verdict.WARN: pgettext_lazy("result of a row", "To be read"),
    Verdict.FAIL: pgettext_lazy("result of a row", "Refused"),
}

FILED_NAMES = {
    Verdict.PASS: pgettext_lazy("result of a row", "Declared"),
    Verdict.WARN: pgettext_lazy("result of a row", "Declared, something to read"),
    Verdict.FAIL: pgettext_lazy("result of a row", "Not declared"),
}
"""What became of the rows once the table was submitted."""

TEMPLATE_HEADINGS = (
    pgettext_lazy("column", "Column"),
    pgettext_lazy("column", "Needed"),
    pgettext_lazy("column", "How it is written"),
    pgettext_lazy("column", "Example"),
)

TEMPLATE_MESSAGES = {
    "title": _("Not in the list"),
    "text": _("Choose from the list; the sheet of codes shows all of it."),
}

COLUMN_HINTS = {
    "name": _("As on the identity card."),
    "id_number": _("All 18 characters, as text. The column is formatted as text already; do not change that."),
    "public_id": _(
        "The number that begins with P. Where it is filled in, the ID number may be left blank for people of your unit."
    ),
    "reason": _("Choose from the list, or type the code."),
    "ended_on": _("The last day of the employment, year first."),
    "insurances": _("Codes with commas. Blank: all that run."),
    "stop_month": _("The first month that is not charged any more. Blank: by the area's rule."),
    "proposed_by": _("For the reasons 12, 13 and 20: whether the unit proposed the end."),
    "contract_from": _("The day the labour contract began, year first. Needed for the reasons 11 to 20."),
    "contract_to": _("The day the labour contract ends. Blank: without an end."),
    "post": _("What the person works as. Needed for the reasons 11 to 20."),
    "years_in_unit": _("Years of work in this unit, with at most one decimal. Needed for the reasons 11 to 20."),
    "phone": _("Mobile number."),
    "note": _("For the reasons 29 and 33 the new unit, for 39 an explanation."),
    "started_on": _("The first working day, year first. Insurance has to be declared within 30 days."),
    "employment_kind": _("Choose from the list. Blank: labour contract."),
    "wage": _("Yuan a month, before deductions. The contribution base is limited by the bounds of the area."),
    "household": _("Choose from the list."),
    "start_month": _("The first month to be charged. Blank: by the rule."),
}

OTHER_HINTS = {
    (DeclarationKind.INCREASE, "contract_from"): _("The day the labour contract begins, year first."),
    (DeclarationKind.INCREASE, "post"): _("What the person works as."),
    (DeclarationKind.INCREASE, "note"): _("What the agency should know."),
    (DeclarationKind.BASES, "wage"): _(
        "Yuan a month: all wages of last year before deductions, divided by the months worked."
    ),
}
"""Where a column means something else in one kind of table."""

EXPLANATIONS = (
    _("Fill in the first sheet only, one row for each person. Headings with a star are needed."),
    _("When you paste, choose “values only”, so that cells stay text and ID numbers keep all their digits."),
    _(
        "Do not merge cells and do not use formulas. Rows that cannot be read are refused with the reason; the others can be declared without them."
    ),
    _("Nothing is declared before you have seen the check and submitted it."),
)
