"""Triggers that let a record lose words, and nothing else, under a permit for its page.

A decision that was carried out may lose its reason in the same way; a confirmed one is not deleted.

They take the place of those of 0003, 0008, 0032 and 0051. A permit (`ErasurePermit`) is refused by
the database unless two people have decided. On PostgreSQL it is good for the transaction that
wrote it alone; on SQLite it is deleted before the commit. Without one, every refusal is as before.

SQLite drops triggers when Django remakes a table: a later migration that alters one of these tables
must create them again, in both directions.
"""

from importlib import import_module

from django.db import migrations

LOG = import_module("newsroom.migrations.0003_release_log_is_append_only")
EDITIONS = import_module("newsroom.migrations.0008_editions_are_kept")
SIGNOFFS = import_module("newsroom.migrations.0032_signoffs_are_kept")
CHANGES = import_module("newsroom.migrations.0051_page_changes_are_kept")

KEPT = {
    "newsroom_releaselog": (LOG.REFUSAL, ("title", "findings", "answers", "note")),
    "newsroom_clearance": (SIGNOFFS.REFUSAL, ("comment", "facts")),
    "newsroom_urgentrelease": (SIGNOFFS.REFUSAL, ("reason", "facts")),
    "newsroom_checkresponse": (SIGNOFFS.REFUSAL, ("words", "facts")),
    "newsroom_pagechange": (CHANGES.REFUSAL, ("note", "reason")),
}
"""Each table with its refusal, and the columns that hold words. No other column ever changes."""
EDITION_WORDS = ("title", "teaser", "address", "document")
"""What a closed edition may lose. An open one is what readers get: it is closed first."""

NO_DECISION = "Words are erased after two people have decided it, and not otherwise"
PERMIT_STAYS = "A permit is not changed"
DECISION_KEPT = "A retention decision that was carried out is a record"
ON_DECISION = "ON newsroom_retentiondecision"
FINISHED, CONFIRMED = "OLD.finished_at IS NOT NULL", "OLD.confirmed_at IS NOT NULL"
PATH = "SET search_path = public, pg_temp"
"""For each function, so that no table of the same name in another schema is read."""
DECIDED = """
    SELECT 1 FROM newsroom_retentiondecision d
    WHERE d.id = NEW.decision_id AND d.page_id = NEW.page_id
        AND d.kind IN ('anonymise', 'remove')
        AND d.confirmed_at IS NOT NULL AND d.confirmed_by_id IS NOT NULL
        AND d.confirmed_by_id <> d.proposed_by_id
        AND d.finished_at IS NULL AND d.declined_at IS NULL
"""


def _postgresql():
    yield f"""
        CREATE FUNCTION newsroom_may_erase(page bigint) RETURNS boolean LANGUAGE sql STABLE
        {PATH} AS $$
            SELECT EXISTS (
                SELECT 1 FROM newsroom_erasurepermit
                WHERE page_id = page
                    AND transaction_id = pg_current_xact_id_if_assigned()::text::bigint
            )
        $$
    """  # noqa: S608
    for table, (refusal, words) in KEPT.items():
        yield f"DROP TRIGGER {table}_is_kept ON {table}"
        yield f"""
            CREATE FUNCTION {table}_loses_words() RETURNS trigger LANGUAGE plpgsql
            {PATH} AS $$
            DECLARE
                kept {table};
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    kept := OLD;
                    {" ".join(f'kept."{name}" := NEW."{name}";' for name in words)}
                    IF kept IS NOT DISTINCT FROM NEW AND newsroom_may_erase(OLD.page_id) THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION '{refusal}' USING ERRCODE = 'insufficient_privilege';
            END $$
        """
        yield f"""
            CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE
                ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_loses_words()
        """
        yield f"""
            CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE
                ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_loses_words()
        """
    yield f"""
        CREATE OR REPLACE FUNCTION newsroom_edition_is_kept() RETURNS trigger LANGUAGE plpgsql
        {PATH} AS $$
        DECLARE
            kept newsroom_edition;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                kept := OLD;
                kept.closes_at := NEW.closes_at;
                kept.closed_why := NEW.closed_why;
                IF kept IS NOT DISTINCT FROM NEW AND OLD.closed_why = ''
                    AND NEW.closes_at IS NOT NULL
                    AND (OLD.closes_at IS NULL OR NEW.closes_at <= OLD.closes_at)
                THEN
                    RETURN NEW;
                END IF;
                kept := OLD;
                {" ".join(f"kept.{name} := NEW.{name};" for name in EDITION_WORDS)}
                IF kept IS NOT DISTINCT FROM NEW AND OLD.closed_why <> ''
                    AND newsroom_may_erase(OLD.page_id)
                THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '{EDITIONS.REFUSAL}' USING ERRCODE = 'insufficient_privilege';
        END $$
    """
    yield f"""
        CREATE FUNCTION newsroom_erasurepermit_is_decided() RETURNS trigger LANGUAGE plpgsql
        {PATH} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                RAISE EXCEPTION '{PERMIT_STAYS}' USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF NOT EXISTS ({DECIDED}) THEN
                RAISE EXCEPTION '{NO_DECISION}' USING ERRCODE = 'insufficient_privilege';
            END IF;
            NEW.transaction_id := pg_current_xact_id()::text::bigint;
            RETURN NEW;
        END $$
    """
    yield """
        CREATE TRIGGER newsroom_erasurepermit_is_decided BEFORE INSERT OR UPDATE
            ON newsroom_erasurepermit
            FOR EACH ROW EXECUTE FUNCTION newsroom_erasurepermit_is_decided()
    """
    yield f"""
        CREATE FUNCTION newsroom_retentiondecision_is_kept() RETURNS trigger LANGUAGE plpgsql
        {PATH} AS $$
        DECLARE
            kept newsroom_retentiondecision;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                kept := OLD;
                kept.reason := NEW.reason;
                IF kept IS NOT DISTINCT FROM NEW AND newsroom_may_erase(OLD.page_id) THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '{DECISION_KEPT}' USING ERRCODE = 'insufficient_privilege';
        END $$
    """
    for name, when in (
        ("is_kept", f"BEFORE UPDATE {ON_DECISION} FOR EACH ROW WHEN ({FINISHED})"),
        ("stays", f"BEFORE DELETE {ON_DECISION} FOR EACH ROW WHEN ({FINISHED} OR {CONFIRMED})"),
        ("is_not_emptied", f"BEFORE TRUNCATE {ON_DECISION} FOR EACH STATEMENT"),
    ):
        yield f"""
            CREATE TRIGGER newsroom_retentiondecision_{name} {when}
            EXECUTE FUNCTION newsroom_retentiondecision_is_kept()
        """


