"""A seeded newsroom behind a real server, for browsers.

The server is a process of its own with a database of its own: no transaction of the suite hides
anything from it, and the event loop of Playwright never meets Django's database code.
"""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Site:
    """A newsroom that is being served, and where its pages are."""

    base: str
    addresses: dict[str, str]


def serve_newsroom(shared: Path, worker: str, run: str) -> Iterator[Site]:
    """A newsroom of this worker's own, for as long as it runs tests."""
    with seeded(shared, worker, run) as place, served(place) as base:
        yield Site(base, json.loads((place.folder / "addresses.json").read_text()))


@dataclass(frozen=True)
class Store:
    """Where one copy of the newsroom lies: a database, and a folder for its files."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The settings of `make serve`, on this store."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cps_news.settings.development",
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "SECRET_KEY": "only for browser tests",
            "WEB_WORKERS": "1",
            "PYTHONWARNINGS": "",
        }


def store(folder: Path, name: str) -> Store:
    """A place beside the suite's own database, on the same kind of database."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        parts = urlsplit(url)
        return Store(folder, urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}_{name}")))
    return Store(folder, f"sqlite:///{folder / 'newsroom.sqlite3'}")


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
            _create(original)
            _run("-m", "tests.browser_newsroom", str(original.folder), at=original)
            ready.touch()
        shutil.copytree(original.folder, copy.folder)
        _create(copy, like=original)
    try:
        yield copy
    finally:
        _drop(copy)
        if mine:
            with _locked(shared):
                _drop(original)
                shutil.rmtree(original.folder)
                ready.unlink()


@contextmanager
def served(place: Store) -> Iterator[str]:
    """The address of the newsroom, served as `make serve` does; it must have logged no fault."""
    log = place.folder / "server.log"
    with socket.create_server(("127.0.0.1", 0)) as listening, log.open("w") as out:
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        # It listens already: a browser that comes before the server is up waits.
        server = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "gunicorn", "cps_news.wsgi"),
                *("--config", "deploy/gunicorn.py", "--log-level", "warning"),
                *("--bind", f"fd://{listening.fileno()}"),
            ],
            cwd=ROOT,
            env={**place.environment, "BASE_URL": base},
            pass_fds=[listening.fileno()],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield base
        finally:
            server.terminate()
            server.wait(timeout=30)
    faults = log.read_text()
    assert "Traceback" not in faults, faults


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(*arguments: str, at: Store) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=ROOT,
        env=at.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _create(place: Store, like: Store | None = None) -> None:
    if like is not None:
        _on_server(place, lambda name: f'CREATE DATABASE "{name}" TEMPLATE "{_name(like)}"')
    else:
        _on_server(place, lambda name: f'CREATE DATABASE "{name}"')


def _drop(place: Store) -> None:
    _on_server(place, lambda name: f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(place: Store, statement: Callable[[str], str]) -> None:
    """Only PostgreSQL has to be told: SQLite's database is a file in the folder."""
    if place.database_url.startswith("postgres"):
        server = urlunsplit(urlsplit(place.database_url)._replace(path="/postgres"))
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement(_name(place)))


def _name(place: Store) -> str:
    return urlsplit(place.database_url).path.lstrip("/")
