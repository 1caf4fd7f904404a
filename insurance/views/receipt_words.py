"""What was declared, as a receipt prints it: the words of the pages without their markup."""

from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from insurance.documents.receipt import ReceiptFact
from insurance.views.declared import declared_facts


def receipt_facts(declaration, line=None) -> tuple[ReceiptFact, ...]:
    """Return what was declared of one person, or of the unit; the identity number has a column of its own."""
    return tuple(
        ReceiptFact(str(fact["label"]), printed(fact["value"]))
        for fact in declared_facts(declaration, line)
        if line is None or fact["label"] != _("Identity number")
    )


def printed(value) -> str:
    """Return a value of a page as plain text."""
    return unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
