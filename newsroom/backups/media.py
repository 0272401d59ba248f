"""The files of the media folder, with their hashes."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

type FileHashes = dict[str, str]
"""By path below the folder: the SHA-256 of the file's bytes."""


def copy_files(source: Path, target: Path) -> FileHashes:
    """Copy all files, and return the hashes of what was written.

    A file that is deleted meanwhile is left out: no row that was saved before refers to it.
    """
    hashes = {}
    for path in _paths(source):
        copy = target / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(source / path, copy)
        except FileNotFoundError:
            continue
        hashes[str(path)] = file_hash(copy)
    return hashes


def differing_files(folder: Path, expected: FileHashes) -> list[str]:
    """The files that are missing, too many, or have other bytes, with what is wrong."""
    found = {str(path) for path in _paths(folder)}
    missing = [f"file {path}: missing" for path in sorted(expected.keys() - found)]
    unknown = [f"file {path}: not expected" for path in sorted(found - expected.keys())]
    changed = [
        f"file {path}: other bytes"
        for path in sorted(found & expected.keys())
        if file_hash(folder / path) != expected[path]
    ]
    return missing + unknown + changed


def file_hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def is_empty(folder: Path) -> bool:
    return next(_paths(folder), None) is None


def _paths(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder)
