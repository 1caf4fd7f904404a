"""The hall's names of the insurances in the language of a document, whatever language the reader's page is in."""

from django.utils.translation import override

from insurance.wording import INSURANCE_NAMES


def insurance_names(language: str) -> dict[int, str]:
    """Return the names by code, so that documents say what the pages say."""
    with override(language):
        return {int(code): str(name) for code, name in INSURANCE_NAMES.items()}
