"""Write a backup: the database as of one moment, and the files of the media folder."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from newsroom.backups.manifest import DATABASE, MEDIA, BackupError, Manifest
from newsroom.backups.media import copy_files, file_hash
from newsroom.backups.rows import table_sums
from newsroom.backups.server_programs import require_postgresql, run_program


def back_up(folder: Path) -> Manifest:
    """Write a backup into a new folder, which only its owner may enter.

    The folder appears under its name when all is written. The rows are hashed in the very snapshot
    that is dumped, so that a restore can be held to them. Raises BackupError.
    """
    require_postgresql()
    part = folder.with_name(f"{folder.name}.part")
    if folder.exists() or part.exists():
        raise BackupError(f"{folder} or {part.name} beside it exists already.")
    part.mkdir(mode=0o700, parents=True)
    (part / MEDIA).mkdir()
    dump = part / DATABASE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        run_program("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        tables = table_sums()
    files = copy_files(Path(settings.MEDIA_ROOT), part / MEDIA)
    manifest = Manifest(made_at, file_hash(dump), tables, files)
    manifest.write(part)
    part.rename(folder)
    return manifest
