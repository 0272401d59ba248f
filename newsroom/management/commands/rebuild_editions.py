"""`manage.py rebuild_editions` synchronises editions with pages; `--check` only compares."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.gate.reconciling import found_differences, mend, withdraw_replaced_files
from newsroom.models import Edition

MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Bring the open editions in line with the pages, and the archive with the editions. "
        "Nothing that the gate has not let through becomes public."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="only say what differs, and exit with 1 if anything does; files whose stored "
            "bytes are not those that were cleared are taken from readers",
        )

    def handle(self, *args: Any, check: bool, verbosity: int, **options: Any) -> None:
        if not check:
            quiet = verbosity < 1 or not self.stderr.isatty()
            with tqdm(unit=" pages", disable=quiet) as bar:
                mend(bar.update)
            call_command("rebuild_archive", verbosity=0, stdout=self.stdout)
        found = list(islice(found_differences(), MOST_SHOWN + 1))
        if found:
            more = ["and more"] if len(found) > MOST_SHOWN else []
            lines = ["Editions differ from the pages:", *found[:MOST_SHOWN], *more]
            if check:
                withdraw_replaced_files()
                lines.append("Run rebuild_editions to mend what can be mended.")
            raise CommandError("\n".join(lines))
        number = Edition.objects.open().count()
        self.stdout.write(f"{number:,} editions are in line with the pages.")
