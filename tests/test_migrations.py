"""Migrations apply to tables with rows in them, in both directions, and lose nothing.

The app goes back to its first migration and forward again. Later migrations are so tested without
being named here: each has to be reversible.
"""

from datetime import date, time

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from newsroom.archive.search import Matches
from newsroom.models import (
    ArchiveEntry,
    CaseStage,
    DeskClosure,
    ItemUpdate,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
)
from tests.blockers import name_order
from tests.factories import (
    KC,
    QC,
    area,
    case,
    crime_type,
    desk,
    press_release,
    release,
    speaker,
    speech,
    update,
)
from tests.version_factories import in_force, policy_version, superseded

APP = "newsroom"
NAME = "Zebedee Quillfeather"
MIGRATION_RECORDS = MigrationRecorder.Migration._meta.db_table


def newsroom_with_rows():
    """A press release of a newsroom that has been at work."""
    thread = case()
    CaseStage.objects.create(page=thread, date=date(2026, 3, 2), kind="charge", text="Charged.")
    CaseStage.objects.create(page=thread, date=date(2026, 9, 7), kind="trial", stage="First trial")
    name_order(NAME, thread)
    superseded("2005")
    in_force("2020")
    policy_version("2024")
    DeskClosure.objects.create(
        contact=desk(duty_telephone="020 7946 0018"),
        first_day=date(2026, 12, 24),
        last_day=date(2026, 12, 24),
        closed_from=time(12),
        reason="Staff training",
    )
    speech(speaker=speaker("Miriam Castleford", QC, KC), delivered_on=date(2021, 5, 4))
    item = press_release(
        title="Two men charged with a burglary at the harbour",
        body=[("paragraph", "<p>They will appear at Leeds Crown Court.</p>")],
        crime_types=[crime_type("Burglary"), crime_type("Fraud and economic crime")],
        areas=[area("Yorkshire and Humberside")],
        case=thread,
    )
    update(item, stage=ItemUpdate.Stage.CHARGE, note="A third man was charged.")
    return item


def columns():
    """The columns of each table, as the database has them."""
    database = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: {column.name for column in database.get_table_description(cursor, table)}
            for table in database.table_names(cursor)
            if table != MIGRATION_RECORDS
        }


def indexes():
    """Every index by its table and name."""
    database = connection.introspection
    with connection.cursor() as cursor:
        return {
            (table, name)
            for table in database.table_names(cursor)
            for name, constraint in database.get_constraints(cursor, table).items()
            if constraint["index"]
        }


def rows():
    """Every row of every table, by the names of its columns."""
    quote = connection.ops.quote_name
    found = {}
    with connection.cursor() as cursor:
        for table in columns():
            cursor.execute(f"SELECT * FROM {quote(table)}")
            names = [name for name, *_ in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def within(kept, tables):
    """The rows of these tables in one order, of the columns that are kept."""
    return {
        table: sorted(
            repr([(name, row[name]) for name in sorted(row.keys() & kept[table])]) for row in found
        )
        for table, found in tables.items()
        if table in kept
    }


def there_and_back():
    """Migrate to the first migration and forward again; the columns that the first has."""
    graph = MigrationExecutor(connection).loader.graph
    try:
        MigrationExecutor(connection).migrate(graph.root_nodes(APP))
        return columns()
    finally:
        MigrationExecutor(connection).migrate(graph.leaf_nodes(APP))


def found(words):
    entries = ArchiveEntry.objects.filter(Matches("item_id", words, "en"))
    return set(entries.values_list("item_id", flat=True))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# The whole database is put back afterwards: migrating cannot hide in a transaction.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_survive_all_migrations_backwards_and_forwards():
    """It takes some ten seconds: for each migration Django builds the models of all apps anew."""
    item = newsroom_with_rows()
    rows_before, indexes_before = rows(), indexes()

    kept = there_and_back()

    assert within(kept, rows()) == within(kept, rows_before)
    assert indexes() == indexes_before
    assert ProtectedName.objects.get().words == NAME

    log = ReleaseLog.objects.filter(page_id=item.pk)
    for change in (lambda: log.update(note="Nothing."), log.delete):
        with pytest.raises(DatabaseError, match="can be added to"), transaction.atomic():
            change()

    assert found("harbour") == {item.pk}
    item = PressReleasePage.objects.get(pk=item.pk)
    item.title = "Two men charged with a burglary at the lighthouse"
    release(item)
    assert (found("lighthouse"), found("harbour")) == ({item.pk}, set())
