"""``manage.py send_outbox``: send what waits; ``--release`` and ``--pause`` decide whether this database may send."""

import getpass

from django.core.management.base import BaseCommand

from accounts import clock
from accounts.gateways.sms import gateway
from accounts.services import outbox


class Command(BaseCommand):
    help = "Sends the text messages that are due. A restored copy sends nothing before --release."

    def add_arguments(self, parser):
        switch = parser.add_mutually_exclusive_group()
        switch.add_argument("--release", action="store_true", help="let the outbox of this database send")
        switch.add_argument("--pause", action="store_true", help="send nothing more until --release")

    def handle(self, *, release, pause, **options):
        if pause:
            outbox.pause()
            self.stdout.write("paused")
            return
        if release:
            outbox.release(getpass.getuser(), at=clock.instant())
        done = outbox.send_waiting(gateway(), at=clock.instant())
        if done.paused:
            self.stdout.write(f"paused, {done.waiting} waiting; run send_outbox --release when this is not a copy")
            return
        self.stdout.write(f"sent {done.sent}, waiting {done.waiting}, failed {done.failed}")
