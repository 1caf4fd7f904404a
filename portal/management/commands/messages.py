"""``manage.py messages``: keep the interface's Chinese complete."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import messages_catalogue


class Command(BaseCommand):
    help = "Collect the interface's messages into the Chinese catalogue, check it, compile it."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--absorb", action="store_true", help="collect, and remove what was taken from the fragments")
        what.add_argument("--check", action="store_true", help="write nothing; exit 1 naming everything that is wrong")
        what.add_argument("--compile", action="store_true", help="write the compiled catalogue only")

    def handle(self, **options):
        if options["check"]:
            self.check_catalogue()
            return
        if not options["compile"]:
            self.collect(absorb=options["absorb"])
        messages_catalogue.write_compiled(settings.BASE_DIR)

    def collect(self, *, absorb):
        update = messages_catalogue.update(settings.BASE_DIR, absorb=absorb)
        for line in update.conflicts:
            self.stdout.write(line)
        for key in update.untranslated:
            self.stdout.write(f"no Chinese: {messages_catalogue.name_of(key)}")
        self.stdout.write(f"{update.added} added, {update.dropped} dropped, {len(update.untranslated)} without Chinese")

    def check_catalogue(self):
        lines = messages_catalogue.problems(settings.BASE_DIR)
        if lines:
            raise CommandError("\n".join([*lines, f"{len(lines)} problems"]), returncode=1)
        self.stdout.write("complete")
