"""`manage.py back_up FOLDER` writes a backup of the database and the media."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.backups.back_up import back_up
from newsroom.backups.manifest import BackupError


class Command(BaseCommand):
    help = "Write a backup of the database and the media into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="made by this command; it must not exist")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = back_up(folder)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(rows for rows, _sum in made.tables.values())
        self.stdout.write(f"{rows:,} rows and {len(made.files):,} files, as of {made.made_at}.")
