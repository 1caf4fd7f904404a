"""JSON as it is believed from outside: one object, no name twice, whole numbers, nothing that has to be guessed."""

import json


class NotStrict(ValueError):
    """The bytes are not such an object."""


def _object(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict("a name stands twice")
    return found


def _refuse(written: str):
    raise NotStrict("a number that is not whole")


def _whole(written: str) -> int:
    if len(written) > 18:
        raise NotStrict("a number that is too long")
    return int(written)


def strict_object(body: bytes) -> dict:
    """Return the object that UTF-8 bytes hold. Raises NotStrict."""
    try:
        found = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_refuse,
            parse_int=_whole,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise NotStrict(str(error)) from error
    if not isinstance(found, dict):
        raise NotStrict("not an object")
    return found
