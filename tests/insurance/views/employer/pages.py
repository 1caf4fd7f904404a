"""Reading the hall's pages and sending its forms, the way a script from outside would."""

import re
import uuid
from html import unescape

PLACES = re.compile(
    r'id="div_(?:id|message|withdraw|attach)_(\w+)"|id="(findings)"|class="(error-summary)"|data-code="([^"]+)"'
)


def refusals(response) -> set[tuple[str, str]]:
    """Return place and code of everything the page refuses: the field, "findings" or "error-summary"."""
    found, place = set(), ""
    for field, findings, summary, code in PLACES.findall(response.content.decode()):
        if code:
            found.add((place, code))
        else:
            place = field or findings or summary
    return found


def codes_of(response) -> set[str]:
    """Return the codes of everything the page refuses."""
    return {code for _place, code in refusals(response)}


def attribute(response, name: str) -> str:
    """Return an attribute of the page's ``<main>``."""
    return unescape(re.search(rf"<main[^>]*\bdata-{name}=\"([^\"]*)\"", response.content.decode())[1])


def hidden(response, name: str) -> str:
    """Return the value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


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


def prepared(browser, person, **changes) -> str:
    """Prepare a reduction through the form; return its number."""
    response = browser.post("/employer/reductions/new/", reduction(person, **changes))
    assert response.status_code == 302, refusals(response)
    return response.headers["Location"].split("/")[3]


def submitted(browser, person, **changes) -> str:
    """Prepare and submit a reduction; return its number."""
    number = prepared(browser, person, **changes)
    response = browser.post(f"/employer/declarations/{number}/check/", sent())
    assert response.status_code == 302, refusals(response)
    return number
