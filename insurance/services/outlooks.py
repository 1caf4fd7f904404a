"""What was shown of medical benefits when something was declared is kept with it, whatever policy says later."""

import json
from datetime import date

from django.db import connection

from insurance.models.declarations import Declaration
from insurance.rules.explanation import as_data
from insurance.selectors.outlook import outlooks_of_lines

BATCH = 500

KEEP = """
UPDATE insurance_declarationline AS line SET explanation = NULLIF(shown -> 1, 'null')
FROM jsonb_array_elements(%s::jsonb) AS shown WHERE line.id = (shown ->> 0)::bigint
"""


def keep_outlooks(declaration: Declaration, *, on: date) -> None:
    """Write on every line what it means for medical benefits by what is known on the day it is submitted.

    Submitted again after it was sent back, it is shown anew, and that is kept.
    """
    lines = [line for line in declaration.lines.all() if line.month]
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        shown = zip(batch, outlooks_of_lines(declaration, batch, on=on), strict=True)
        known: dict = {}
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [json.dumps([[line.pk, tree and as_data(tree, known)] for line, tree in shown])])
