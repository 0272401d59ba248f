"""A seeded newsroom for browsers, served as it is deployed.

gunicorn stands behind nginx with TLS, both with their files from deploy/; a Redis of its own is
the cache. Each is a process of its own, with a database of its own: no transaction of the suite
hides anything from them, and Playwright's event loop never meets Django's database code.
"""

import fcntl
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
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
        """Production's settings, on this store."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.deployed",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": f"unix://{self.folder / 'redis.sock'}",
            "MEDIA_ROOT": str(self.folder / "media"),
            "MAIL_FOLDER": str(self.folder / "mail"),
            "SMTP_HOST": "",
            "MAIL_FROM": "news@news.example",
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "https://127.0.0.1",
            "SECRET_KEY": "only for browser tests, and as long as one has to be: 0123456789abcdef",
            "SEAL_KEYS": "b25seSBmb3IgYnJvd3NlciB0ZXN0cywgMzIgYnl0ZXM=",
            "WEB_WORKERS": "1",
            "PYTHONWARNINGS": "",
        }


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
            _create(original)
            with _cache(original):
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
    """The address of the newsroom, behind nginx; no server may have logged a fault."""
    log = place.folder / "server.log"
    base = f"https://127.0.0.1:{_free_port()}"
    with (
        log.open("w") as out,
        _cache(place, out),
        socket.create_server(("127.0.0.1", 0)) as listening,
    ):
        _write_nginx(place, urlsplit(base).port, listening.getsockname()[1])
        # gunicorn listens already: a browser that comes before it is up waits.
        gunicorn = _running(
            *(sys.executable, "-m", "gunicorn", "cps_news.wsgi"),
            *("--config", "deploy/gunicorn.py", "--log-level", "warning"),
            *("--bind", f"fd://{listening.fileno()}"),
            env={**place.environment, "BASE_URL": base},
            pass_fds=[listening.fileno()],
            stdout=out,
        )
        nginx = _running("nginx", "-e", "stderr", "-c", place.folder / "nginx.conf", stdout=out)
        with gunicorn, nginx:
            _wait_for(socket.AF_INET, ("127.0.0.1", urlsplit(base).port))
            yield base
    faults = log.read_text()
    assert not re.search(r"Traceback|\[(error|crit|alert|emerg)\]", faults), faults


@contextmanager
def _cache(place: Store, out: Any = subprocess.DEVNULL) -> Iterator[None]:
    """A Redis of this store's own."""
    at = str(place.folder / "redis.sock")
    settings = ("--port", "0", "--save", "", "--unixsocket", at)
    with _running("redis-server", *settings, cwd=place.folder, stdout=out):
        _wait_for(socket.AF_UNIX, at)
        yield


@contextmanager
def _running(*command: str | Path, cwd: Path = ROOT, **options: Any) -> Iterator[None]:
    program = subprocess.Popen(  # noqa: S603
        [*map(str, command)], cwd=cwd, stderr=subprocess.STDOUT, **options
    )
    try:
        yield
    finally:
        program.terminate()
        program.wait(timeout=30)


NGINX = """
user {user};
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/nginx;
    proxy_temp_path {folder}/nginx;
    fastcgi_temp_path {folder}/nginx;
    uwsgi_temp_path {folder}/nginx;
    scgi_temp_path {folder}/nginx;
    include {folder}/newsroom.conf;
}}
"""


def _write_nginx(place: Store, port: int | None, behind: int) -> None:
    """Write deploy/'s configuration for these ports, and the frame that Debian's stands in."""
    folder = place.folder
    here = {
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80;": f"listen unix:{folder / 'http.sock'};",
        "news.example": "127.0.0.1",
        "/etc/ssl/newsroom/fullchain.pem": folder / "certificate.pem",
        "/etc/ssl/newsroom/key.pem": folder / "key.pem",
        "/srv/newsroom/current/var/static/": f"{folder.parent / 'static'}/",
        "/srv/newsroom/media/": f"{folder / 'media'}/",
        "/etc/nginx/newsroom-proxy.conf": folder / "proxy.conf",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        # The tests log in from one address, more often than ten people in a minute.
        "rate=10r/m": "rate=600r/m",
    }
    for name, source in (("newsroom.conf", "nginx.conf"), ("proxy.conf", "nginx-proxy.conf")):
        text = (ROOT / "deploy" / source).read_text()
        for there, ours in here.items():
            text = text.replace(there, str(ours))
        (folder / name).write_text(text)
    user = pwd.getpwuid(os.getuid()).pw_name
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    _call(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-subj", "/CN=127.0.0.1", "-out", folder / "certificate.pem"),
        *("-keyout", folder / "key.pem"),
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def _wait_for(kind: socket.AddressFamily, at: Any) -> None:
    for _ in range(100):
        with socket.socket(kind) as asking:
            if asking.connect_ex(at) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody answers at {at}")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(*arguments: str, at: Store) -> None:
    _call(sys.executable, *arguments, env=at.environment)


def _call(*command: str | Path, **options: Any) -> None:
    done = subprocess.run(  # noqa: S603
        [*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _create(place: Store, like: Store | None = None) -> None:
    template = f' TEMPLATE "{_name(like)}"' if like else ""
    _on_server(place, f'CREATE DATABASE "{_name(place)}"{template}')


def _drop(place: Store) -> None:
    _on_server(place, f'DROP DATABASE IF EXISTS "{_name(place)}" WITH (FORCE)')


def _on_server(place: Store, statement: str) -> None:
    server = urlunsplit(urlsplit(place.database_url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _name(place: Store) -> str:
    return urlsplit(place.database_url).path.lstrip("/")
