"""What a database holds, in one number for each table."""

from typing import Any

from django.db import connection, transaction
from psycopg import sql

type TableSums = dict[str, list[int]]
"""By name of the table: how many rows, and the sum of their hashes, whatever their order."""

SAME_TEXT = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
"""Settings that have equal rows read the same, whatever the session has."""

TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename
"""

SUM = """
    SELECT count(*), coalesce(sum(('x' || left(md5(row::text), 15))::bit(60)::bigint), 0)
    FROM {} AS row
"""


def table_sums() -> TableSums:
    """Sum the hashes of all rows of each table.

    Call it in a transaction. Rows are hashed by the server, in constant memory.
    """
    with connection.cursor() as cursor:
        for setting in SAME_TEXT:
            cursor.execute(setting)
        names = table_names(cursor)
        return {name: _sum(cursor, name) for name in names}


def table_names(cursor: Any) -> list[str]:
    """The tables of the schema that is in use."""
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def _sum(cursor: Any, table: str) -> list[int]:
    cursor.execute(sql.SQL(SUM).format(sql.Identifier(table)))
    return [int(number) for number in cursor.fetchone()]


def differing_tables(expected: TableSums) -> list[str]:
    """The tables whose rows are not those that are expected, with what is wrong."""
    with transaction.atomic():
        found = table_sums()
    return [
        f"table {name}: {_rows(expected.get(name))} expected, {_rows(found.get(name))} found"
        for name in sorted(expected | found)
        if expected.get(name) != found.get(name)
    ]


def _rows(sums: list[int] | None) -> str:
    return "no table" if sums is None else f"{sums[0]:,} rows (sum {sums[1]})"
