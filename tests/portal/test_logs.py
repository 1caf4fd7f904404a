"""No personal number reaches a log, by whatever way it came into the record."""

import json
import logging

import pytest

from portal.logs import JsonFormatter, LineFormatter, masked

ID = "37990119900307003X"
PHONE = "13800138000"


@pytest.mark.parametrize(
    "number",
    [
        "379901199003070031",
        "37990119900307003x",
        "37990119900307003Ｘ",
        "３７９９０１１９９００３０７００３１",
        "379901900307003",
        PHONE,
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
    ],
)
@pytest.mark.parametrize("around", ["{}", "id={}&x", "《{}》", "ID{}:", "a {} b"])
def test_numbers_of_people_are_masked(number, around):
    assert not any(part in masked(around.format(number)) for part in (number, number[-6:]))


@pytest.mark.parametrize(
    "text",
    ["D2026110000123", "91370100MA3C000000", "2026-11-22 04:43:18,123", "12345678901234567890", "10086", "12333"],
)
def test_numbers_of_things_stay(text):
    assert masked(text) == text


def record_with(**fields) -> logging.LogRecord:
    try:
        raise ValueError(f"no person {ID}")
    except ValueError as error:
        exc_info = (type(error), error, error.__traceback__)
    record = logging.makeLogRecord({"name": "accounts", "levelname": "ERROR", "exc_info": exc_info, **fields})
    record.msg, record.args = f"login of {ID} from %s", (PHONE,)
    return record


@pytest.mark.parametrize("formatter", [LineFormatter(), JsonFormatter()])
def test_message_arguments_fields_and_traceback_are_masked(formatter):
    line = formatter.format(record_with(subject=ID, note={"phone": PHONE}))
    assert "login of [id number] from [phone number]" in line
    assert "ValueError: no person [id number]" in line
    assert ID not in line
    assert PHONE not in line


def test_a_json_line_holds_what_was_given_as_extra():
    entry = json.loads(JsonFormatter().format(record_with(number="D2026110000123")))
    assert entry["number"] == "D2026110000123"
    assert (entry["level"], entry["logger"]) == ("ERROR", "accounts")


def test_every_handler_masks(settings):
    formatters = settings.LOGGING["formatters"]
    for handler in settings.LOGGING["handlers"].values():
        assert formatters[handler["formatter"]]["()"].startswith("portal.logs.")


def test_the_secret_of_a_calendar_is_masked():
    line = masked('"GET /employer/calendar/feed/k3-9_xYz.ics HTTP/1.1" 404')
    assert "k3-9_xYz" not in line
    assert "/employer/calendar/feed/[secret]" in line


def test_the_check_code_of_a_certificate_is_masked():
    line = masked('"GET /verify/C2609100000001/?code=7K3MQ2WD90XA5 HTTP/1.1" 200')
    assert "7K3MQ2WD90XA5" not in line
    assert "/verify/C2609100000001/?code=[secret]" in line
