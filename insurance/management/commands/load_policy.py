"""``manage.py load_policy``: what law and local policy set, from the reviewed files into the database."""

from django.core.management.base import BaseCommand, CommandError

from insurance.rules.policy_tables import PolicyFault
from insurance.services.policy_loading import load_policy


class Command(BaseCommand):
    help = "Puts the policy files and the working calendar in force; running it again changes nothing."

    def handle(self, **options):
        try:
            loaded = load_policy()
        except PolicyFault as fault:
            raise CommandError(f"Nothing was loaded. {fault}.") from fault
        self.stdout.write(
            f"Policy in force: {loaded.areas} areas, {loaded.documents} documents, {loaded.added} rows and"
            f" {loaded.days} calendar days added, {loaded.closed} rows closed."
        )
