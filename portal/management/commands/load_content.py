"""Load the reviewed public content: law, guides, notices, questions, offices, statements."""

from pathlib import Path

from django.core.management.base import BaseCommand

from portal.services.content import load

FOLDER = Path(__file__).resolve().parent.parent.parent / "content"


class Command(BaseCommand):
    help = (
        "Bring the public content up to the reviewed files. What editors changed stays; repeating it changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="folder of the content files")

    def handle(self, *, folder: Path, **options):
        outcome = load(folder)
        for table, written in outcome.written.items():
            self.stdout.write(
                f"{table}: {written} written, {outcome.removed[table]} removed, {outcome.kept[table]} kept as edited"
            )
        self.stdout.write("search index: " + ("written anew" if outcome.index_changed else "unchanged"))
