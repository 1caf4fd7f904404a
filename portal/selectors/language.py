"""Which of the two columns of a bilingual table a reader gets."""


def column_suffix(language: str) -> str:
    """Return ``en`` for English and ``zh`` for everything else: Chinese is the language of the hall."""
    return "en" if language.startswith("en") else "zh"
