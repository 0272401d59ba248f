"""The suite's database: built once, kept under a name that says what it was built from, and copied
for each run and each worker.

Migrations need a minute to build it. Here the tables come from the models as they are now; only
what no model knows comes from the migrations (triggers, full-text indexes, rows of law).
test_migrations.py proves that both ways lead to the same database.
"""

import fcntl
import functools
import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models.signals import post_save, pre_save
from django.test import override_settings
from factory.django import mute_signals
from psycopg import sql

from tests.public_role import make_role
from tests.set_up import set_up

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test-databases"
MOST_KEPT = 8

TESTS = "tests"
"""The kind of database that tests have."""
MIGRATED = "migrated"
"""The kind that the migrations make, with nothing set up."""

BUILT_FROM = (
    *("requirements/dev.txt", "newsroom/migrations/*.py"),
    *("newsroom/desk/roles.py", "newsroom/desk/workflow.py", "newsroom/*receivers.py"),
    # Of the pages that are set up, editions are open.
    *("newsroom/documents/*.py", "newsroom/editions/*.py", "newsroom/gate/opening.py"),
    *("newsroom/readers/tables.py", "newsroom/management/commands/grant_public_role.py"),
    *("tests/database.py", "tests/set_up.py", "tests/factories.py", "tests/first_rows.json"),
    "tests/public_role.py",
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
    global _copy
    _copy = (_PostgreSQL if connection.vendor == "postgresql" else _SQLite)(worker)
    with _locked():
        _copy.sweep()
        if anew or not _copy.is_kept(TESTS):
            _copy.build()
    try:
        _copy.restore(TESTS)
        yield
    finally:
        _copy.drop()


def restore() -> None:
    """Put the database back as it was built, after a test that committed."""
    _restore(TESTS)


def restore_migrated() -> None:
    """Have an empty database, made by the migrations alone, until the next `restore()`."""
    _keep_migrated()
    _restore(MIGRATED)


def migrated_template() -> str:
    """The name of the database, on a PostgreSQL server, that the migrations alone have made."""
    assert isinstance(_copy, _PostgreSQL)
    _keep_migrated()
    return _copy.kept(MIGRATED)


def _keep_migrated() -> None:
    with _locked():
        if not _copy.is_kept(MIGRATED):
            _copy.migrate()


def _restore(kind: str) -> None:
    _copy.restore(kind)
    # The numbers of content types differ from one kind to the other.
    ContentType.objects.clear_cache()
    cache.clear()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done to the database within is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _locked() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _built_here() -> str:
    """The end of the name of a database that this process is building."""
    return f"by_{os.getpid()}"


def is_left_over(name: str) -> bool:
    """Whether a process was building this database that has ended since."""
    builder = re.search(r"by_(\d+)$", name)
    if not builder:
        return False
    try:
        os.kill(int(builder[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # somebody else's
        return False
    return False


def _migrate(database_url: str) -> None:
    """Run all migrations, as a program of its own: in this one the models are in use."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cps_news.settings.test",
            "DATABASE_URL": database_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


class _SQLite:
    """Databases in files, of which one is copied into memory."""

    def __init__(self, worker: str) -> None:
        # One database for all threads; it lives as long as one of its connections does.
        connection.settings_dict["NAME"] = "file:newsroom_tests?mode=memory&cache=shared"

    def is_kept(self, kind: str) -> bool:
        return self._file(kind).exists()

    def build(self) -> None:
        _fill()
        with self._new(TESTS) as part, closing(sqlite3.connect(part)) as file:
            connection.connection.backup(file)

    def migrate(self) -> None:
        with self._new(MIGRATED) as part:
            _migrate(f"sqlite:///{part}")

    def restore(self, kind: str) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self._file(kind))) as file:
            file.backup(connection.connection)

    def drop(self) -> None:
        connection.connection.close()

    def sweep(self) -> None:
        """Remove what processes left half built that were killed."""
        for file in KEPT.iterdir():
            if is_left_over(file.name):
                file.unlink()

    def _file(self, kind: str) -> Path:
        return KEPT / f"{kind}-{_digest()}.sqlite3"

    @contextmanager
    def _new(self, kind: str) -> Iterator[Path]:
        """A file to fill, which is kept only if nothing went wrong."""
        part = self._file(kind).with_suffix(f".{_built_here()}")
        yield part
        part.rename(self._file(kind))
        kept = sorted(KEPT.glob(f"{kind}-*.sqlite3"), key=lambda file: file.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink()


class _PostgreSQL:
    """Databases of the server's, of which one is copied as a template."""

    def __init__(self, worker: str) -> None:
        self.name = f"test_{connection.settings_dict['NAME']}_{worker}"

    def is_kept(self, kind: str) -> bool:
        return bool(
            self._server("SELECT FROM pg_database WHERE datname = %s", values=[self.kept(kind)])
        )

    def build(self) -> None:
        with self._new(TESTS) as part:
            connection.settings_dict["NAME"] = part
            _fill()
            make_role()
            self._leave()

    def migrate(self) -> None:
        at = connection.settings_dict
        login = at["USER"] + (f":{at['PASSWORD']}" if at["PASSWORD"] else "")
        with self._new(MIGRATED) as part:
            _migrate(f"postgres://{login}@{at['HOST']}:{at['PORT']}/{part}")

    def restore(self, kind: str) -> None:
        self.drop()
        self._server("CREATE DATABASE {} TEMPLATE {}", self.name, self.kept(kind))
        connection.settings_dict["NAME"] = self.name

    def drop(self) -> None:
        self._leave()
        self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def sweep(self) -> None:
        for name in self._names("newsroom_"):
            if is_left_over(name):
                self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def kept(self, kind: str) -> str:
        return f"newsroom_{kind}_{_digest()}"

    @contextmanager
    def _new(self, kind: str) -> Iterator[str]:
        """A database to fill, which is kept only if nothing went wrong."""
        part = f"{self.kept(kind)}_{_built_here()}"
        self._server("CREATE DATABASE {}", part)
        yield part
        self._server("DROP DATABASE IF EXISTS {}", self.kept(kind))
        self._server("ALTER DATABASE {} RENAME TO {}", part, self.kept(kind))
        for old in self._names(f"newsroom_{kind}_")[:-MOST_KEPT]:
            self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)", old)

    def _names(self, beginning: str) -> list[str]:
        """The databases whose names begin so, the oldest first."""
        found = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
        return [name for (name,) in self._server(found, values=[beginning])]

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


_copy: _SQLite | _PostgreSQL


@functools.cache
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
    # Migrations are given the models of their time, to whose signals nobody listens; for a new
    # database those are today's.
    state = SimpleNamespace(apps=apps, clear_delayed_apps_cache=lambda: None)
    with mute_signals(pre_save, post_save), connection.schema_editor() as editor:
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
