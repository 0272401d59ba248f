"""The policy of settings/security.py, as a browser receives it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cps_news.settings import security
from tests.factories import newsroom, press_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_addresses():
    item = press_release(parent=newsroom())
    return ["/news/", f"/news/{item.slug}/", "/news/?page=99", "/no-such-page/", "/robots.txt"]


def test_public_pages_load_nothing_but_their_own_style_and_pictures(client, public_addresses):
    for address in public_addresses:
        policy = client.get(address)["Content-Security-Policy"]
        assert policy == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; "
            "object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ), address


def test_every_answer_carries_the_headers_of_the_policy(client, public_addresses):
    for address in [*public_addresses, "/admin/login/", "/static/css/newsroom.css"]:
        response = client.get(address, secure=True)
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"] == "same-origin", address
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert response["Cross-Origin-Resource-Policy"] == "same-origin", address
        assert "camera=()" in response["Permissions-Policy"], address
        response.getvalue()  # read to its end, a file is closed; the database stays open


def test_public_pages_set_no_cookie(client, public_addresses):
    for address in public_addresses:
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


def test_production_redirects_to_https_and_says_so_for_two_years(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    assert client.get("/news/")["Location"] == "https://testserver/news/"
    secure = client.get("/robots.txt", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_the_admin_is_never_kept_by_a_cache(client):
    response = client.get("/admin/login/")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_public_addresses_are_only_read(client, public_addresses, method):
    for address in public_addresses:
        response = getattr(client, method)(address)
        assert response.status_code == 405, address
        assert response["Allow"] == "GET, HEAD"


def test_the_fifth_wrong_password_locks_the_account(client):
    get_user_model().objects.create_user("officer", password="right and long enough")

    def log_in(password: str) -> int:
        answer = client.post("/admin/login/", {"username": "officer", "password": password})
        return answer.status_code

    assert [log_in("wrong") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert log_in("right and long enough") == 429


def test_the_lock_holds_for_the_address_the_proxy_tells_and_for_no_other():
    get_user_model().objects.create_user("officer", password="right and long enough")

    def log_in(password: str, forwarded: str, sender: str = "127.0.0.1") -> int:
        # A browser in which nobody has logged in: from one of theirs people are not locked out.
        answer = Client().post(
            "/admin/login/",
            {"username": "officer", "password": password},
            headers={"X-Forwarded-For": forwarded},
            REMOTE_ADDR=sender,
        )
        return answer.status_code

    # The first one in the header is the visitor's own invention.
    tries = [log_in("wrong", f"198.51.100.{n}, 192.0.2.1") for n in range(5)]
    assert tries == [200, 200, 200, 200, 429]
    assert log_in("right and long enough", "192.0.2.2") == 302
    assert log_in("right and long enough", "192.0.2.2", sender="192.0.2.1") == 429
    assert log_in("wrong", "no address") == 200


@pytest.mark.parametrize("address", ["/_util/login/", "/cy/_util/login/", "/_util/"])
def test_there_is_no_second_log_in(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert not response.cookies


def test_security_txt_does_not_expire_soon(client):
    lines = client.get("/.well-known/security.txt").text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines if line)
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)
    assert fields["Contact"].startswith("mailto:")


def test_cookies_belong_to_one_host_and_are_read_by_no_script():
    names = {name for name in vars(security) if name.endswith("_COOKIE_NAME")}
    assert names == {"SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME"}
    assert {getattr(security, name).partition("-")[0] for name in names} == {"__Host"}
    for cookie in ("SESSION", "CSRF"):
        assert getattr(security, f"{cookie}_COOKIE_SECURE")
        assert getattr(security, f"{cookie}_COOKIE_HTTPONLY")
        assert getattr(security, f"{cookie}_COOKIE_SAMESITE") == "Lax"
