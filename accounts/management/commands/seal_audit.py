"""``manage.py seal_audit``: link the audit entries that are not in the chain yet."""

from django.core.management.base import BaseCommand

from accounts.services.audit import seal_all


class Command(BaseCommand):
    help = "Seals the audit entries written since the last time into the chain."

    def handle(self, **options):
        self.stdout.write(f"sealed {seal_all()} entries")
