"""Triggers that refuse every change of an edition but closing it, and its deletion.

Closing it means to give it an end, or an earlier one, and to write down why; once that is written,
nothing changes any more. SQLite drops triggers when Django remakes a table: a later migration that
alters Edition must create them again, in both directions.
"""

from django.db import migrations

REFUSAL = "An edition is a record: it can be closed, not changed or deleted"
KEPT = (
    *("id", "page_id", "number", "language", "translation_key", "address", "page_type", "kind"),
    *("title", "teaser", "date", "opens_at", "changes_at", "above", "document", "digest"),
    "revision_id",
)

POSTGRESQL = [
    f"""
    CREATE FUNCTION newsroom_edition_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        closed newsroom_edition;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            closed := OLD;
            closed.closes_at := NEW.closes_at;
            closed.closed_why := NEW.closed_why;
            IF closed IS NOT DISTINCT FROM NEW AND OLD.closed_why = ''
                AND NEW.closes_at IS NOT NULL
                AND (OLD.closes_at IS NULL OR NEW.closes_at <= OLD.closes_at)
            THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER newsroom_edition_is_kept BEFORE UPDATE OR DELETE
        ON newsroom_edition FOR EACH ROW EXECUTE FUNCTION newsroom_edition_is_kept()
    """,
    """
    CREATE TRIGGER newsroom_edition_is_not_emptied BEFORE TRUNCATE
        ON newsroom_edition FOR EACH STATEMENT EXECUTE FUNCTION newsroom_edition_is_kept()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER newsroom_edition_is_kept ON newsroom_edition",
    "DROP TRIGGER newsroom_edition_is_not_emptied ON newsroom_edition",
    "DROP FUNCTION newsroom_edition_is_kept()",
]
SQLITE = [
    f"""
    CREATE TRIGGER newsroom_edition_only_closes BEFORE UPDATE ON newsroom_edition
    WHEN NOT (
        OLD.closed_why = '' AND NEW.closes_at IS NOT NULL
        AND (OLD.closes_at IS NULL OR NEW.closes_at <= OLD.closes_at)
        AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)}
    )
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
    f"""
    CREATE TRIGGER newsroom_edition_no_delete BEFORE DELETE ON newsroom_edition
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER newsroom_edition_only_closes",
    "DROP TRIGGER newsroom_edition_no_delete",
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
    dependencies = [("newsroom", "0007_editions")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
