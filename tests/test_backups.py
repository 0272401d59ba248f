"""What a backup compares a restored newsroom with, and when it refuses."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from newsroom.backups.manifest import DATABASE, MEDIA, BackupError, Manifest
from newsroom.backups.media import copy_files, differing_files, file_hash
from newsroom.backups.rows import differing_tables, table_sums
from newsroom.models import CrimeType

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="backups are made of PostgreSQL"
)


@pytest.fixture
def media(tmp_path):
    """A folder with two files, one of them in a folder of its own."""
    (tmp_path / "media" / "images").mkdir(parents=True)
    (tmp_path / "media" / "images" / "court.webp").write_bytes(b"court")
    (tmp_path / "media" / "figures.csv").write_bytes(b"1,2")
    return tmp_path / "media"


@pytest.fixture
def backup(tmp_path, media):
    """A whole backup, of a dump that no database made."""
    folder = tmp_path / "backup"
    (folder / MEDIA).mkdir(parents=True)
    (folder / DATABASE).write_bytes(b"dump")
    files = copy_files(media, folder / MEDIA)
    dump = file_hash(folder / DATABASE)
    Manifest(datetime.now(UTC).isoformat(), dump, {}, files).write(folder)
    return folder


def test_files_are_held_to_their_bytes(media, tmp_path):
    hashes = copy_files(media, tmp_path / "copy")
    assert differing_files(tmp_path / "copy", hashes) == []
    (tmp_path / "copy" / "figures.csv").write_bytes(b"1,3")
    (tmp_path / "copy" / "images" / "court.webp").unlink()
    (tmp_path / "copy" / "images" / "other.webp").touch()
    assert differing_files(tmp_path / "copy", hashes) == [
        "file images/court.webp: missing",
        "file images/other.webp: not expected",
        "file figures.csv: other bytes",
    ]


@pytest.mark.parametrize("damaged", [DATABASE, "media/figures.csv"])
def test_a_damaged_backup_is_told(backup, damaged):
    manifest = Manifest.read(backup)
    assert manifest.damage(backup) == []
    (backup / damaged).write_bytes(b"damaged")
    (said,) = manifest.damage(backup)
    assert "other bytes" in said


@pytest.mark.parametrize("manifest", ["", "[]", '{"form": 2}', '{"tables": {}}'])
def test_what_is_no_backup_of_this_form_is_not_restored(backup, manifest):
    (backup / "manifest.json").write_text(manifest)
    with pytest.raises(BackupError, match=str(backup)):
        Manifest.read(backup)


@on_postgresql
@pytest.mark.django_db
def test_one_changed_value_is_found_whatever_the_session_has_set():
    with transaction.atomic():
        before = table_sums()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
        cursor.execute("SET LOCAL DateStyle = 'German'")
    assert differing_tables(before) == []
    CrimeType.objects.filter(pk=CrimeType.objects.first().pk).update(slug="another")
    (found,) = differing_tables(before)
    assert found.startswith("table newsroom_crimetype: ")


@on_postgresql
@pytest.mark.django_db
def test_a_backup_is_restored_into_nothing_that_is_in_use(backup):
    with pytest.raises(CommandError, match="has tables"):
        call_command("restore", str(backup))


@on_postgresql
@pytest.mark.django_db
def test_a_backup_replaces_no_other(tmp_path):
    with pytest.raises(CommandError, match="exists already"):
        call_command("back_up", str(tmp_path))


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="SQLite's answer")
@pytest.mark.django_db
@pytest.mark.parametrize("command", ["back_up", "restore"])
def test_sqlite_is_refused_in_words(command, tmp_path):
    with pytest.raises(CommandError, match="copy the file"):
        call_command(command, str(tmp_path / "none"))


def test_a_restore_says_what_is_missing(tmp_path):
    with pytest.raises(BackupError, match="holds no backup"):
        Manifest.read(tmp_path)
