"""manage.py bench: the measurements of the hall as one table, with the machine and the load they were made on."""

import os
import platform

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts import clock
from portal.bench.benefits import NothingToMeasure
from portal.bench.measuring import Measured
from portal.bench.whole import measurements


class Command(BaseCommand):
    help = "Measures the hall on the city in the database; stored benefit periods are computed anew."

    def handle(self, *args, **options):
        self.stdout.write(machine())
        try:
            found = measurements(on=clock.today())
        except NothingToMeasure as nothing:
            raise CommandError(str(nothing)) from None
        for measured in found:
            self.stdout.write(line(measured))
        if not all(measured.reached for measured in found):
            raise CommandError("A goal was not reached.")


def machine() -> str:
    """Return what it runs on."""
    load = " ".join(f"{average:.1f}" for average in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {version}, load {load}"


def line(measured: Measured) -> str:
    floor = f"floor {told(measured.floor)}, ratio {measured.ratio:.3f}; " if measured.floor is not None else ""
    mark = "reached" if measured.reached else "MISSED"
    return f"{measured.name}: {told(measured.product)} ({floor}{measured.note}); goal {measured.goal}: {mark}"


def told(took: float) -> str:
    return f"{took * 1000:.2f} ms" if took < 1 else f"{took:.1f} s"
