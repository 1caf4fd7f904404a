"""Reading an iCalendar file by the rule (RFC 5545), so that what is written is not read by its own writer."""

import re

NAME = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", re.DOTALL)
MARKED = re.compile(r"\\(.)")


def unfolded(content: bytes) -> list[str]:
    """Return the content lines; ValueError for an end of line that is not CRLF, or a line that is too long."""
    if not content.endswith(b"\r\n"):
        raise ValueError("no line end")
    raw = content[:-2].split(b"\r\n")
    for line in raw:
        if len(line) > 75 or b"\r" in line or b"\n" in line:
            raise ValueError(line)
        line.decode()
    lines: list[bytes] = []
    for line in raw:
        if line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode() for line in lines]


def value(text: str) -> str:
    """Return what an escaped value says."""
    return MARKED.sub(lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), text)


def events(content: bytes) -> list[dict[str, str]]:
    """Return the properties of every event, by name with its parameters; a duplicate is an error."""
    found, inside = [], []
    for line in unfolded(content):
        name, parameters, text = NAME.fullmatch(line).groups()
        if name == "BEGIN":
            inside.append(text)
            if text == "VEVENT":
                found.append({})
        elif name == "END":
            if inside.pop() != text:
                raise ValueError(line)
        elif inside[-1] == "VEVENT":
            if name + parameters in found[-1]:
                raise ValueError(line)
            found[-1][name + parameters] = value(text)
    if inside:
        raise ValueError(inside)
    return found
