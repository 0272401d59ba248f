"""The front: nginx with the files from deploy/, where no service answers behind it."""

import shutil
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.programs import ROOT, free_port
from tests.proxy import proxy

pytestmark = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx or openssl missing"
)

OF_PAGES = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}
"""Headers of every page, in cps_news/settings/security.py; the policy of content is stricter."""


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, int]]:
    """The folder of the proxy, and the ports of readers and of the desk."""
    folder = tmp_path_factory.mktemp("front")
    static = folder.parent / "static"
    static.mkdir(exist_ok=True)
    (static / "site.css").write_text("body {}")
    (static / "staticfiles.json").write_text("{}")
    ports, behind = (free_port(), free_port()), (free_port(), free_port())
    with (folder / "errors.log").open("w") as log, proxy(folder, ports, behind, log):
        yield folder, *ports


class Answer(NamedTuple):
    status: int
    headers: Message
    text: str


def answer_of(connection: HTTPConnection, path: str, method: str = "GET", **sent: Any) -> Answer:
    with closing(connection):
        connection.request(method, path, **sent)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())


def ask(port: int, path: str, **sent: Any) -> Answer:
    # Its certificate was made a moment ago, for these tests alone.
    context = ssl._create_unverified_context()  # noqa: S323
    return answer_of(HTTPSConnection("127.0.0.1", port, context=context), path, **sent)


def assert_bears_the_headers_of_pages(answer: Answer) -> None:
    assert {name: answer.headers[name] for name in OF_PAGES} == OF_PAGES
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert answer.headers["Server"] == "nginx"


def test_while_a_service_starts_a_calm_page_says_so_and_when_to_come_again(front):
    _folder, readers, desk = front
    for port, path in ((readers, "/news/"), (desk, "/admin/")):
        response = ask(port, path)
        assert (response.status, response.headers["Retry-After"]) == (503, "5")
        assert_bears_the_headers_of_pages(response)
        assert "We will be back in a moment" in response.text


@pytest.mark.parametrize(
    ("port", "path", "sent", "status", "words"),
    [
        (1, "/news/", {"method": "POST", "body": b"x" * 2_000}, 413, "too large"),
        (2, "/admin/pages/", {"method": "POST", "body": b"x" * 13_000_000}, 413, "10 MB"),
        (1, f"/{'x' * 9_000}", {}, 414, "damaged or too long"),
        (2, "/admin/", {"headers": {"Cookie": "x" * 9_000}}, 400, "damaged or too long"),
    ],
    ids=["sent to readers", "a large file", "a long address", "a long header"],
)
def test_what_the_proxy_refuses_is_refused_in_our_words(front, port, path, sent, status, words):
    response = ask(front[port], path, **sent)
    assert response.status == status
    assert_bears_the_headers_of_pages(response)
    assert words in response.text


def test_a_file_that_is_too_large_reaches_the_desk_which_says_so_beside_its_field(front):
    response = ask(front[2], "/admin/images/add/", method="POST", body=b"x" * 13_000_000)
    # Nothing stands behind this proxy: it has passed the file on.
    assert response.status == 503


def test_static_files_bear_the_headers_of_pages(front):
    for path, status in (("/static/site.css", 200), ("/static/nothing.css", 404)):
        response = ask(front[1], path)
        assert response.status == status
        assert_bears_the_headers_of_pages(response)


def test_the_list_of_static_files_is_private(front):
    for port in front[1:]:
        response = ask(port, "/static/staticfiles.json")
        assert response.status == 404
        assert_bears_the_headers_of_pages(response)


def test_the_pages_of_the_proxy_have_no_address(front):
    for page in (ROOT / "deploy" / "pages").iterdir():
        assert ask(front[1], f"/{page.name}").status == 404


def test_log_ins_in_a_hurry_are_slowed_with_429_and_told_how_long(front):
    answers = [ask(front[2], "/admin/login/") for _ in range(60)]
    slowed = [answer for answer in answers if answer.status == 429]
    assert slowed
    assert {answer.status for answer in answers} == {429, 503}
    assert slowed[0].headers["Retry-After"] == "60"
    assert_bears_the_headers_of_pages(slowed[0])
    assert "Please wait a moment" in slowed[0].text


def within_seconds(most: float, happened: Callable[[], bool]) -> bool:
    """Whether it happens before so many seconds are over."""
    end = time.monotonic() + most
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def plain(folder: Path, host: str, path: str = "/news/?page=2") -> Answer:
    """What port 80 answers."""
    connection = HTTPConnection("127.0.0.1")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(folder / "http.sock"))
    return answer_of(connection, path, headers={"Host": host})


