"""`manage.py restore FOLDER` restores a backup and compares what it restored with it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.backups.manifest import BackupError
from newsroom.backups.restore import restore


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and an empty media folder, and compare them with "
        "it. What was withdrawn after the backup was made is public again."
    )
    # The tables that checks look at are not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="as `back_up` has written it")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = restore(folder)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(rows for rows, _sum in made.tables.values())
        self.stdout.write(
            f"{rows:,} rows and {len(made.files):,} files are as they were at {made.made_at}. "
            "Look at what was withdrawn since, before the public service starts."
        )
