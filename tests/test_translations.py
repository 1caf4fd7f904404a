"""Every text of the interface has its Chinese, and the compiled catalogue is the one that is read."""

import ast
from pathlib import Path

from portal import messages_catalogue
from tests.faults import none_of

ROOT = Path(__file__).resolve().parent.parent
GETTEXT = set(messages_catalogue.KEYWORDS)


def test_the_catalogue_is_complete():
    """Nothing missing, fuzzy or left in English, no placeholder lost: `manage.py messages` tells what to do."""
    none_of(messages_catalogue.problems(ROOT))


def test_no_fragment_waits_to_be_absorbed():
    none_of(path.name for path in messages_catalogue.fragment_paths(ROOT))


def test_the_compiled_catalogue_is_up_to_date():
    assert messages_catalogue.compiled_path(ROOT).read_bytes() == messages_catalogue.compiled(ROOT)


def test_only_written_texts_are_translated():
    """gettext of a value computed at run time finds nothing in the catalogue."""
    none_of(
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for app in messages_catalogue.APPS
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT
        if not (node.args and isinstance(node.args[0], ast.Constant))
    )