def test_without_tls_our_host_is_led_to_it_and_an_unknown_one_is_refused(front):
    ours = plain(front[0], "127.0.0.1")
    assert (ours.status, ours.headers["Location"]) == (301, "https://127.0.0.1/news/?page=2")
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost"):
        unknown = plain(front[0], host)
        assert (unknown.status, unknown.headers["Location"]) == (421, None)


@pytest.mark.parametrize(
    "path", ["/api/v1/items", "/cy/api/v1/", "/preview/x/", "/admin/calendar/x"]
)
def test_without_tls_programs_and_secret_addresses_are_refused_and_not_led_on(front, path):
    answer = plain(front[0], "127.0.0.1", path)
    assert (answer.status, answer.headers["Location"]) == (403, None)


@pytest.mark.parametrize(
    ("port", "path"),
    [
        (1, "/news/alerts/yours/"),
        (1, "/cy/news/alerts/stop/12/"),
        (2, "/preview/"),
        (2, "/admin/calendar/"),
        (2, "/admin/password_reset/confirm/MQ/"),
    ],
)
def test_no_log_has_an_address_that_holds_a_secret(front, port, path):
    logs = [front[0] / "access.log", front[0] / "errors.log"]
    ask(front[port], f"{path}c0ffee")
    plain(front[0], "127.0.0.1", f"{path}c0ffee")
    # Nothing stands behind this proxy, which it writes to the log of errors, after it has answered.
    ask(front[port], f"/public{path}")
    for log in logs:
        assert within_seconds(5, lambda log=log: f"/public{path}" in log.read_text())
        assert "c0ffee" not in log.read_text()


def test_tls_is_agreed_on_with_forward_secrecy_or_not_at_all(front):
    def agreed(newest: ssl.TLSVersion, ciphers: str = "DEFAULT") -> str:
        context = ssl._create_unverified_context()  # noqa: S323
        context.set_ciphers(ciphers)
        context.maximum_version = newest
        with (
            socket.create_connection(("127.0.0.1", front[1])) as bare,
            context.wrap_socket(bare) as secure,
        ):
            return secure.version()

    assert agreed(ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert agreed(ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.raises(ssl.SSLError):
        agreed(ssl.TLSVersion.TLSv1_2, "AES128-GCM-SHA256:AES256-SHA")


def test_what_the_proxy_sends_itself_says_its_letters_and_no_folder_is_listed(front):
    assert ask(front[1], "/static/site.css").headers["Content-Type"] == "text/css; charset=utf-8"
    assert ask(front[1], "/news/").headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask(front[1], "/static/").status == 403


@pytest.mark.parametrize("which", [1, 2], ids=["readers", "desk"])
def test_nothing_is_traced(front, which):
    assert ask(front[which], "/", method="TRACE").status == 405


def test_with_tls_an_unknown_host_is_given_no_certificate(front):
    context = ssl._create_unverified_context()  # noqa: S323
    with socket.socket(socket.AF_UNIX) as plain_socket:
        plain_socket.connect(str(front[0] / "unknown.sock"))
        with pytest.raises(ssl.SSLError, match="NAME"):
            context.wrap_socket(plain_socket, server_hostname="evil.example")


UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_every_unit_is_hardened_as_the_others(unit):
    def hardening(file: Path) -> dict[str, str]:
        parser = RawConfigParser(strict=False)
        parser.optionxform = str
        parser.read(file)
        return {key: value for key, value in parser["Service"].items() if key in HARDENING}

    HARDENING = {
        *("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectSystem", "ProtectHome"),
        *("ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock"),
        *("ProtectControlGroups", "ProtectHostname", "ProtectProc", "RestrictNamespaces"),
        *("RestrictAddressFamilies", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality"),
        *("CapabilityBoundingSet", "SystemCallArchitectures", "UMask"),
    }
    found = hardening(unit)
    assert set(found) == HARDENING
    assert found == hardening(ROOT / "deploy" / "systemd" / "newsroom-desk.service")


def test_the_service_of_readers_calls_no_other_machine():
    unit = (ROOT / "deploy" / "systemd" / "newsroom-public.service").read_text().splitlines()
    assert {"IPAddressDeny=any", "IPAddressAllow=localhost"} <= set(unit)
