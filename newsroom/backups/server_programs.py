"""PostgreSQL's own programs, on the database that is in use."""

import os
import subprocess

from django.db import connection

from newsroom.backups.manifest import BackupError


def run_program(*command: str) -> None:
    """Run pg_dump or pg_restore on the database of the settings.

    Raises BackupError with what it said, if it fails or is not installed.
    """
    at = connection.settings_dict
    given = {
        "PGHOST": at["HOST"],
        "PGPORT": str(at["PORT"]),
        "PGUSER": at["USER"],
        "PGPASSWORD": at["PASSWORD"],
        "PGDATABASE": at["NAME"],
    }
    environment = {**os.environ, **{name: value for name, value in given.items() if value}}
    try:
        subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        raise BackupError(f"{command[0]} is not installed: it is in postgresql-client.") from None
    except subprocess.CalledProcessError as failed:
        raise BackupError(f"{command[0]}: {failed.stderr.strip()}") from failed


def require_postgresql() -> None:
    """Raise BackupError on SQLite, whose backup is a copy of its file."""
    if connection.vendor != "postgresql":
        raise BackupError("Backups are made of PostgreSQL. Of SQLite, copy the file and the media.")
