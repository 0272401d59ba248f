"""Each database's own index of PageWords, and an index of pages by their last edit.

PostgreSQL: generated columns with GIN. SQLite: an FTS5 table over the same rows, kept by triggers.
SQLite drops triggers when Django remakes a table: a later migration that alters PageWords must
create them again, in both directions. Pages that are there already are added to the index by
`rebuild_editions`, or by the timer.
"""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE newsroom_pagewords
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        to_tsvector('english'::regconfig, words)
        || array_to_tsvector(string_to_array(facets, ' '))
    ) STORED,
    ADD COLUMN spelling_vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(string_to_array(spellings, ' '))
    ) STORED
    """,
    "CREATE INDEX newsroom_pagewords_vector ON newsroom_pagewords USING gin (vector)",
    "CREATE INDEX newsroom_pagewords_spelling ON newsroom_pagewords USING gin (spelling_vector)",
    """
    CREATE INDEX newsroom_page_edited
    ON wagtailcore_page (latest_revision_created_at DESC NULLS LAST)
    """,
]
POSTGRESQL_BACK = [
    "DROP INDEX newsroom_page_edited",
    "ALTER TABLE newsroom_pagewords DROP COLUMN vector, DROP COLUMN spelling_vector",
]

ADD = """
    INSERT INTO newsroom_pagewordsindex (rowid, words, facets, spellings)
    VALUES (new.id, new.words, new.facets, new.spellings);
"""
REMOVE = """
    INSERT INTO newsroom_pagewordsindex (newsroom_pagewordsindex, rowid, words, facets, spellings)
    VALUES ('delete', old.id, old.words, old.facets, old.spellings);
"""
SQLITE = [
    """
    CREATE VIRTUAL TABLE newsroom_pagewordsindex USING fts5(
        words, facets, spellings, content='newsroom_pagewords', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 0'
    )
    """,
    f"""
    CREATE TRIGGER newsroom_pagewords_insert AFTER INSERT ON newsroom_pagewords
    BEGIN {ADD} END
    """,
    f"""
    CREATE TRIGGER newsroom_pagewords_delete AFTER DELETE ON newsroom_pagewords
    BEGIN {REMOVE} END
    """,
    f"""
    CREATE TRIGGER newsroom_pagewords_update AFTER UPDATE ON newsroom_pagewords
    BEGIN {REMOVE} {ADD} END
    """,
    "CREATE INDEX newsroom_page_edited ON wagtailcore_page (latest_revision_created_at DESC)",
]
SQLITE_BACK = [
    "DROP INDEX newsroom_page_edited",
    "DROP TRIGGER newsroom_pagewords_insert",
    "DROP TRIGGER newsroom_pagewords_delete",
    "DROP TRIGGER newsroom_pagewords_update",
    "DROP TABLE newsroom_pagewordsindex",
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
    dependencies = [("newsroom", "0039_words_of_pages")]

    operations = [migrations.RunPython(create_index, drop_index)]
