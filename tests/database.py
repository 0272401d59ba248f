"""The suite's database: built once, kept under a name that says what it was built from, and copied
for each run and each worker.

Migrations need a minute to build it. Here the tables come from the models as they are now; only
what no model knows comes from the migrations (triggers, full-text indexes, rows of law).
test_migrations.py proves that both ways lead to the same database.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.test import override_settings
from psycopg import sql

from tests.set_up import set_up

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test-databases"
MOST_KEPT = 4

BUILT_FROM = (
    *("requirements/dev.txt", "newsroom/migrations/*.py"),
    *("newsroom/desk/roles.py", "newsroom/desk/workflow.py"),
    *("tests/database.py", "tests/set_up.py", "tests/factories.py", "tests/first_rows.json"),
)
"""The files whose change makes a new database, besides the models."""

FROM_WAGTAIL = {
    ("wagtailcore", "set_page_path_collation"),
    ("wagtailcore", "set_collection_path_collation"),
}
"""Wagtail's functions for new databases that change tables; its rows are in first_rows.json."""


@contextmanager
def copied(worker: str, *, anew: bool = False) -> Iterator[None]:
    """Have Django use a copy of the built database, which this worker may change as it likes."""
    copy = _PostgreSQL(worker) if connection.vendor == "postgresql" else _SQLite()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if anew or not copy.is_built():
            copy.build()
    try:
        copy.restore()
        yield
    finally:
        copy.drop()


def restore() -> None:
    """Put the database back as it was built, after a test that committed."""
    (_PostgreSQL if connection.vendor == "postgresql" else _SQLite).of_this_run.restore()


class _SQLite:
    """A file, copied into memory."""

    of_this_run: Any

    def __init__(self) -> None:
        self.built = KEPT / f"{_digest()}.sqlite3"
        type(self).of_this_run = self
        # One database for all threads; it lives as long as one of its connections does.
        connection.settings_dict["NAME"] = "file:newsroom_tests?mode=memory&cache=shared"

    def is_built(self) -> bool:
        return self.built.exists()

    def build(self) -> None:
        _fill()
        part = self.built.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(part)) as file:
            connection.connection.backup(file)
        part.rename(self.built)
        kept = sorted(KEPT.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink()

    def restore(self) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.built)) as file:
            file.backup(connection.connection)

    def drop(self) -> None:
        connection.connection.close()


class _PostgreSQL:
    """A database of the server's, copied as its template."""

    of_this_run: Any

    def __init__(self, worker: str) -> None:
        self.built = f"newsroom_tests_{_digest()}"
        self.name = f"test_{connection.settings_dict['NAME']}_{worker}"
        type(self).of_this_run = self

    def is_built(self) -> bool:
        found = self._server("SELECT 1 FROM pg_database WHERE datname = %s", values=[self.built])
        return bool(found)

    def build(self) -> None:
        part = f"{self.built}_{os.getpid()}"
        self._server("CREATE DATABASE {}", part)
        self._use(part)
        _fill()
        self._leave()
        self._server("DROP DATABASE IF EXISTS {}", self.built)
        self._server("ALTER DATABASE {} RENAME TO {}", part, self.built)
        kept = "SELECT datname FROM pg_database WHERE datname LIKE 'newsroom_tests_%%' ORDER BY oid"
        for (old,) in self._server(kept, values=[])[:-MOST_KEPT]:
            self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)", old)

    def restore(self) -> None:
        self.drop()
        self._server("CREATE DATABASE {} TEMPLATE {}", self.name, self.built)
        self._use(self.name)

    def drop(self) -> None:
        self._leave()
        self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _use(self, name: str) -> None:
        connection.settings_dict["NAME"] = name

    def _leave(self) -> None:
        connection.close()
        connection.close_pool()

    def _server(self, statement: str, *names: str, values: list[str] | None = None) -> Any:
        at = connection.settings_dict
        login = {"host": at["HOST"], "port": at["PORT"] or None, "user": at["USER"]}
        with psycopg.connect(
            **login, password=at["PASSWORD"] or None, dbname="postgres", autocommit=True
        ) as server:
            done = server.execute(
                sql.SQL(statement).format(*map(sql.Identifier, names)) if names else statement,
                values,
            )
            return done.fetchall() if done.description else None


def _digest() -> str:
    """What the database is built from, in twelve characters."""
    found = hashlib.sha256()
    for pattern in BUILT_FROM:
        for file in sorted(ROOT.glob(pattern)):
            found.update(file.read_bytes())
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        columns = [
            (field.column, field.db_type(connection), field.null, field.unique, field.db_index)
            for field in options.local_concrete_fields
        ]
        rules = [*options.constraints, *options.indexes]
        found.update(repr((options.db_table, columns, options.unique_together, rules)).encode())
    return found.hexdigest()[:12]


class _NoMigrations:
    """In the place of MIGRATION_MODULES: no app has any, so all tables come from the models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def _fill() -> None:
    """Make the tables, what migrations add to them, and what every test counts on."""
    with override_settings(MIGRATION_MODULES=_NoMigrations()):
        call_command("migrate", run_syncdb=True, verbosity=0)
    # Migrations are given the models of their time; for a new database those are today's.
    state = SimpleNamespace(apps=apps, clear_delayed_apps_cache=lambda: None)
    with connection.schema_editor() as editor:
        for app, operation in _beyond_models():
            operation.database_forwards(app, editor, state, state)
    with transaction.atomic():
        call_command("loaddata", ROOT / "tests" / "first_rows.json", verbosity=0)
        set_up()


def _beyond_models() -> Iterator[tuple[str, Operation]]:
    """What migrations do to a new database besides making the tables of models, in their order."""
    loader = MigrationLoader(None)
    for app, name in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        for operation in loader.disk_migrations[app, name].operations:
            match operation:
                case SeparateDatabaseAndState() if app == "wagtailsearch":
                    # Its model stands for a full-text index, not for the plain table just made.
                    yield app, RunSQL("DROP TABLE wagtailsearch_indexentry_fts")
                    yield from ((app, inner) for inner in operation.database_operations)
                case RunPython() if (app, operation.code.__name__) in FROM_WAGTAIL:
                    yield app, operation
                case RunPython() | RunSQL() if app == "newsroom" and not operation.elidable:
                    yield app, operation
