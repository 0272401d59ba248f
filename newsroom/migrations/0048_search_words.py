"""Folded words of items and of other pages, synonyms, and the full-text index of the items' words.

PostgreSQL: the generated column `vector` has another expression. The version before queries it by
this name. SQLite: the FTS5 table has other columns, kept by triggers. SQLite drops triggers when
Django remakes a table, so the index is dropped first and created last, in both directions; a later
migration that alters ArchiveText must do the same. Until `rebuild_archive` has run, search finds
none of the items that are there already.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

before = import_module("newsroom.migrations.0002_archive_words")

POSTGRESQL = [
    """
    ALTER TABLE newsroom_archivetext ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title_words), 'A')
        || setweight(to_tsvector('simple'::regconfig, fact_words), 'B')
        || setweight(to_tsvector('simple'::regconfig, body_words), 'C')
    ) STORED
    """,
    "CREATE INDEX newsroom_archivetext_vector ON newsroom_archivetext USING gin (vector)",
]

# The index goes with its column.
POSTGRESQL_DROP = ["ALTER TABLE newsroom_archivetext DROP COLUMN vector"]

ADD = """
    INSERT INTO newsroom_archivewords (rowid, title_words, fact_words, body_words)
    VALUES (new.item_id, new.title_words, new.fact_words, new.body_words);
"""
REMOVE = """
    INSERT INTO newsroom_archivewords (
        newsroom_archivewords, rowid, title_words, fact_words, body_words
    )
    VALUES (
        'delete', old.item_id, old.title_words, old.fact_words, old.body_words
    );
"""
SQLITE = [
    """
    CREATE VIRTUAL TABLE newsroom_archivewords USING fts5(
        title_words, fact_words, body_words,
        content='newsroom_archivetext', content_rowid='item_id',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    f"""
    CREATE TRIGGER newsroom_archivewords_insert AFTER INSERT ON newsroom_archivetext
    BEGIN {ADD} END
    """,
    f"""
    CREATE TRIGGER newsroom_archivewords_delete AFTER DELETE ON newsroom_archivetext
    BEGIN {REMOVE} END
    """,
    f"""
    CREATE TRIGGER newsroom_archivewords_update AFTER UPDATE ON newsroom_archivetext
    BEGIN {REMOVE} {ADD} END
    """,
    "INSERT INTO newsroom_archivewords (newsroom_archivewords) VALUES ('rebuild')",
]
SQLITE_DROP = [
    "DROP TRIGGER IF EXISTS newsroom_archivewords_insert",
    "DROP TRIGGER IF EXISTS newsroom_archivewords_delete",
    "DROP TRIGGER IF EXISTS newsroom_archivewords_update",
    "DROP TABLE newsroom_archivewords",
]


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run(schema_editor, POSTGRESQL_DROP if postgresql else SQLITE_DROP)


def create_index(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0047_alerts"),
    ]

    operations = [
        migrations.RunPython(drop_index, before.create_index),
        migrations.CreateModel(
            name="SearchSynonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "forms",
                    models.TextField(
                        help_text="One on each line, for example DPP and Director of Public "
                        "Prosecutions. Whoever searches for one of them also finds the others.",
                        verbose_name="forms",
                    ),
                ),
                (
                    "finds",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, for example CPS South East for Kent. It is "
                        "found too, but does not itself find the forms above.",
                        verbose_name="also finds",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonym for search",
                "verbose_name_plural": "synonyms for search",
                "ordering": ["forms"],
            },
        ),
        migrations.AddField(
            model_name="archivetext",
            name="body_words",
            field=models.TextField(db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="archivetext",
            name="fact_words",
            field=models.TextField(db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="archivetext",
            name="title_words",
            field=models.TextField(db_default="", editable=False),
        ),
        migrations.CreateModel(
            name="PageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("anchor", models.CharField(blank=True, max_length=255)),
                ("heading", models.TextField(blank=True)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("title_words", models.TextField()),
                ("fact_words", models.TextField()),
                ("words", models.TextField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="newsroom.edition",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "page texts",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "number"), name="page_text_once")
                ],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
