"""Each database's own index of EditionWords.

PostgreSQL: a generated column with GIN. SQLite: an FTS5 table over the same rows, kept by triggers.
SQLite drops triggers when Django remakes a table: a later migration that alters EditionWords must
create them again, in both directions. Editions that are public already are added to the index by
`rebuild_editions`, or by the timer; until then each of them is read when a name is protected.
"""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE newsroom_editionwords ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
    """,
    "CREATE INDEX newsroom_editionwords_vector ON newsroom_editionwords USING gin (vector)",
]
POSTGRESQL_BACK = ["ALTER TABLE newsroom_editionwords DROP COLUMN vector"]

ADD = """
    INSERT INTO newsroom_editionwordsindex (rowid, words) VALUES (new.page_id, new.words);
"""
REMOVE = """
    INSERT INTO newsroom_editionwordsindex (newsroom_editionwordsindex, rowid, words)
    VALUES ('delete', old.page_id, old.words);
"""
SQLITE = [
    """
    CREATE VIRTUAL TABLE newsroom_editionwordsindex USING fts5(
        words, content='newsroom_editionwords', content_rowid='page_id',
        tokenize='unicode61 remove_diacritics 0', detail='none'
    )
    """,
    f"""
    CREATE TRIGGER newsroom_editionwords_insert AFTER INSERT ON newsroom_editionwords
    BEGIN {ADD} END
    """,
    f"""
    CREATE TRIGGER newsroom_editionwords_delete AFTER DELETE ON newsroom_editionwords
    BEGIN {REMOVE} END
    """,
    f"""
    CREATE TRIGGER newsroom_editionwords_update AFTER UPDATE ON newsroom_editionwords
    BEGIN {REMOVE} {ADD} END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER newsroom_editionwords_insert",
    "DROP TRIGGER newsroom_editionwords_delete",
    "DROP TRIGGER newsroom_editionwords_update",
    "DROP TABLE newsroom_editionwordsindex",
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
    dependencies = [("newsroom", "0026_take_downs_and_edition_words")]

    operations = [migrations.RunPython(create_index, drop_index)]
