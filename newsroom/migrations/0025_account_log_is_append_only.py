"""Triggers that refuse to change or delete a row of the account log.

SQLite drops triggers when Django remakes a table: a later migration that alters AccountLog must
create them again, in both directions.
"""

from django.db import migrations

REFUSAL = "The account log is a record: it can be added to, not changed or deleted"

POSTGRESQL = [
    f"""
    CREATE FUNCTION newsroom_accountlog_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER newsroom_accountlog_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE
        ON newsroom_accountlog FOR EACH STATEMENT EXECUTE FUNCTION newsroom_accountlog_is_kept()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER newsroom_accountlog_is_kept ON newsroom_accountlog",
    "DROP FUNCTION newsroom_accountlog_is_kept()",
]
SQLITE = [
    f"""
    CREATE TRIGGER newsroom_accountlog_no_{verb} BEFORE {verb} ON newsroom_accountlog
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for verb in ("update", "delete")
]
SQLITE_BACK = [
    "DROP TRIGGER newsroom_accountlog_no_update",
    "DROP TRIGGER newsroom_accountlog_no_delete",
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
    dependencies = [("newsroom", "0024_accounts")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
