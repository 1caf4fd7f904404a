"""Load the reviewed public content: law, guides, notices, questions, offices, statements."""

from pathlib import Path

from django.core.management.base import BaseCommand

from portal.services.content import load

FOLDER = Path(__file__).resolve().parent.parent.parent / "content"


class Command(BaseCommand):
    help = "Brings the public content up to the reviewed files. What editors changed stays; running it twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="folder of the content files")

    def handle(self, *, folder: Path, **options):
        outcome = load(folder)
        for table, written in outcome.written.items():
            kept = outcome.kept[table]
            self.stdout.write(f"{table}: {written} written" + (f", {kept} kept as edited" if kept else ""))
        self.stdout.write("search index: " + ("written anew" if outcome.index_changed else "unchanged"))
