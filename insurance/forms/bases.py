"""The wages of one page of the staff. Only shape is checked here: what is allowed is the service's business."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.forms.calculator import YuanField
from insurance.rules.money import yuan_from_fen

NAME = '<span lang="zh-CN" translate="no">{}</span>'


def wage_field(row) -> YuanField:
    """Return the field for one person's wage; its label names the person for who does not see the row."""
    return YuanField(
        label=format_html(_("Average monthly wage of {name}, yuan"), name=format_html(NAME, row.name)),
        required=False,
        initial=None if row.written_fen is None else yuan_from_fen(row.written_fen),
    )


class WagesForm(HallForm):
    """A wage for every person of a page who may be declared (``selectors/bases.WageRow``); ``seen_…`` is what the draft held
    when the page was shown."""

    def __init__(self, *args, rows: Iterable, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.is_open]
        for row in self.rows:
            self.fields[f"wage_{row.public_id}"] = wage_field(row)
            self.fields[f"seen_{row.public_id}"] = forms.IntegerField(
                required=False, initial=row.written_fen, widget=forms.HiddenInput
            )

    def typed(self, row) -> int | None:
        """Return the wage that stands in a row's field, in fen; None for none, or for what is no amount."""
        if not self.is_bound:
            return row.written_fen
        return getattr(self, "cleaned_data", {}).get(f"wage_{row.public_id}")

    def wages(self) -> dict[int, int | None]:
        """Return what was typed, in fen, by the person's key."""
        return {row.person_id: self.cleaned_data[f"wage_{row.public_id}"] for row in self.rows}

    def seen(self) -> dict[int, int | None]:
        """Return what stood there before."""
        return {row.person_id: self.cleaned_data[f"seen_{row.public_id}"] for row in self.rows}
