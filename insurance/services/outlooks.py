"""What was shown of medical benefits when something was declared is kept with it, whatever policy says later."""

from datetime import date

from insurance.models.declarations import Declaration
from insurance.rules.explanation import as_data
from insurance.selectors.outlook import outlook_of_line


def keep_outlooks(declaration: Declaration, *, on: date) -> None:
    """Write on every line what it means for medical benefits by what is known on the day it is submitted.

    Submitted again after it was sent back, it is shown anew, and that is kept.
    """
    for line in declaration.lines.all():
        line.declaration = declaration
        tree = outlook_of_line(line, on=on)
        line.explanation = tree and as_data(tree)
        line.save(update_fields=["explanation"])
