"""How editors' Markdown becomes a piece of page."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

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
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308
