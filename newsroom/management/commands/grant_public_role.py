"""`manage.py grant_public_role` grants the database role of the public service its privileges."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection, transaction

from newsroom.readers.tables import table_of_letters, tables_of_readers

ROLE = "newsroom_public"

OF_EDITION = "EXISTS (SELECT FROM newsroom_edition one WHERE one.id = edition_id)"
"""The rows of those editions that the role may read."""
ROWS = {
    "newsroom.Edition": "closed_why = ''",
    "newsroom.EditionFile": OF_EDITION,
    "newsroom.PageText": OF_EDITION,
    # Set by alerts/tokens.py from a link. Without one it is empty, and no hash is.
    "newsroom.Alert": (
        "link_hash = current_setting('newsroom.alerts_link', true)"
        " OR (confirm_hash <> '' AND confirm_hash = current_setting('newsroom.alerts_link', true))"
    ),
}
"""The rows that the role may read, where it may not read all."""

type Right = tuple[str, str]
"""A privilege and its object: a table, sequence, schema or database."""

IS_TOO_MUCH = """
    SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
        OR rolname = current_user OR EXISTS (SELECT FROM pg_auth_members WHERE member = role.oid)
    FROM pg_roles role WHERE rolname = %s
"""

# Privileges from any source: granted to the role or to PUBLIC, or held by ownership.
RIGHTS = """
    WITH relation AS (
        SELECT class.oid, relkind, nspname || '.' || relname AS name
        FROM pg_class class JOIN pg_namespace space ON space.oid = relnamespace
        WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%%'
    )
    SELECT right_, name FROM relation CROSS JOIN unnest(
        ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']
    ) AS right_
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND (
        has_table_privilege(%(role)s, oid, right_) OR CASE
            WHEN right_ IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
            THEN has_any_column_privilege(%(role)s, oid, right_)
        END
    )
    UNION ALL
    SELECT right_, name
    FROM relation CROSS JOIN unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) AS right_
    WHERE CASE WHEN relkind = 'S' THEN has_sequence_privilege(%(role)s, oid, right_) END
    UNION ALL
    SELECT right_, 'schema ' || nspname
    FROM pg_namespace CROSS JOIN unnest(ARRAY['CREATE', 'USAGE']) AS right_
    WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%%'
        AND has_schema_privilege(%(role)s, nspname, right_)
    UNION ALL
    SELECT right_, 'database ' || current_database()
    FROM unnest(ARRAY['CREATE', 'CONNECT', 'TEMPORARY']) AS right_
    WHERE has_database_privilege(%(role)s, current_database(), right_)
"""


class Command(BaseCommand):
    help = (
        "Let the database role of the public service read what readers' pages are made of, put "
        "letters of readers into one table, and nothing else. Run by the owner of the tables; run "
        "again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default=ROLE, help=f"its name, if it is not {ROLE}")

    def handle(self, *args: Any, role: str, verbosity: int, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("There are roles on PostgreSQL only: nothing is granted here.")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _require_harmless(cursor, role)
                before = _rights(cursor, role)
                wanted = _grant(cursor, role)
                after = _rights(cursor, role)
                if after != wanted:
                    raise CommandError(_wrong(role, after - wanted, wanted - after))
        except ProgrammingError as refused:
            raise CommandError(
                f"The database refused it, and {role} has the rights it had: run this as the owner "
                f"of the database and of its tables. It said: {refused}"
            ) from refused
        if verbosity > 0:
            self._say(role, before, after)

    def _say(self, role: str, before: set[Right], after: set[Right]) -> None:
        for word, rights in (("Granted", after - before), ("Revoked", before - after)):
            if rights:
                self.stdout.write(f"{word}: {_listed(rights)}.")
        tables = sum(right == "SELECT" for right, _of in after)
        self.stdout.write(
            f"{role} may read {tables} tables, put letters into one, and nothing else."
        )


def _require_harmless(cursor: Any, role: str) -> None:
    cursor.execute(IS_TOO_MUCH, [role])
    found = cursor.fetchone()
    if found is None:
        raise CommandError(
            f"There is no role {role}. Make it first, as an administrator of the database: "
            f"CREATE ROLE {role} LOGIN PASSWORD '…'"
        )
    if found[0]:
        raise CommandError(
            f"{role} can be no role of readers: it is this one, a member of another role, or may "
            "do more than log in (SUPERUSER, CREATEDB, CREATEROLE, REPLICATION, BYPASSRLS)."
        )


def _grant(cursor: Any, role: str) -> set[Right]:
    """Revoke all privileges, including those of PUBLIC and default privileges, then grant few."""
    cursor.execute("SELECT current_schema(), current_database()")
    schema, database = cursor.fetchone()
    to, in_schema, of_database = map(connection.ops.quote_name, (role, schema, database))
    tables = tables_of_readers()
    letters = table_of_letters()
    readable = ", ".join(map(connection.ops.quote_name, tables))
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {in_schema} FROM {to}, PUBLIC",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {in_schema} FROM {to}, PUBLIC",
        f"REVOKE ALL ON SCHEMA {in_schema} FROM {to}",
        f"REVOKE CREATE ON SCHEMA {in_schema} FROM PUBLIC",
        f"REVOKE ALL ON DATABASE {of_database} FROM {to}",
        f"REVOKE TEMPORARY ON DATABASE {of_database} FROM PUBLIC",
        *(
            f"ALTER DEFAULT PRIVILEGES {where} REVOKE ALL ON {kind} FROM {to}, PUBLIC"
            for where in ("", f"IN SCHEMA {in_schema}")
            for kind in ("TABLES", "SEQUENCES")
        ),
        f"GRANT CONNECT ON DATABASE {of_database} TO {to}",
        f"GRANT USAGE ON SCHEMA {in_schema} TO {to}",
        f"GRANT SELECT ON {readable} TO {to}",
        f"GRANT INSERT ON {connection.ops.quote_name(letters)} TO {to}",
        *_policies(role),
    ):
        cursor.execute(statement)
    return {
        ("CONNECT", f"database {database}"),
        ("USAGE", f"schema {schema}"),
        *(("SELECT", f"{schema}.{table}") for table in tables),
        ("INSERT", f"{schema}.{letters}"),
    }


def _policies(role: str) -> Iterator[str]:
    """Statements that limit the role to some rows of tables. The owner still reads all."""
    quote = connection.ops.quote_name
    name = quote(f"readers as {role}")
    for label, condition in ROWS.items():
        table = quote(apps.get_model(label)._meta.db_table)
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} FOR SELECT TO {quote(role)} USING ({condition})"


def _rights(cursor: Any, role: str) -> set[Right]:
    cursor.execute(RIGHTS, {"role": role})
    return set(cursor.fetchall())


def _wrong(role: str, more: set[Right], fewer: set[Right]) -> str:
    found = [f"it has too: {_listed(more)}"] if more else []
    found += [f"it lacks: {_listed(fewer)}"] if fewer else []
    return (
        f"The rights of {role} cannot be made what they must be ({'; '.join(found)}), and are what "
        "they were. Only the owner of the database and of its tables can."
    )


def _listed(rights: set[Right]) -> str:
    return ", ".join(f"{right} on {of}" for right, of in sorted(rights))
