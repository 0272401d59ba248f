"""A database server that is frozen: it accepts what is sent to it, and answers nothing."""

import json
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.db import connection

from newsroom.management.commands.grant_public_role import ROLE
from tests.cluster import Cluster, cluster
from tests.programs import ROOT, call, gunicorn
from tests.test_services import PUBLIC

pytestmark = [
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="freezes a PostgreSQL server"),
    pytest.mark.django_db,
]

AT_ONCE = 12
"""More than one process of the service has threads."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path) as made:
        at = connection.settings_dict
        there = (made.url("postgres"), "--quiet", "--output", os.devnull)
        call("psql", *there, "--command", f"CREATE ROLE {ROLE}")
        call(
            *("sh", "-c", 'pg_dump --no-owner --no-acl "$0" | psql "$@"'),
            f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}",
            *there,
        )
        yield made


@pytest.fixture
def service(server: Cluster, tmp_path: Path) -> Iterator[int]:
    """The port of the public service, in one process, with connections that were used."""
    (static := tmp_path / "static").mkdir()
    names = [str(file.relative_to(ROOT / "static")) for file in (ROOT / "static").rglob("*.*")]
    manifest = {"version": "1.1", "paths": dict(zip(names, names, strict=True))}
    (static / "staticfiles.json").write_text(json.dumps(manifest))
    environment = {
        **PUBLIC,
        "PATH": os.environ["PATH"],
        "PUBLIC_DATABASE_URL": server.url("postgres"),
        "STATIC_ROOT": str(static),
        "WEB_WORKERS": "1",
    }
    with gunicorn(environment, subprocess.DEVNULL) as port:
        assert _ask(port, "/news/", seconds=60).status == 200  # it is only starting
        assert {answer.status for answer in _at_once(port)} == {200}
        yield port


def _ask(port: int, address: str, seconds: int = 8) -> HTTPResponse:
    """Raises TimeoutError for a reader who would have gone away."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=seconds)) as asking:
        asking.request(
            "GET", address, headers={"Host": "news.example", "X-Forwarded-Proto": "https"}
        )
        answer = asking.getresponse()
        answer.read()
        return answer


def _at_once(port: int) -> list[HTTPResponse]:
    with ThreadPoolExecutor(AT_ONCE) as readers:
        return list(readers.map(lambda _: _ask(port, "/news/"), range(AT_ONCE)))


def test_readers_are_told_to_come_back_and_find_all_as_before(server, service):
    """It takes seconds: a server is made and filled, and then waited for in vain."""
    server.freeze()
    answers = _at_once(service)
    assert {answer.status for answer in answers} == {503}
    assert {answer.headers["Retry-After"] for answer in answers} == {"60"}
    assert _ask(service, "/robots.txt").status == 200  # needs no database

    server.thaw()
    found = [_ask(service, "/news/").status for _ in range(100)]
    assert found[-1] == 200
