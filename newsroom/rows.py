"""Rows of a table without a queryset.

Django needs five to ten times as long to put a query together as the database to answer it. What
every page of readers asks is written as SQL, for both databases.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

type Converter = Callable[[Any], Any]


def slots(values: Collection[Any]) -> str:
    """A placeholder for each of these values, of which there must be one."""
    return ", ".join(["%s"] * len(values))


def rows(
    model: type[models.Model], columns: Sequence[str], condition: str, values: Iterable[Any]
) -> list[tuple[Any, ...]]:
    """These columns of each row of a table that meets a condition: one query.

    A column may be a value within a JSON column, as querysets name it: `document__speech`.
    `condition` may end in an order and a limit. Values come as querysets give them.
    """
    select, converters = _select(model, tuple(columns), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} WHERE {condition}", [_adapted(value) for value in values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if not converters:
        return found
    return [
        tuple(
            converters[place](value) if place in converters else value
            for place, value in enumerate(row)
        )
        for row in found
    ]


@cache
def _select(
    model: type[models.Model], columns: tuple[str, ...], vendor: str
) -> tuple[str, dict[int, Converter]]:
    """The beginning of the statement, and what turns stored values into those of fields."""
    table = model._meta.db_table
    parts = [column.split("__") for column in columns]
    names = ", ".join(
        f"{table}.{name}{''.join(f" -> '{key}'" for key in keys)}" for name, *keys in parts
    )
    fields = {field.column: field for field in model._meta.concrete_fields}
    converters = {}
    for place, (name, *_keys) in enumerate(parts):
        column = fields[name].get_col(table)
        steps = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        if steps:
            converters[place] = _converter(steps, column)
    return f"SELECT {names} FROM {table}", converters


def _converter(steps: list[Callable[..., Any]], column: Any) -> Converter:
    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def _adapted(value: Any) -> Any:
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_unknown_value(value)
