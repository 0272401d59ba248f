"""Each database's own full-text index of ArchiveText.

PostgreSQL: a generated column, title before teaser before body, with GIN. SQLite: an FTS5 table
over the same rows, kept by triggers. SQLite drops triggers when Django remakes a table: a later
migration that alters ArchiveText must create them again, in both directions.
"""

from django.db import migrations

CONFIG = "CASE left(language, 2) WHEN 'en' THEN 'english'::regconfig ELSE 'simple'::regconfig END"

POSTGRESQL = [
    f"""
    ALTER TABLE newsroom_archivetext ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector({CONFIG}, title), 'A')
        || setweight(to_tsvector({CONFIG}, teaser), 'B')
        || setweight(to_tsvector({CONFIG}, body), 'C')
    ) STORED
    """,
    "CREATE INDEX newsroom_archivetext_vector ON newsroom_archivetext USING gin (vector)",
]
POSTGRESQL_BACK = ["ALTER TABLE newsroom_archivetext DROP COLUMN vector"]

ADD = """
    INSERT INTO newsroom_archivewords (rowid, title, teaser, body)
    VALUES (new.item_id, new.title, new.teaser, new.body);
"""
REMOVE = """
    INSERT INTO newsroom_archivewords (newsroom_archivewords, rowid, title, teaser, body)
    VALUES ('delete', old.item_id, old.title, old.teaser, old.body);
"""
SQLITE = [
    """
    CREATE VIRTUAL TABLE newsroom_archivewords USING fts5(
        title, teaser, body,
        content='newsroom_archivetext', content_rowid='item_id',
        tokenize='porter unicode61 remove_diacritics 2'
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
    # The rows that are there already.
    "INSERT INTO newsroom_archivewords (newsroom_archivewords) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER newsroom_archivewords_insert",
    "DROP TRIGGER newsroom_archivewords_delete",
    "DROP TRIGGER newsroom_archivewords_update",
    "DROP TABLE newsroom_archivewords",
]


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def create_index(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_index(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run(schema_editor, POSTGRESQL_BACK if postgresql else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
