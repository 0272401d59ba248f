"""Triggers that refuse to change or delete what is kept of a change of words that readers have had.

SQLite drops triggers when Django remakes a table: a later migration that alters PageChange must
create them again, in both directions.
"""

from django.db import migrations

REFUSAL = "The changes of an item are a record: they can be added to, not changed or deleted"

POSTGRESQL = [
    f"""
    CREATE FUNCTION newsroom_pagechange_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER newsroom_pagechange_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE
        ON newsroom_pagechange FOR EACH STATEMENT EXECUTE FUNCTION newsroom_pagechange_is_kept()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER newsroom_pagechange_is_kept ON newsroom_pagechange",
    "DROP FUNCTION newsroom_pagechange_is_kept()",
]
SQLITE = [
    f"""
    CREATE TRIGGER newsroom_pagechange_no_{verb} BEFORE {verb} ON newsroom_pagechange
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for verb in ("update", "delete")
]
SQLITE_BACK = [
    "DROP TRIGGER newsroom_pagechange_no_update",
    "DROP TRIGGER newsroom_pagechange_no_delete",
]


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def create_triggers(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run(schema_editor, POSTGRESQL_BACK if postgresql else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0050_corrections_and_withdrawal_notices")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
