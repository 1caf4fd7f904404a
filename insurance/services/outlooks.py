"""What was shown of medical benefits when something was declared is kept with it, whatever policy says later."""

from datetime import date

from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.explanation import as_data
from insurance.selectors.outlook import outlooks_of_lines

BATCH = 500


def keep_outlooks(declaration: Declaration, *, on: date) -> None:
    """Write on every line what it means for medical benefits by what is known on the day it is submitted.

    Submitted again after it was sent back, it is shown anew, and that is kept.
    """
    lines = [line for line in declaration.lines.all() if line.month]
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        for line, tree in zip(batch, outlooks_of_lines(declaration, batch, on=on), strict=True):
            line.explanation = tree and as_data(tree)
        DeclarationLine.objects.bulk_update(batch, ["explanation"])
