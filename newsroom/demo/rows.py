"""Rows into the database by the thousand: `COPY` on PostgreSQL, one statement on SQLite.

Each object gives the row of one table, so that multi-table models can be written table by table,
which `bulk_create` refuses. Neither `save()` nor signals take part.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from types import NoneType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

_TAKEN_AS_THEY_ARE = (
    *(models.CharField, models.TextField, models.IntegerField, models.BooleanField),
    models.ForeignKey,
)
"""Fields whose values databases take as Django has them."""


def add_rows(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Add the objects' rows to the model's own table. Automatic keys that are missing are given."""
    if not objects:
        return
    key = model._meta.pk
    if isinstance(key, models.AutoField):
        unsaved = [each for each in objects if getattr(each, key.attname) is None]
        for each, number in zip(unsaved, new_keys(model, len(unsaved)), strict=True):
            setattr(each, key.attname, number)
    forms = [_form(one) for one in model._meta.local_concrete_fields]
    _insert(model, (tuple(form(each) for form in forms) for each in objects))


def _form(field: Any) -> Callable[[Any], Any]:
    """What gives the value of this field as the database takes it."""
    value_of, prepare = attrgetter(field.attname), field.get_db_prep_save
    # The connection itself: its proxy looks it up for each value.
    to = connections[DEFAULT_DB_ALIAS]
    plain = (str, int, bool, NoneType) if isinstance(field, _TAKEN_AS_THEY_ARE) else ()

    def form(each: Any) -> Any:
        value = value_of(each)
        return value if type(value) in plain else prepare(value, to)

    return form


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """So many keys that no row of this model has, or had."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = next(iter(cursor.fetchone() or ()), 0)
    return list(range(last + 1, last + 1 + count))


def _insert(model: type[models.Model], rows: Iterator[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    table = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", list(rows))  # noqa: S608
