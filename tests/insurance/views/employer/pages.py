"""Reading the hall's pages and sending its forms, the way a script from outside would."""

import re
import uuid
from html import unescape


def codes_of(response) -> list[str]:
    """Return the codes of everything the page refuses, in the order of the page."""
    return re.findall(r'data-code="([^"]+)"', response.content.decode())


def attribute(response, name: str) -> str:
    """Return an attribute of the page's ``<main>``."""
    return unescape(re.search(rf"<main[^>]*\bdata-{name}=\"([^\"]*)\"", response.content.decode())[1])


def sent(**answers) -> dict:
    """Return a form's answers with a key of its own."""
    return {"submission_key": str(uuid.uuid4()), **answers}


def reduction(person, **changes) -> dict:
    """Return the answers that declare that a person resigned yesterday; ``changes`` replace or, None, remove some."""
    answers = {
        "id_number": person.identity_number,
        "name": person.name,
        "reason": "14",
        "ended_on": "2026-09-09",
        "insurances": ["110", "210", "310", "410", "510"],
        "stop_month": "2026-10",
        "contract_from": "2024-01-01",
        "contract_to": "2026-12-31",
        "post": "会计",
        "years_in_unit": "2.5",
        "acknowledged": "on",
    }
    answers.update(changes)
    return sent(**{name: value for name, value in answers.items() if value is not None})
