"""A seeded newsroom for browsers, served as it is deployed.

Both services, each in a gunicorn of its own, stand behind nginx with TLS, with the files from
deploy/; the public one has the rights of readers. A Redis of its own is the desk's cache. All are
programs of their own, with a database of their own: no transaction of the suite hides anything
from them, and Playwright's event loop never meets Django's database code.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.database import migrated_template
from tests.programs import call, free_port, gunicorn, running, wait_for
from tests.proxy import proxy

PASSWORD = secrets.token_hex()
"""Of the public service's role in the database."""


@dataclass
class Site:
    """A newsroom that is being served, and where its pages are."""

    base: str
    """Where readers find it."""
    desk: str
    addresses: dict[str, str]
    place: "Store"


def serve_newsroom(shared: Path, worker: str, run: str) -> Iterator[Site]:
    """A newsroom of this worker's own, for as long as it runs tests."""
    with seeded(shared, worker, run) as place, served(place) as (base, desk):
        yield Site(base, desk, json.loads((place.folder / "addresses.json").read_text()), place)


@dataclass(frozen=True)
class Store:
    """Where one copy of the newsroom lies: a database, and a folder for its files."""

    folder: Path
    database_url: str
    like: "Store | None" = None
    """Whose role for readers it has; a role is the server's, not a database's."""

    @property
    def both(self) -> dict[str, str]:
        """What both services are told."""
        return {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "MEDIA_ROOT": str(self.folder / "media"),
            # Of all copies together, beside them.
            "STATIC_ROOT": str(self.folder.parent / "static"),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "https://127.0.0.1",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "WEB_WORKERS": "1",
            "PYTHONWARNINGS": "",
        }

    @property
    def desk(self) -> dict[str, str]:
        """The environment of the desk and of commands: production's settings, on this store."""
        return {
            **self.both,
            "DJANGO_SETTINGS_MODULE": "tests.deployed",
            "DATABASE_URL": self.database_url,
            "DESK_URL": "https://127.0.0.1",
            "REDIS_URL": f"unix://{self.folder / 'redis.sock'}",
            "MAIL_FOLDER": str(self.folder / "mail"),
            "SMTP_HOST": "",
            "MAIL_FROM": "news@news.example",
            "FIELD_ENCRYPTION_KEYS": "b25seSBmb3IgYnJvd3NlciB0ZXN0cywgMzIgYnl0ZXM=",
        }

    @property
    def public(self) -> dict[str, str]:
        """The environment of the public service, which has a role of its own in the database."""
        parts = urlsplit(self.database_url)
        host = parts.netloc.rpartition("@")[2]
        there = parts._replace(netloc=f"{self.role}:{PASSWORD}@{host}")
        return {
            **self.both,
            "DJANGO_SETTINGS_MODULE": "cps_news.settings.public",
            "PUBLIC_DATABASE_URL": urlunsplit(there),
        }

    @property
    def role(self) -> str:
        return f"{_name(self.like or self)}_public"


def store(folder: Path, name: str) -> Store:
    """A place beside the suite's own database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return Store(folder, urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}_{name}")))


@contextmanager
def seeded(shared: Path, worker: str, run: str) -> Iterator[Store]:
    """A copy of the newsroom for this worker alone; the first worker to come makes the original."""
    original = store(shared / "original", f"browser_{run}")
    copy = store(shared / worker, f"browser_{run}_{worker}")
    ready = shared / "ready"
    with _locked(shared):
        mine = not ready.exists()
        if mine:
            original.folder.mkdir()
            _create(original, template=migrated_template())
            with _cache(original):
                run_at("-m", "tests.browser_newsroom", str(original.folder), at=original)
            ready.touch()
        shutil.copytree(original.folder, copy.folder)
        _create(copy, template=_name(original))
    _on_server(copy, f"CREATE ROLE \"{copy.role}\" LOGIN PASSWORD '{PASSWORD}'")
    try:
        run_at("manage.py", "grant_public_role", "--role", copy.role, at=copy)
        yield copy
    finally:
        _drop(copy)
        _on_server(copy, f'DROP ROLE "{copy.role}"')
        if mine:
            with _locked(shared):
                _drop(original)
                shutil.rmtree(original.folder)
                ready.unlink()


@contextmanager
def empty_beside(place: Store, folder: Path) -> Iterator[Store]:
    """A store with an empty database and no files, to restore this one into."""
    empty = Store(folder, f"{place.database_url}_restored", place)
    _create(empty)
    try:
        yield empty
    finally:
        _drop(empty)


@contextmanager
def served(place: Store) -> Iterator[tuple[str, str]]:
    """The addresses of readers and of the desk, behind nginx; no server may have logged a fault."""
    log = place.folder / "server.log"
    ports = free_port(), free_port()
    base, desk = (f"https://127.0.0.1:{port}" for port in ports)
    hosts = {"BASE_URL": base, "DESK_URL": desk}
    with (
        log.open("w") as out,
        _cache(place, out),
        gunicorn(place.public | hosts, out) as public_behind,
        gunicorn(place.desk | hosts, out) as desk_behind,
        proxy(place.folder, ports, (public_behind, desk_behind), out),
    ):
        for port in ports:
            _wait_for_answer(port)
        yield base, desk
    faults = log.read_text()
    assert not re.search(r"Traceback|\[(error|crit|alert|emerg)\]", faults), faults


@contextmanager
def _cache(place: Store, out: Any = subprocess.DEVNULL) -> Iterator[None]:
    """A Redis of this store's own."""
    at = str(place.folder / "redis.sock")
    settings = ("--port", "0", "--save", "", "--unixsocket", at)
    with running("redis-server", *settings, cwd=place.folder, stdout=out):
        wait_for(socket.AF_UNIX, at)
        yield


def _wait_for_answer(port: int) -> None:
    """Wait until a service is up behind nginx: on a busy machine, longer than a browser waits."""
    # Its certificate was made a moment ago, for these tests alone.
    asking = HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context())  # noqa: S323
    with closing(asking):
        asking.request("GET", "/robots.txt")
        assert asking.getresponse().status in (200, 302)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run_at(*arguments: str, at: Store) -> None:
    """Run Python with these arguments, in the environment of the desk of a store."""
    call(sys.executable, *arguments, env=at.desk)


def _create(place: Store, template: str = "template1") -> None:
    _on_server(place, f'CREATE DATABASE "{_name(place)}" TEMPLATE "{template}"')


def _drop(place: Store) -> None:
    _on_server(place, f'DROP DATABASE IF EXISTS "{_name(place)}" WITH (FORCE)')


def _on_server(place: Store, statement: str) -> None:
    server = urlunsplit(urlsplit(place.database_url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _name(place: Store) -> str:
    return urlsplit(place.database_url).path.lstrip("/")
