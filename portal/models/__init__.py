"""Tables of the portal: the public content and its search index."""

from portal.models.content import (
    Guide,
    GuideSection,
    LawArticle,
    LawText,
    Material,
    NewsItem,
    Office,
    Question,
    SearchEntry,
    Statement,
)

__all__ = [
    "Guide",
    "GuideSection",
    "LawArticle",
    "LawText",
    "Material",
    "NewsItem",
    "Office",
    "Question",
    "SearchEntry",
    "Statement",
]
