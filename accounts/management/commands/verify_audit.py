"""``manage.py verify_audit``: prove that nobody changed the recorded history."""

import sys

from django.core.management.base import BaseCommand

from accounts.selectors.audit import entries_recorded
from accounts.services.audit import first_break


class Command(BaseCommand):
    help = "Checks the chain of the audit: ok N entries, or where it is broken and how."

    def handle(self, **options):
        broken = first_break()
        if broken is None:
            self.stdout.write(f"ok {entries_recorded()} entries")
            return
        self.stdout.write(f"broken at entry {broken.entry}: {broken.how}")
        sys.exit(1)
