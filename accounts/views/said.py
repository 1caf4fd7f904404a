"""Names and typed words on a page: they are in neither of its languages, and no translation program should touch them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def said(text: str) -> SafeString:
    """Return a name, or what somebody typed, marked as not to be translated; nothing for nothing."""
    return format_html('<span translate="no">{}</span>', text) if text else SafeString("")
