"""Migrations apply to tables with rows in them, in both directions, and lose nothing.

The app goes back to its first migration and forward again. Later migrations are so tested without
being named here: each has to be reversible.
"""

import gc
import json
from datetime import date, time
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from newsroom.archive.search import Matches
from newsroom.archive.search_query import parse
from newsroom.archive.search_words import index_words
from newsroom.models import (
    ArchiveEntry,
    ArchiveText,
    CaseStage,
    DeskClosure,
    ItemUpdate,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
)
from tests.blockers import name_order
from tests.database import restore_migrated
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
EMPTIED = {"wagtailcore_groupapprovaltask_groups"}
"""Tables that migrations fill and `set_up_desk` empties: it deletes Wagtail's moderators."""
MIGRATION_RECORDS = MigrationRecorder.Migration._meta.db_table

STRUCTURE = {
    "postgresql": """
        SELECT 'column', table_name, column_name, data_type, character_maximum_length,
            is_nullable, collation_name, column_default, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT 'index', tablename, regexp_replace(indexdef, 'INDEX \\S+', ''), '', 0, '', '', '', ''
        FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 'rule', conrelid::regclass::text, pg_get_constraintdef(oid), '', 0, '', '', '', ''
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid), '', 0, '', '', '', ''
        FROM pg_trigger WHERE NOT tgisinternal
    """,
    "sqlite": """
        SELECT 'table', name, '', '', '', '' FROM sqlite_master WHERE type = 'table'
        UNION ALL
        SELECT 'trigger', tbl_name, sql, '', '', '' FROM sqlite_master WHERE type = 'trigger'
        UNION ALL
        SELECT 'column', made.name, part.name, part.type, part."notnull", part.pk
        FROM sqlite_master made, pragma_table_xinfo(made.name) part WHERE made.type = 'table'
        UNION ALL
        SELECT 'index', made.name, lines."unique", (
            SELECT group_concat(part.name || ' ' || part."desc")
            FROM pragma_index_xinfo(lines.name) part
        ), lines.partial, ''
        FROM sqlite_master made, pragma_index_list(made.name) lines WHERE made.type = 'table'
    """,
}


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
    # Thousands of models are built: looking for garbage among them takes longer than building them.
    gc.disable()
    try:
        MigrationExecutor(connection).migrate(graph.root_nodes(APP))
        return columns()
    finally:
        MigrationExecutor(connection).migrate(graph.leaf_nodes(APP))
        gc.enable()


def found(words):
    entries = ArchiveEntry.objects.filter(Matches("item_id", parse(words, "en")))
    return set(entries.values_list("item_id", flat=True))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def structure():
    """All that holds or refuses rows, without the names that a database gives by itself."""
    with connection.cursor() as cursor:
        cursor.execute(STRUCTURE[connection.vendor])
        # Whether a number has four bytes or eight depends on the year of its migration.
        found = [" ".join(map(str, row)).replace("bigint", "integer") for row in cursor.fetchall()]
    return sorted(line for line in found if MIGRATION_RECORDS not in line)


def written(rows):
    """Rows as `dumpdata` writes them, without what is drawn by lot or left to the database."""
    return sorted(
        json.dumps({**row["fields"], "translation_key": "", "model": row["model"]}) for row in rows
    )


# The whole database is put back afterwards: migrating cannot hide in a transaction.
@pytest.mark.django_db(transaction=True)
def test_the_suites_database_is_what_migrations_make():
    """It takes half a minute, once for each set of migrations: they are all run."""
    ours, filled = structure(), {table for table, found in rows().items() if found}
    restore_migrated()
    assert structure() == ours

    first = json.loads((Path(__file__).parent / "first_rows.json").read_text())
    models = [apps.get_model(name) for name in sorted({row["model"] for row in first})]
    objects = [found for model in models for found in model._base_manager.all()]
    found = serializers.serialize("json", objects, use_natural_foreign_keys=True)
    assert written(json.loads(found)) == written(first)
    assert {table for table, found in rows().items() if found} - filled == EMPTIED


@pytest.mark.django_db(transaction=True)
def test_rows_survive_all_migrations_backwards_and_forwards():
    """It takes some ten seconds: for each migration Django builds the models of all apps anew."""
    restore_migrated()
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

    # The words were folded by no migration: `rebuild_archive` does so.
    words = index_words([item.title], "en")
    ArchiveText.objects.filter(item=item.pk).update(title_words=words)
    assert found("harbour") == {item.pk}
    item = PressReleasePage.objects.get(pk=item.pk)
    item.title = "Two men charged with a burglary at the lighthouse"
    release(item)
    assert (found("lighthouse"), found("harbour")) == ({item.pk}, set())
