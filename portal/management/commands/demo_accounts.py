"""``manage.py demo_accounts``: how to sign in to the demo city, as a table and as ``var/demo_accounts.json``."""

import json
import textwrap
from base64 import b32decode
from dataclasses import asdict
from itertools import groupby

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import totp

from portal.demo.accounts import PrintedAccount, is_seeded, printed_accounts

FILE_NAME = "demo_accounts.json"
STORY_WIDTH = 96


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
        for (login, *names), group in groupby(accounts, key=lambda account: (account.login, *account.fields)):
            self.stdout.write(table(login, names, list(group)))
        self.stdout.write(f"The same as JSON: {file}")


def table(login: str, names: list[str], accounts: list[PrintedAccount]) -> str:
    """Return the accounts of one door: its address, what its fields are called, what to type and who it is."""
    rows = [[account.role, *account.fields.values(), *second_factor(account)] for account in accounts]
    heads = ["role", *names, *(["otp_token now", "secret"] if accounts[0].totp_secret else [])]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [login, padded(heads, widths)]
    for account, row in zip(accounts, rows, strict=True):
        lines += [padded(row, widths), textwrap.indent(textwrap.fill(account.story, STORY_WIDTH), " " * 6)]
    return "\n".join(lines) + "\n"


def padded(cells: list[str], widths: list[int]) -> str:
    return "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def second_factor(account: PrintedAccount) -> list[str]:
    """Return a code that is good for half a minute and the secret that makes more, or nothing."""
    if not account.totp_secret:
        return []
    return [f"{totp(b32decode(account.totp_secret)):06d}", account.totp_secret]
