"""manage.py check_books: whether the books agree with everything that is derived from them."""

import sys

from django.core.management.base import BaseCommand

from insurance.selectors.book_checks import check_all


class Command(BaseCommand):
    help = "Recomputes the books; prints ok, or a line for every difference and ends with 1."

    def handle(self, *args, **options):
        lines = [line for one in check_all() for line in one.lines()]
        for line in lines or ["ok"]:
            self.stdout.write(line)
        if lines:
            sys.exit(1)
