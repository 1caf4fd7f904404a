"""The documentation is true where a program can tell: links, commands, environment variables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.core.management import get_commands

from tests.faults import none_of

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = ROOT / "docs" / "operations.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
APPS = ("accounts", "insurance", "portal")

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:manage\.py|hall-manage(?: --owner)?) ([a-z][a-z_]+)")
READER = re.compile(r"env\.\w+|os\.environ\.get")
VARIABLE = re.compile(r"[A-Z][A-Z_]*[A-Z]")
SOURCE_FILE = re.compile(r"`((?:accounts|insurance|portal|static|templates|tests|docs|locale)/[\w./-]+\.\w+)`")

WORDS_AFTER_THE_NAME = {"with", "asks"}
"""What the prose says after the name of a program, instead of a command."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def heading_anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings get where Markdown is shown."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead_links(page: Path) -> Iterator[str]:
    """Yield the links of a page into this repository that lead nowhere."""
    for link in LINK.findall(FENCED.sub("", text_of(page))):
        if ELSEWHERE.match(link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.is_relative_to(ROOT) or not target.exists() or (anchor and anchor not in heading_anchors(target)):
            yield link


def test_every_link_leads_somewhere():
    none_of(f"{shown(page)}: {link}" for page in PAGES for link in dead_links(page))


def test_every_file_that_is_named_exists():
    none_of(
        f"{shown(page)}: {name}"
        for page in PAGES
        for name in SOURCE_FILE.findall(text_of(page))
        if not (ROOT / name).exists()
    )


def test_every_command_that_is_named_exists():
    known = set(get_commands()) | WORDS_AFTER_THE_NAME
    files = [*PAGES, ROOT / ".env.example", *(path for path in (ROOT / "docs" / "deploy").iterdir())]
    none_of(f"{shown(page)}: {name}" for page in files for name in COMMAND.findall(text_of(page)) if name not in known)


def test_every_command_of_ours_is_explained():
    ours = [name for name, app in get_commands().items() if str(app).split(".")[0] in APPS]
    explained = set(COMMAND.findall(text_of(OPERATIONS)))
    assert len(ours) > 10
    none_of(sorted(name for name in ours if name not in explained))


def variables_of_settings() -> set[str]:
    """Return every environment variable that a module of settings reads: through ``env`` or from ``os.environ``."""
    read = set()
    for module in (ROOT / "portal" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(text_of(module))):
            if isinstance(node, ast.Call) and READER.fullmatch(ast.unparse(node.func)):
                read |= names_in(node.args[0])
    return read


def names_in(argument: ast.expr) -> set[str]:
    """Return the variables an argument names; ``SMS_HTTP_{name}`` stands for all that begin so."""
    if isinstance(argument, ast.Constant):
        return {argument.value}
    if isinstance(argument, ast.JoinedStr):
        return {argument.values[0].value}
    return set()


def test_the_settings_are_read_as_expected():
    assert {"SECRET_KEY", "HALL_VAR", "HALL_TODAY", "HALL_SERVE_AS", "SMS_HTTP_"} <= variables_of_settings()


def test_every_variable_is_explained():
    explained = {name for line in text_of(OPERATIONS).splitlines() for name in VARIABLE.findall(line)}
    none_of(sorted(name for name in variables_of_settings() if not any(known.startswith(name) for known in explained)))


def test_the_example_of_an_environment_is_complete_and_names_nothing_else():
    """Everything production reads stands in .env.example; what only development reads does not."""
    example = set(re.findall(r"^#?([A-Z][A-Z_]+)=", text_of(ROOT / ".env.example"), re.MULTILINE))
    read = variables_of_settings()
    only_development = {"HALL_TODAY", "HALL_DEBUG", "HALL_SERVE_AS"} | {name for name in read if "HALL_BANK_" in name}
    wanted = {name for name in read - only_development if not name.endswith("_")} | {"DJANGO_SETTINGS_MODULE"}
    assert wanted - example == set()
    assert {name for name in example - wanted if not name.startswith("SMS_HTTP_")} == set()


def test_the_serving_examples_start_what_make_run_starts():
    """The unit files name the same server and the same worker as ``manage.py hall``."""
    hall = text_of(ROOT / "portal" / "management" / "commands" / "hall.py")
    web = text_of(ROOT / "docs" / "deploy" / "hall-web.service")
    options = re.findall(r"--[a-z-]+(?: [0-9]+)?", " ".join(re.findall(r'options \+?= f"(.*)"', hall)))
    assert len(options) > 5
    none_of(option for option in options if option not in web and not option.startswith("--port"))
