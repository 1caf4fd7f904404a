"""The tests of this folder leave a page only by the acts, which wait for the next one, and open windows that are patient."""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
INSTEAD = {
    "click": "follow(…) where it leads to another page, unfold(…) where it does not",
    "dblclick": "follow(…) or unfold(…)",
    "tap": "follow(…) or unfold(…)",
    "goto": "go(page, address)",
    "reload": "renew(page)",
    "go_back": "an act in acts.py that waits for the page",
    "expect_navigation": "follow(…)",
    "wait_for_url": "follow(…), then an assertion about page.url",
    "wait_for_timeout": "waiting for what should be there: locator.wait_for()",
    "sleep": "waiting for what should be there: locator.wait_for()",
    "evaluate": "told_by(page, function)",
    "new_context": "the fixture another_window, or window(…)",
    "set_default_timeout": "nothing: every window waits long enough",
}
"""What reads or leaves a page without waiting for it to be there, and what the tests use in its place."""


def faults(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        if name in INSTEAD:
            yield f"{path.name}:{node.lineno} {name}(): use {INSTEAD[name]}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("test_*.py")), ids=lambda path: path.stem)
def test_a_page_is_left_only_by_the_acts(path):
    assert list(faults(path)) == []


def test_a_page_left_in_another_way_is_found(tmp_path):
    path = tmp_path / "test_hasty.py"
    path.write_text("def test_it(page):\n    page.goto('/')\n    page.locator('a').click()\n")
    assert [line.split(": ")[0] for line in faults(path)] == ["test_hasty.py:2 goto()", "test_hasty.py:3 click()"]
