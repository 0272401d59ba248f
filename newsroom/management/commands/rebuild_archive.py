"""`manage.py rebuild_archive` rebuilds the archive index; `--check` only compares."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.archive.rebuild_index import differences, rebuild
from newsroom.models import NewsItemPage

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Rebuild the archive's index from the pages, without a moment in which it is empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; say what differs, and exit with 1 if anything does",
        )

    def handle(self, *args: Any, check: bool, verbosity: int, **options: Any) -> None:
        public = NewsItemPage.objects.published()
        quiet = verbosity < 1 or not self.stderr.isatty()
        with tqdm(total=public.count(), unit=" items", disable=quiet) as bar:
            if not check:
                items = rebuild(public.archive_facts(), bar.update)
                self.stdout.write(f"The archive holds {items:,} items.")
                return
            found = list(islice(differences(public.archive_facts()), MOST_SHOWN + 1))
        if found:
            more = ["and more"] if len(found) > MOST_SHOWN else []
            raise CommandError(
                "\n".join(
                    [
                        "The archive differs from the pages:",
                        *found[:MOST_SHOWN],
                        *more,
                        "Run rebuild_archive to mend it.",
                    ]
                )
            )
        self.stdout.write("The archive is in line with the pages.")
