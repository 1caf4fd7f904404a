"""The form of a draft: the cells of one table, the first day, the document behind it, examples of its own.

Fields are made from ``rules/policy_sheet``, so that every table has a form without being written twice. Only shape is
checked here; whether the row makes sense is said by the reader that reads the reviewed files.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.days import DayField
from insurance.rules.benefit_rule import Anchor, Continuity
from insurance.rules.policy_filled_in import filled_lines, row_from_cells
from insurance.rules.policy_sheet import Column, Group, Holds, Sheet
from insurance.wording_policy import GROUP_NAMES, LINE_NAMES, choices_of, column_words, yes_no_words

NEW_DOCUMENT = "new"
MOST_YUAN = Decimal(10) ** 9

NEW_DOCUMENT_FIELDS = ("number", "title_zh", "title_en", "issuer_zh", "issuer_en", "evidence", "issued_on", "url")
DEMANDED_OF_NEW = NEW_DOCUMENT_FIELDS[:6]


class DocumentSelect(forms.Select):
    """Numbers of documents, which are Chinese on every page, and the choice of a new one, which is not."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value != NEW_DOCUMENT:
            option["attrs"]["lang"] = "zh-CN"
        return option


class PolicyDraftForm(HallForm):
    """A row of a policy table. ``documents`` and ``evidence`` are choices; ``sheet`` says which cells it has."""

    first_on = DayField(label=_("In force from"), help_text=_("Today or later, for example 2027-01-01"))
    document = forms.ChoiceField(label=_("Document that says so"), widget=DocumentSelect)
    article = forms.CharField(
        label=_("Article"), help_text=_("Its number, for example 3"), max_length=20, required=False
    )
    document_number = forms.CharField(
        label=_("Number of the document"), help_text=_("As it is printed"), max_length=60, required=False
    )
    document_title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    document_title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    document_issuer_zh = forms.CharField(label=_("Issued by, in Chinese"), max_length=100, required=False)
    document_issuer_en = forms.CharField(label=_("Issued by, in English"), max_length=100, required=False)
    document_evidence = forms.ChoiceField(label=_("How sure we are of the text"), required=False)
    document_issued_on = DayField(label=_("Issued on"), required=False)
    document_url = forms.URLField(label=_("Address on the web"), required=False, assume_scheme="https")
    own_examples = forms.CharField(
        label=_("Examples of this draft"),
        help_text=_(
            "Only where the new text says something else than the reviewed examples: rows worked out by hand, with the"
            " header of an example file. A row takes the place of the one with the same id."
        ),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "class": "csv-input"}),
    )

    def __init__(self, *args, table: str, sheet: Sheet, documents, evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.sheet = table, sheet
        self.fields["document"].choices = [*documents, (NEW_DOCUMENT, _("A new document, described below"))]
        self.fields["document_evidence"].choices = [("", "---------"), *evidence]
        self.fields |= {column.name: field_of(table, column) for column in sheet.columns}
        for group in sheet.groups:
            for number in range(1, group.most + 1):
                self.fields |= {
                    f"{group.name}_{number}_{column.name}": field_of(table, column, in_list=True)
                    for column in group.columns
                }

    # What the template draws ----------------------------------------------------------------------------------------

    def cell_fields(self) -> list:
        return [self[column.name] for column in self.sheet.columns]

    def groups(self) -> list[dict[str, Any]]:
        """Return each list with its lines; a line is shown open when something stands in it or is wrong with it."""
        return [
            {"name": GROUP_NAMES[group.name], "lines": [self.line(group, n) for n in range(1, group.most + 1)]}
            for group in self.sheet.groups
        ]

    def line(self, group: Group, number: int) -> dict[str, Any]:
        fields = [self[f"{group.name}_{number}_{column.name}"] for column in group.columns]
        filled = any(self[f"{group.name}_{number}_{name}"].value() not in (None, "") for name in group.decisive)
        wrong = any(field.errors for field in fields)
        return {"title": LINE_NAMES[group.name] % {"number": number}, "fields": fields, "is_open": filled or wrong}

    def new_document_fields(self) -> list:
        return [self[f"document_{name}"] for name in NEW_DOCUMENT_FIELDS]

    def describes_new_document(self) -> bool:
        return self["document"].value() == NEW_DOCUMENT

    # What was sent --------------------------------------------------------------------------------------------------

    def clean(self):
        answers = super().clean()
        for group in self.sheet.groups:
            self.demand_lines(group)
        if answers.get("document") == NEW_DOCUMENT:
            for name in DEMANDED_OF_NEW:
                if not answers.get(f"document_{name}"):
                    self.add_error(f"document_{name}", forms.ValidationError(INCOMPLETE, code=INCOMPLETE_CODE))
        return answers

    def demand_lines(self, group: Group) -> None:
        """Ask for what a line that is filled in at all cannot do without."""
        for number in filled_lines(self.cleaned_data, group):
            for column in group.columns:
                name = f"{group.name}_{number}_{column.name}"
                if not column.optional and self.cleaned_data.get(name) is None and name not in self.errors:
                    self.add_error(
                        name, forms.ValidationError(self.fields[name].error_messages["required"], "required")
                    )

    def row(self) -> dict[str, Any]:
        """Return the row that was filled in, as a file writes it, without its key."""
        answers = self.cleaned_data
        row = {
            "from": answers["first_on"],
            "document": self.number_of_document(),
            **row_from_cells(answers, self.sheet),
        }
        return row | ({"article": answers["article"]} if answers["article"] else {})

    def number_of_document(self) -> str:
        answers = self.cleaned_data
        is_new = answers["document"] == NEW_DOCUMENT
        return answers["document_number"] if is_new else answers["document"]

    def new_document(self) -> dict[str, Any] | None:
        """Return the description of a document that is not on record yet."""
        answers = self.cleaned_data
        if answers["document"] != NEW_DOCUMENT:
            return None
        described = {name: answers[f"document_{name}"] for name in NEW_DOCUMENT_FIELDS}
        return {name: value for name, value in described.items() if value}


INCOMPLETE = _("Fill this in for a new document, or choose one from the list.")
INCOMPLETE_CODE = "policy_draft.document_incomplete"


def field_of(table: str, column: Column, *, in_list: bool = False) -> forms.Field:
    """Return the field of a cell; a line of a list begins with what is usual and may be left empty as a whole."""
    label, hint = column_words(table, column)
    given = {"label": label, "help_text": hint, "required": not column.optional}
    if column.holds == Holds.MONEY:
        return forms.DecimalField(min_value=0, max_value=MOST_YUAN, decimal_places=2, widget=number_input(), **given)
    if column.holds == Holds.PERCENT:
        return forms.DecimalField(min_value=0, max_value=100, decimal_places=4, widget=number_input(), **given)
    if column.holds == Holds.WHOLE:
        kind = LineNumber if in_list else forms.IntegerField
        return kind(min_value=column.least, max_value=column.most, widget=number_input(), **given)
    usual = USUAL.get(column.name) if in_list else None
    if column.holds == Holds.YES_NO:
        return YesNoField(initial=usual, **given)
    return forms.ChoiceField(choices=choices_of(column), initial=usual, **given)


USUAL = {
    "anchor": str(Anchor.PAYMENT_MONTH),
    "retroactive": False,
    "continuity": str(Continuity.KEPT),
    "repayable": True,
    "account_credited": False,
}
"""What an empty tier proposes."""


def number_input() -> forms.TextInput:
    """Return an input for a number that a slip of the wheel does not change."""
    return forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "number-input"})


class LineNumber(forms.IntegerField):
    """A number of a line that may be left empty as a whole: not marked as optional; what a line needs the form says."""

    def __init__(self, **given):
        super().__init__(**given)
        self.widget.use_required_attribute = lambda initial: False

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)


class YesNoField(forms.TypedChoiceField):
    """Yes or no, said in words."""

    def __init__(self, **given):
        choices = [("true", yes_no_words(True)), ("false", yes_no_words(False))]
        super().__init__(choices=choices, coerce=lambda text: text == "true", empty_value=None, **given)

    def prepare_value(self, value):
        return str(value).lower() if isinstance(value, bool) else value
