"""Restore a backup into an empty database and an empty media folder, and hold both to it."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from newsroom.backups.manifest import DATABASE, MEDIA, BackupError, Manifest
from newsroom.backups.media import copy_files, differing_files, is_empty
from newsroom.backups.rows import differing_tables, table_names
from newsroom.backups.server_programs import require_postgresql, run_program


def restore(folder: Path) -> Manifest:
    """Restore it, and compare what was restored with it, row by row and file by file.

    Raises BackupError. Nothing has been written then if the database or the media folder is not
    empty, if a file of the backup is damaged, or if pg_restore fails.
    """
    require_postgresql()
    manifest = Manifest.read(folder)
    media = Path(settings.MEDIA_ROOT)
    with connection.cursor() as cursor:
        if table_names(cursor):
            raise BackupError("The database has tables. A backup is restored into an empty one.")
    if media.exists() and not is_empty(media):
        raise BackupError(f"{media} has files. A backup is restored into an empty folder.")
    _raise_if("The backup is damaged", manifest.damage(folder))

    name = str(connection.settings_dict["NAME"])
    run_program(
        *("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner"),
        *(f"--dbname={name}", str(folder / DATABASE)),
    )
    copy_files(folder / MEDIA, media)
    found = differing_tables(manifest.tables) + differing_files(media, manifest.files)
    _raise_if("What was restored differs from the backup", found)
    return manifest


def _raise_if(heading: str, found: list[str]) -> None:
    if found:
        raise BackupError("\n".join([f"{heading}:", *found]))
