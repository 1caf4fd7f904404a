"""The house keeps its shape: who may import whom, who may read the clock, what may not be written at all.

``docs/architecture.md`` draws the same graph and says why.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.faults import none_of

ROOT = Path(__file__).resolve().parent.parent

FLOORS = ["accounts", "insurance", "portal"]
"""From the ground up: an app imports itself and the floors below it."""

BELOW_DOORS = {"rules", "wording", "fields", "selectors", "gateways", "documents", "services", "access", "clock"}
"""What everything that takes in a request, a command or a job may use; it asks the clock and passes the answer down."""

MAY_IMPORT = {
    "rules": {"rules"},
    "wording": {"rules", "wording"},
    "fields": {"rules"},
    "models": {"rules", "fields", "models"},
    "gateways": {"rules", "gateways"},
    "documents": {"rules", "wording", "documents"},
    "selectors": {"rules", "wording", "fields", "models", "selectors"},
    "access": {"rules", "models", "selectors"},
    "services": {"rules", "wording", "fields", "models", "selectors", "gateways", "documents", "services"},
    "forms": {"rules", "wording", "forms"},
    "views": {"rules", "wording", "clock", "forms", "access", "selectors", "documents", "services", "views"},
    "urls": {"views", "admin", "urls"},
    "admin": BELOW_DOORS | {"models", "forms", "views", "admin"},
    "management": BELOW_DOORS | {"management", "demo", "bench", "tools", "sandbox_bank"},
    "tasks": BELOW_DOORS,
    "request": BELOW_DOORS | {"models", "request"},
    "templatetags": {"rules", "wording", "selectors", "request", "templatetags"},
    "demo": BELOW_DOORS | {"models", "demo"},
    "bench": BELOW_DOORS | {"models", "demo", "bench"},
    "settings": {"settings", "tools"},
    "sandbox_bank": {"clock", "settings", "sandbox_bank"},
    "clock": set(),
    "tools": {"tools"},
    "start": {"wording", "admin", "models", "selectors", "start", "tools"},
}
"""Each layer and the layers it may import, on its own floor and below."""

LAYER_OF_FILE = {
    **dict.fromkeys(["sessions", "backends", "middleware", "context"], "request"),
    **dict.fromkeys(["embedded_postgres", "messages_catalogue", "processes", "hashers", "logs"], "tools"),
    **dict.fromkeys(["apps", "checks", "wsgi"], "start"),
    "admin_site": "admin",
}
"""Files beside the layers' folders, by name; ``wording_reasons`` and ``urls_public`` belong to what they begin with."""

FORCED_UPWARDS = {("accounts.models.logins", "accounts.sessions.SessionStore")}
"""Imports that Django's own interfaces demand: a session model names its store."""

FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "misc"}
FORBIDDEN_IMPORTS = ("django.dispatch", "django.db.models.signals", "django.contrib.contenttypes.fields")
CLOCKS = (
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "Now",
)


@dataclass(frozen=True)
class Module:
    """One source file under its dotted name."""

    name: str
    tree: ast.Module

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def layer(self) -> str:
        return layer_of(self.name)

    def imports(self) -> set[str]:
        """Return every dotted name this file imports, wherever the import stands."""
        return {name for node in ast.walk(self.tree) for name in imported(node)}

    def imports_on_loading(self) -> set[str]:
        """Return what is imported when the file is loaded, not later by a function."""
        return {name for node in self.tree.body for name in imported(node)}


def layer_of(name: str) -> str:
    """Return the layer a dotted name belongs to, empty for an app's own ``__init__``."""
    folder = [*name.split("."), ""][1]
    return LAYER_OF_FILE.get(folder) or (folder if folder in MAY_IMPORT else folder.partition("_")[0])


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


@cache
def modules() -> list[Module]:
    paths = [path for app in FLOORS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
    return [Module(dotted(path), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def of_house(name: str) -> bool:
    return name.split(".")[0] in FLOORS


def calls(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_apps_import_only_downwards():
    """Nobody imports portal; accounts knows nothing of insurance."""
    none_of(
        f"{module.name} imports {name}"
        for module in modules()
        for name in sorted(module.imports())
        if of_house(name) and FLOORS.index(name.split(".")[0]) > FLOORS.index(module.app)
    )


def test_layers_import_along_the_graph():
    none_of(
        f"{module.name} ({module.layer}) imports {name} ({layer_of(name)})"
        for module in modules()
        for name in sorted(module.imports())
        if module.layer and of_house(name) and (module.name, name) not in FORCED_UPWARDS
        if layer_of(name) not in MAY_IMPORT[module.layer]
    )


def test_every_module_has_a_layer():
    none_of(module.name for module in modules() if module.layer not in {"", *MAY_IMPORT})


def test_rules_need_nothing_but_python():
    none_of(
        f"{module.name} imports {name}"
        for module in modules()
        if module.layer == "rules"
        for name in sorted(module.imports())
        if not of_house(name) and name.split(".")[0] not in sys.stdlib_module_names
    )


def test_imports_are_written_in_full():
    none_of(
        f"{module.name}: {name}"
        for module in modules()
        for name in sorted(module.imports())
        if name.startswith(".") or (name.endswith(".*") and module.layer != "settings")
    )


def test_no_import_runs_in_a_circle():
    names = {module.name for module in modules()}
    needs = {
        module.name: {found for name in module.imports_on_loading() if (found := nearest(name, names))}
        for module in modules()
    }
    try:
        TopologicalSorter({name: needed - {name} for name, needed in needs.items()}).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def nearest(name: str, names: set[str]) -> str:
    """Return the module of the house that ``name`` is, or is found in; empty for a name from outside."""
    while name and name not in names:
        name = name.rpartition(".")[0]
    return name


def test_modules_are_named_for_what_they_hold():
    none_of(module.name for module in modules() if FORBIDDEN_NAMES & set(module.name.split(".")))


def test_only_the_clock_reads_the_clock():
    """Below the doors the day is given; the doors ask accounts/clock.py, so HALL_TODAY reaches everything."""
    none_of(
        f"{module.name}:{line} {call}"
        for module in modules()
        if module.name != "accounts.clock"
        for line, call in calls(module)
        if call in CLOCKS or call.endswith(tuple(f".{clock}" for clock in CLOCKS))
    )


def test_money_and_rates_are_exact():
    none_of(
        f"{module.name}:{line} {call}"
        for module in modules()
        if module.app in {"accounts", "insurance"}
        for line, call in calls(module)
        if call in {"float", "round"}
    )
    none_of(
        f"{module.name}:{node.lineno} {node.value}"
        for module in modules()
        if module.layer == "rules"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    )


def test_nothing_happens_behind_a_save():
    """No signals, no generic foreign keys, no save() or clean() of a model: a change is one service."""
    none_of(
        f"{module.name} imports {name}"
        for module in modules()
        for name in sorted(module.imports())
        if name.startswith(FORBIDDEN_IMPORTS)
    )
    none_of(
        f"{module.name}:{node.lineno} {node.name}()"
        for module in modules()
        if module.layer == "models"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "clean", "delete", "full_clean"}
    )
