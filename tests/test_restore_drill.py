"""The drill: a newsroom is backed up, restored elsewhere, and read there."""

import re
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser_site import Site, empty_beside, run_at
from tests.programs import gunicorn

pytestmark = pytest.mark.browser

BEHIND_PROXY = {"X-Forwarded-Proto": "https"}


def _get(port: int, address: str) -> tuple[int, list[bytes]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as asking:
        asking.request("GET", address, headers={"Host": "127.0.0.1", **BEHIND_PROXY})
        answer = asking.getresponse()
        return answer.status, answer.read().splitlines()


def _locations(port: int, address: str) -> list[str]:
    """The paths that a sitemap names, of pages and of pictures."""
    found = re.findall(r"<(?:image:)?loc>(.*?)</", b"".join(_get(port, address)[1]).decode())
    return [urlsplit(location).path for location in found]


def test_what_is_restored_serves_what_was_backed_up(newsroom_site: Site, tmp_path: Path):
    """It takes seconds: dump, restore, and each public page and picture twice."""
    original, folder = newsroom_site.place, tmp_path / "backup"
    run_at("manage.py", "back_up", str(folder), at=original)
    assert folder.stat().st_mode & 0o077 == 0  # what is not public is in it
    nowhere = subprocess.DEVNULL
    with empty_beside(original, tmp_path / "restored") as restored:
        run_at("manage.py", "restore", str(folder), at=restored)
        run_at("manage.py", "grant_public_role", "--role", original.role, at=restored)
        for check in ("rebuild_editions", "rebuild_archive"):
            run_at("manage.py", check, "--check", at=restored)
        there = {**restored.public, "STATIC_ROOT": original.public["STATIC_ROOT"]}
        with gunicorn(original.public, nowhere) as before, gunicorn(there, nowhere) as after:
            *parts, _news = _locations(before, "/sitemap.xml")
            addresses = [place for part in parts for place in _locations(before, part)]
            assert len(addresses) > 100
            assert any(address.startswith("/media/") for address in addresses)
            for address in (*addresses, "/news/?crime_type=sexual-offences", "/news/feed.atom"):
                assert _get(after, address) == _get(before, address), address
