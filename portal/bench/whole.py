"""Everything that is measured."""

from datetime import date

from portal.bench import assessing, batches, benefits, paying
from portal.bench.measuring import Measured


def measurements(*, on: date) -> list[Measured]:
    """Return what was measured on the city in the database; NothingToMeasure where there is none."""
    return [one for part in (benefits, batches, assessing, paying) for one in part.measurements(on=on)]
