"""How text becomes search terms: Chinese as single characters and bigrams, everything else as words."""

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
RUN = re.compile(f"([{HAN}]+)|([0-9a-z]+)")
LONGEST_QUERY = 60
MOST_TERMS = 40
SEPARATORS = re.compile(r"[\s\-_.·]+")
PERSONAL_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9x]|[0-9]{15})(?![0-9x])")


def normalised(text: str) -> str:
    """Return ``text`` with full-width forms folded, in lower case, without control characters."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in folded)


def index_terms(text: str) -> str:
    """Return the terms of ``text`` in order, separated by spaces, as they are stored in the index."""
    terms = []
    for han, word in RUN.findall(normalised(text)):
        terms += [word] if word else [*han, *bigrams(han)]
    return " ".join(terms)


def query_terms(text: str) -> list[str]:
    """Return what to look for: bigrams for Chinese (a lone character as itself), words for the rest; each once."""
    terms = []
    for han, word in RUN.findall(normalised(text)[:LONGEST_QUERY]):
        terms += [word] if word else bigrams(han) or [han]
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def bigrams(han: str) -> list[str]:
    return [han[start : start + 2] for start in range(len(han) - 1)]


def holds_personal_number(text: str) -> bool:
    """Tell whether ``text`` holds something shaped like an ID number, also with spaces or hyphens in it.

    Such a number must not be searched for: it would stand in addresses, histories and logs.
    """
    return PERSONAL_NUMBER.search(SEPARATORS.sub("", normalised(text))) is not None
