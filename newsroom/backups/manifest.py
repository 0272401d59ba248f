"""What a backup says of itself."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from newsroom.backups.media import FileHashes, differing_files, file_hash
from newsroom.backups.rows import TableSums

DATABASE = "database.dump"
MEDIA = "media"
MANIFEST = "manifest.json"
FORM = 1
"""Raised when a backup is written in another way."""


class BackupError(Exception):
    """A backup cannot be made or restored. The text says why, for whoever runs the command."""


@dataclass(frozen=True)
class Manifest:
    made_at: str
    """Of the database, in UTC (ISO 8601). Files may be newer."""
    dump: str
    """The SHA-256 of the dump."""
    tables: TableSums
    files: FileHashes
    form: int = FORM

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(dataclasses.asdict(self), indent=1))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read it. Raises BackupError if there is none, or none that this version knows."""
        try:
            found = json.loads((folder / MANIFEST).read_text())
        except (OSError, ValueError) as error:
            raise BackupError(f"{folder} holds no backup: {error}") from error
        if not isinstance(found, dict) or found.get("form") != FORM:
            raise BackupError(f"{folder} holds a backup in a form that this version does not know.")
        return cls(**found)

    def damage(self, folder: Path) -> list[str]:
        """What of the backup's own files is not as it was written."""
        dump = folder / DATABASE
        whole = dump.is_file() and file_hash(dump) == self.dump
        damaged = [] if whole else [f"file {DATABASE}: missing, or other bytes"]
        return damaged + differing_files(folder / MEDIA, self.files)
