"""`manage.py check_public` compares what is public with what was cleared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.models import Edition
from newsroom.publishing import public_checks


class Command(BaseCommand):
    help = (
        "Compare each public page with what was cleared, and take from readers what differs. The "
        "desk is told. Exits with 1 if anything differs."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        check = public_checks.begin()
        quiet = verbosity < 1 or not self.stderr.isatty()
        with tqdm(total=Edition.objects.open().count(), unit=" pages", disable=quiet) as bar:
            public_checks.proceed(check, progress=bar.update)
        found = (
            f"pages compared: {check.pages:,}; taken from readers: {check.closed:,}; "
            f"files taken from readers: {check.files:,}; stored otherwise: {check.altered:,}; "
            f"could not be compared: {check.failed:,}"
        )
        if not check.has_found_nothing:
            raise CommandError(f"{found}. See the notices to the desk.")
        if verbosity:
            self.stdout.write(found)
