"""Triggers that refuse to change or delete a clearance, an urgent release or an answer.

SQLite drops triggers when Django remakes a table: a later migration that alters one of these tables
must create them again, in both directions.
"""

from django.db import migrations

REFUSAL = "Sign-offs are a record: they can be added to, not changed or deleted"
TABLES = ("newsroom_clearance", "newsroom_urgentrelease", "newsroom_checkresponse")

POSTGRESQL = [
    f"""
    CREATE FUNCTION newsroom_signoff_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE
            ON {table} FOR EACH STATEMENT EXECUTE FUNCTION newsroom_signoff_is_kept()
        """
        for table in TABLES
    ),
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_is_kept ON {table}" for table in TABLES),
    "DROP FUNCTION newsroom_signoff_is_kept()",
]
SQLITE = [
    f"""
    CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for table in TABLES
    for verb in ("update", "delete")
]
SQLITE_BACK = [
    f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")
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
    dependencies = [("newsroom", "0031_signoffs_outlive_pages")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
