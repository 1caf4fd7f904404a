"""The secrets of a development city: made once, kept in a file that only its owner can read."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from portal.settings.env import FIELD_KEY_BYTES, decoded_key


@dataclass(frozen=True)
class KeptKeys:
    secret_key: str
    field_keys: dict[int, bytes]
    index_key: bytes


def kept_keys(file: Path) -> KeptKeys:
    """Return the keys in ``file``, which is made when missing."""
    if not file.exists():
        _make(file)
    kept = json.loads(file.read_text())
    return KeptKeys(
        secret_key=kept["secret_key"],
        field_keys={int(number): decoded_key(file.name, key) for number, key in kept["field_keys"].items()},
        index_key=decoded_key(file.name, kept["index_key"]),
    )


def _make(file: Path) -> None:
    """Write new keys beside ``file`` and link them into place: of several processes at once, the first one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = {"secret_key": secrets.token_urlsafe(50), "field_keys": {"1": _new_key()}, "index_key": _new_key()}
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(FIELD_KEY_BYTES)).decode()
