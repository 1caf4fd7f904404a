"""Everything that is measured."""

from datetime import date

from portal.bench import assessing, batches, benefits
from portal.bench.measuring import Measured


def measurements(*, on: date) -> list[Measured]:
    """Return what was measured on the city in the database; NothingToMeasure where there is none."""
    return [*benefits.measurements(on=on), *batches.measurements(on=on), *assessing.measurements(on=on)]
