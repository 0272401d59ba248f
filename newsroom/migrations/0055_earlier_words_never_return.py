"""Triggers that refuse every change of an earlier edition but withholding it.

Withholding it means to take its words, or to say when they close. SQLite drops triggers when Django
remakes a table: a later migration that alters EarlierEdition must create them again, in both
directions.
"""

from django.db import migrations

REFUSAL = "An earlier edition can be withheld, and changes in no other way"
KEPT = ("id", "page_id", "number", "since", "until", "changed_at", "digest")

POSTGRESQL = [
    f"""
    CREATE FUNCTION newsroom_earlieredition_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        withheld newsroom_earlieredition;
    BEGIN
        withheld := OLD;
        withheld.closes_at := NEW.closes_at;
        IF NEW.document IS NULL THEN
            withheld.document := NULL;
        END IF;
        IF withheld IS NOT DISTINCT FROM NEW THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER newsroom_earlieredition_is_kept BEFORE UPDATE
        ON newsroom_earlieredition FOR EACH ROW EXECUTE FUNCTION newsroom_earlieredition_is_kept()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER newsroom_earlieredition_is_kept ON newsroom_earlieredition",
    "DROP FUNCTION newsroom_earlieredition_is_kept()",
]
SQLITE = [
    f"""
    CREATE TRIGGER newsroom_earlieredition_is_kept BEFORE UPDATE ON newsroom_earlieredition
    WHEN NOT (
        (NEW.document IS NULL OR NEW.document IS OLD.document)
        AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)}
    )
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
]
SQLITE_BACK = ["DROP TRIGGER newsroom_earlieredition_is_kept"]


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def create_triggers(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run(schema_editor, POSTGRESQL_BACK if postgresql else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0054_earlier_editions")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
