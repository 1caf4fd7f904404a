"""``manage.py check_examples FILE…``: worked examples through the rules, with the reasons where something differs."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import override

from insurance.rules.examples import Outcome
from insurance.rules.policy_entries import PolicyFault
from insurance.services.example_files import ExamplesUnreadable, example_policy, read_examples
from insurance.wording_steps import step_lines

INDENT = " " * 4


class Command(BaseCommand):
    help = "Runs worked examples, recognised by their header, through the rules; needs no database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="CSV, as described in docs/examples.md")

    def handle(self, *args, files: list[Path], **options):
        try:
            policy = example_policy()
        except PolicyFault as fault:
            self.stderr.write(str(fault))
            sys.exit(2)
        outcomes, unreadable = [], False
        for path in files:
            try:
                file = read_examples(path)
            except ExamplesUnreadable as fault:
                self.stderr.write(str(fault))
                unreadable = True
                continue
            of_file = file.outcomes(policy)
            self.tell(file.name, of_file)
            outcomes += of_file
        failed = sum(not outcome.passed for outcome in outcomes)
        self.stdout.write(f"{len(outcomes) - failed} passed, {failed} failed")
        if unreadable or failed:
            sys.exit(2 if unreadable else 1)

    def tell(self, name: str, outcomes: list[Outcome]) -> None:
        """Write what differs in each row that failed, and why the rules answer as they do."""
        for outcome in outcomes:
            for found in outcome.differences:
                expected, got = found.expected or "nothing", found.got or "nothing"
                self.stdout.write(f"{name}:{outcome.id} {found.field} expected {expected} got {got}")
            if not outcome.passed:
                with override("en"):
                    lines = [line for tree in outcome.explanations for line in step_lines(tree)]
                self.stdout.write("".join(f"{INDENT}{line}\n" for line in lines), ending="")
