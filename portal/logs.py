"""Log lines without personal numbers and secrets.

Masking happens on the finished line and not in a filter on the record: an ID number may come in by the message, by
an argument, by a field or by the text of an exception in a traceback.
"""

import json
import logging
import re

ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXxＸｘ](?!\d)")
LEGACY_ID_NUMBER = re.compile(r"(?<!\d)\d{15}(?!\d)")
MOBILE_NUMBER = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")

CALENDAR_SECRET = re.compile(r"(/calendar/feed/)[^/\s\"']+")
"""The address with which a calendar program proves itself."""

CHECK_CODE = re.compile(r"(/verify/[^\s\"'?]*\?code=)[^&\s\"']+")
"""The address that the square code of a certificate holds."""

STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def masked(text: str) -> str:
    """Return ``text`` with everything shaped like an ID or mobile number, and secrets in addresses, replaced by its kind."""
    text = CALENDAR_SECRET.sub(r"\1[secret]", text)
    text = CHECK_CODE.sub(r"\1[secret]", text)
    text = ID_NUMBER.sub("[id number]", text)
    text = LEGACY_ID_NUMBER.sub("[id number]", text)
    return MOBILE_NUMBER.sub("[phone number]", text)


class LineFormatter(logging.Formatter):
    """A line to read on a console."""

    def __init__(self):
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record):
        return masked(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line; what was given as ``extra`` stands beside the message."""

    def format(self, record):
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {name: value for name, value in vars(record).items() if name not in STANDARD_FIELDS}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return masked(json.dumps(entry, ensure_ascii=False, default=str))