def _postgresql_back():
    for name in ("is_not_emptied", "stays", "is_kept"):
        yield f"DROP TRIGGER newsroom_retentiondecision_{name} {ON_DECISION}"
    yield "DROP FUNCTION newsroom_retentiondecision_is_kept()"
    yield "DROP TRIGGER newsroom_erasurepermit_is_decided ON newsroom_erasurepermit"
    yield "DROP FUNCTION newsroom_erasurepermit_is_decided()"
    for table in KEPT:
        yield f"DROP TRIGGER {table}_is_not_emptied ON {table}"
        yield f"DROP TRIGGER {table}_is_kept ON {table}"
        yield f"DROP FUNCTION {table}_loses_words()"
    yield from (LOG.POSTGRESQL[-1], *SIGNOFFS.POSTGRESQL[1:], CHANGES.POSTGRESQL[-1])
    yield EDITIONS.POSTGRESQL[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    yield "DROP FUNCTION newsroom_may_erase(bigint)"


def _same(connection, table, words):
    """The condition that no other column changes: SQLite cannot compare whole rows."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    # Sorted: the order of columns is that in which migrations have added them.
    names = sorted(column.name for column in columns if column.name not in words)
    return " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in names)


PERMITTED = "EXISTS (SELECT 1 FROM newsroom_erasurepermit p WHERE p.page_id = OLD.page_id)"


def _sqlite(connection):
    for table, (refusal, words) in KEPT.items():
        yield f"DROP TRIGGER {table}_no_update"
        yield f"""
            CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            WHEN NOT ({PERMITTED} AND {_same(connection, table, words)})
            BEGIN SELECT RAISE(ABORT, '{refusal}'); END
        """
    yield "DROP TRIGGER newsroom_edition_only_closes"
    yield f"""
        CREATE TRIGGER newsroom_edition_only_closes BEFORE UPDATE ON newsroom_edition
        WHEN NOT (
            OLD.closed_why = '' AND NEW.closes_at IS NOT NULL
            AND (OLD.closes_at IS NULL OR NEW.closes_at <= OLD.closes_at)
            AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in EDITIONS.KEPT)}
        ) AND NOT (
            OLD.closed_why <> '' AND {PERMITTED}
            AND {_same(connection, "newsroom_edition", EDITION_WORDS)}
        )
        BEGIN SELECT RAISE(ABORT, '{EDITIONS.REFUSAL}'); END
    """
    yield f"""
        CREATE TRIGGER newsroom_erasurepermit_is_decided BEFORE INSERT ON newsroom_erasurepermit
        WHEN NOT EXISTS ({DECIDED})
        BEGIN SELECT RAISE(ABORT, '{NO_DECISION}'); END
    """
    yield f"""
        CREATE TRIGGER newsroom_erasurepermit_no_update BEFORE UPDATE ON newsroom_erasurepermit
        BEGIN SELECT RAISE(ABORT, '{PERMIT_STAYS}'); END
    """
    same = _same(connection, "newsroom_retentiondecision", ("reason",))
    for verb, when in (
        ("update", f"{FINISHED} AND NOT ({PERMITTED} AND {same})"),
        ("delete", f"{FINISHED} OR {CONFIRMED}"),
    ):
        yield f"""
            CREATE TRIGGER newsroom_retentiondecision_no_{verb}
            BEFORE {verb} {ON_DECISION} WHEN {when}
            BEGIN SELECT RAISE(ABORT, '{DECISION_KEPT}'); END
        """


def _sqlite_back():
    for verb in ("update", "delete"):
        yield f"DROP TRIGGER newsroom_retentiondecision_no_{verb}"
    yield "DROP TRIGGER newsroom_erasurepermit_is_decided"
    yield "DROP TRIGGER newsroom_erasurepermit_no_update"
    yield "DROP TRIGGER newsroom_edition_only_closes"
    yield EDITIONS.SQLITE[0]
    for table in KEPT:
        yield f"DROP TRIGGER {table}_no_update"
    yield LOG.SQLITE[0]
    yield from SIGNOFFS.SQLITE[::2]
    yield CHANGES.SQLITE[0]


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def let_words_go(apps, schema_editor):
    connection = schema_editor.connection
    postgresql = connection.vendor == "postgresql"
    run(schema_editor, _postgresql() if postgresql else _sqlite(connection))


def keep_all_words(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run(schema_editor, _postgresql_back() if postgresql else _sqlite_back())


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0063_retention_reviews")]

    operations = [migrations.RunPython(let_words_go, keep_all_words)]
