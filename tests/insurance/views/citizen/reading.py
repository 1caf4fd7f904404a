"""Reading the pages of a citizen and sending their forms, the way a script from outside would."""

import re
import uuid
from html import unescape

TAGS = re.compile(r"<[^>]*>")
PLACES = re.compile(
    r'id="div_(?:id|message|withdraw|attach|ask_\d+)_(\w+)"|class="(error-summary)"|data-code="([^"]+)"'
)


def words_of(response) -> str:
    """Return what a page says, in one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(unescape(TAGS.sub(" ", main)).split())


def heading_of(response) -> str:
    return " ".join(TAGS.sub("", re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]).split())


def refusals(response) -> set[tuple[str, str]]:
    """Return field and code of everything the page refuses; the field is "error-summary" for the form as a whole."""
    found, place = set(), ""
    for field, summary, code in PLACES.findall(response.content.decode()):
        if code:
            found.add((place, code))
        else:
            place = field or summary
    return found


def inputs(response, mark: str) -> set[str]:
    """Return the values of the page's radio buttons and boxes with a mark: ``checked`` or ``disabled``."""
    found = re.findall(r'<input type="(?:radio|checkbox)"[^>]*>', response.content.decode())
    return {re.search(r'value="([^"]*)"|$', one)[1] or "on" for one in found if re.search(rf"\s{mark}\b", one)}


def main_of(response) -> dict[str, str]:
    """Return the data attributes of the main element."""
    opened = response.content.decode().partition("<main")[2].partition(">")[0]
    return dict(re.findall(r'data-(\w+)="([^"]*)"', opened))


def sent(**answers) -> dict:
    """Return a form's answers with a key of its own."""
    return {"submission_key": str(uuid.uuid4()), **answers}


def stop_of(enrolment, /, **changes) -> dict:
    """Return the answers that stop an enrolment from October 2026; ``changes`` replace or, None, remove some."""
    answers = {
        "enrolment": enrolment.number,
        "reason": "moved_away",
        "stop_month": "2026-10",
        "acknowledged": "on",
        **changes,
    }
    return sent(**{name: value for name, value in answers.items() if value is not None})


def stopped(browser, enrolment, /, **changes) -> str:
    """Declare a stop through the form; return its number."""
    response = browser.post("/me/stop-insurance/", stop_of(enrolment, **changes))
    assert response.status_code == 302, refusals(response)
    return response.headers["Location"].split("/")[3]
