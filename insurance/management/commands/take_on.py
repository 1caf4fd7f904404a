"""manage.py take_on DIR --report FILE: data take-on from a legacy system."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from accounts import clock
from insurance.services.take_on.files import FolderUnreadable
from insurance.services.take_on.run import take_on


class Command(BaseCommand):
    help = "Loads a legacy export; every row is loaded, unchanged or reported."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="ab01.csv, ac01.csv, ac02.csv, ac43.csv in GB18030"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", required=True, help="where the rejected rows go")

    def handle(self, *args, folder: Path, report: Path, **options):
        if not report.absolute().parent.is_dir():
            self.refuse(f"The report cannot be written: there is no folder {report.parent}.")
        try:
            outcome = take_on(folder, at=clock.now(), on=clock.today(), tell=self.stderr.write)
        except FolderUnreadable as unreadable:
            self.refuse(str(unreadable))
        outcome.write(report)
        for line in outcome.lines():
            self.stdout.write(line)

    def refuse(self, sentence: str):
        self.stderr.write(sentence)
        sys.exit(2)
