"""``manage.py rotate_keys``: rewrite personal data that older keys encrypted under the newest one."""

from django.core.management.base import BaseCommand

from accounts.services.keys import encrypted_columns, rotate


class Command(BaseCommand):
    help = "Rewrites encrypted columns under the newest key; run it again when interrupted."

    def handle(self, **options):
        for column in encrypted_columns():
            self.stdout.write(f"{column}: {sum(rotate(column))} values rewritten")
        self.stdout.write("Every value is under the newest key; older keys may be taken out of the ring.")
