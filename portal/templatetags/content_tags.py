"""How public content is shown: editors' Markdown, marks of evidence and of requirement, opening hours."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.rules.opening_hours import Opening
from portal.templatetags.portal_tags import day

register = template.Library()

HIGHEST_HEADING = 2
LOWEST_HEADING = 4


def contained_heading(token: Token) -> Token:
    """Keep a heading below the page's own h1."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(max(int(token.tag[1]), HIGHEST_HEADING), LOWEST_HEADING)}"
    return token


# HTML in the source stays text; links keep markdown-it's own refusal of script addresses; no images, no code blocks.
markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "html_block", "html_inline"])


@register.filter
@lru_cache(maxsize=1024)
def prose(text: str) -> SafeString:
    """Return ``text``, written in Markdown by an editor, as safe HTML."""
    tokens = [contained_heading(token) for token in markdown.parse(text)]
    # Made by markdown-it with HTML switched off: everything a person typed has been escaped.
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # nosec B308, B703


EVIDENCE_TONES = {"statute": "good", "quoted": "caution", "local": "info"}
REQUIREMENT_TONES = {"required": "info", "optional": "plain", "shared": "good"}


@register.filter
def evidence_tone(evidence: str) -> str:
    """Return the tone that marks how far a paraphrase may be relied upon."""
    return EVIDENCE_TONES[str(evidence)]


@register.filter
def requirement_tone(requirement: str) -> str:
    """Return the tone that marks whether a paper must be brought."""
    return REQUIREMENT_TONES[str(requirement)]


@register.simple_tag
def opening_sentence(opening: Opening, now: datetime) -> str:
    """Say whether the desk is open at ``now`` and when that changes, as one would on the telephone."""
    clock_time = f"{opening.until.hour}:{opening.until:%M}"
    if opening.is_open:
        return _("Answering now, until %(time)s") % {"time": clock_time}
    days_ahead = (opening.until.date() - now.date()).days
    if days_ahead == 0:
        return _("Closed now, back today at %(time)s") % {"time": clock_time}
    if days_ahead == 1:
        return _("Closed now, back tomorrow at %(time)s") % {"time": clock_time}
    return _("Closed now, back on %(day)s at %(time)s") % {"day": day(opening.until.date()), "time": clock_time}
