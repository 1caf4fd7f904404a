"""``manage.py demo_accounts``: how to sign in to the demo city, as a table and as ``var/demo_accounts.json``."""

import json
import textwrap
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import totp

from portal.demo.accounts import PrintedAccount, is_seeded, printed_accounts, totp_key

FILE_NAME = "demo_accounts.json"
WIDTH = 100


class Command(BaseCommand):
    help = "Prints the accounts of the demo city and writes them to demo_accounts.json in the var folder."

    def handle(self, **options):
        if not is_seeded():
            raise CommandError("There is no demo city yet. Run: manage.py seed_demo --persons 2000 --seed 1")
        accounts = printed_accounts()
        file = settings.VAR / FILE_NAME
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            json.dumps([asdict(account) for account in accounts], ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        for account in accounts:
            self.stdout.write(as_text(account))
        self.stdout.write(f"The same as JSON: {file}")


def as_text(account: PrintedAccount) -> str:
    """Return the lines printed for one account; staff with a second-factor code that is good for half a minute."""
    typed = [f"{name} {value}" for name, value in account.fields.items()]
    if account.totp_secret:
        code = totp(bytes.fromhex(totp_key(account.fields["username"])))
        typed += [f"otp_token {code:06d} (now)", f"secret {account.totp_secret}"]
    story = textwrap.indent(textwrap.fill(account.story, WIDTH - 4), "    ")
    return f"{account.role}  {account.login}\n    {' · '.join(typed)}\n{story}"
