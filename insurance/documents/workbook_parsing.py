"""The process that reads one uploaded table: ``python -m insurance.documents.workbook_parsing "KIND MOST_ROWS"``.

The file on standard input, the table as JSON on standard output. A refusal ends with status 3 and its code and facts
as JSON on standard error. The process has a bounded share of memory and reads no settings; whoever starts it bounds its
time.
"""

import json
import resource
import sys
from importlib import import_module

from accounts.rules.errors import RuleBroken
from insurance.rules.sheets import Cell, Sheet, Typed

MEMORY_BYTES = 200 * 2**20
REFUSED = 3

READERS = {
    "xlsx": ("insurance.documents.xlsx_reading", "read_xlsx"),
    "xls": ("insurance.documents.xls_reading", "read_xls"),
    "csv": ("insurance.documents.csv_reading", "read_csv"),
}
"""By kind; each is loaded only when it is needed."""


def bound_memory() -> None:
    """Give the process its share of addresses (Linux) and no core file, which would hold what somebody uploaded."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = MEMORY_BYTES if allowed == resource.RLIM_INFINITY else min(MEMORY_BYTES, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def written(sheet: Sheet) -> str:
    """Return a table as JSON; a cell that is only text is only its text."""
    return json.dumps(
        {
            "kind": sheet.kind,
            "template": sheet.template,
            "headings": sheet.headings,
            "rows": [[row.number, row.is_hidden, [plain(cell) for cell in row.cells]] for row in sheet.rows],
            "counts_from_1904": sheet.counts_from_1904,
            "ignored": sheet.ignored,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def plain(cell: Cell) -> str | list[str]:
    if cell.typed == Typed.TEXT and not cell.shown:
        return cell.text
    return [cell.text, cell.typed, cell.shown]


def refused(code: str, facts: dict) -> int:
    sys.stderr.write(json.dumps([code, facts]))
    return REFUSED


def main(kind: str, most_rows: int) -> int:
    bound_memory()
    module, function = READERS[kind]
    try:
        table = written(getattr(import_module(module), function)(sys.stdin.buffer.read(), most_rows))
        sys.stdout.buffer.write(table.encode("utf-8", "replace"))
    except RuleBroken as refusal:
        return refused(refusal.code, refusal.facts)
    except MemoryError:
        return refused("workbook.swollen", {})
    return 0


if __name__ == "__main__":
    kind_of_file, most = sys.argv[1].split()
    sys.exit(main(kind_of_file, int(most)))
