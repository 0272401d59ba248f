"""The two services as their settings start them: each is a program of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[1]
BASE_URL = "https://news.example"
READERS = ("/news/an-item/?page=2", "/cy/news/", "/", "/robots.txt")

LOOK = """
import json
from django.conf import settings
import django
django.setup()
from django.test import Client
from django.urls import get_resolver
import cps_news.wsgi
import sys

def ask(address, method):
    response = getattr(Client(), method)(address, secure=True, headers={"host": HOST})
    return [response.status_code, response.headers.get("Location", "")]

def names(resolver):
    for entry in resolver.url_patterns:
        yield str(getattr(entry, "app_name", None) or entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from names(entry)

HOST = settings.ALLOWED_HOSTS[0]
print(json.dumps({
    "middleware": settings.MIDDLEWARE,
    "processors": settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
    "patterns": list(names(get_resolver())),
    "modules": [name for name in sys.modules],
    "answers": {f"{method} {address}": ask(address, method) for method, address in ASKED},
}))
"""

SHARED = {"SECRET_KEY": "only for tests", "BASE_URL": BASE_URL}
PUBLIC = {
    **SHARED,
    "DJANGO_SETTINGS_MODULE": "cps_news.settings.public",
    "ALLOWED_HOSTS": "news.example",
    "PUBLIC_DATABASE_URL": "sqlite://:memory:",
}
DESK = {
    **SHARED,
    "DJANGO_SETTINGS_MODULE": "cps_news.settings.desk",
    "ALLOWED_HOSTS": "desk.news.example",
    "DESK_URL": "https://desk.news.example",
    "DATABASE_URL": "sqlite://:memory:",
    "FIELD_ENCRYPTION_KEYS": "b25seSBmb3IgdGVzdHMsIGFuZCAzMiBieXRlcyBsb25nIQ==",
    "REDIS_URL": "redis://127.0.0.1:1",
    "SMTP_HOST": "127.0.0.1",
    "MAIL_FROM": "news@news.example",
}


def started(environment: dict[str, str], *asked: tuple[str, str]) -> dict:
    """What a service says of itself and answers, in this environment and no other."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"ASKED = {asked!r}\n{LOOK}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def public() -> dict:
    return started(
        PUBLIC,
        *(("get", "/robots.txt"), ("get", "/.well-known/security.txt")),
        *(("post", "/admin/login/"), ("post", "/news/")),
    )


@pytest.fixture(scope="module")
def desk() -> dict:
    return started(DESK, *(("get", address) for address in READERS))


def test_the_public_service_has_no_address_of_the_admin(public):
    assert not [name for name in public["patterns"] if "admin" in name]
    assert {"news/", r"^(?:[\w\-]+/)*$", "robots.txt"} <= set(public["patterns"])


def test_the_public_service_has_no_sessions_and_nobody_to_log_in(public):
    named = " ".join([*public["middleware"], *public["processors"]]).lower()
    for word in ("session", "auth", "csrf", "messages", "axes", "accounts", "desk"):
        assert word not in named, word
    for module in ("newsroom.desk.admin_middleware", "newsroom.desk.accounts", "webauthn", "pyotp"):
        assert module not in public["modules"], module


def test_pages_of_readers_take_no_post(public):
    assert public["answers"] == {
        "get /robots.txt": [200, ""],
        "get /.well-known/security.txt": [200, ""],
        "post /admin/login/": [405, ""],
        "post /news/": [405, ""],
    }


def test_the_desk_leads_readers_addresses_to_the_public_service(desk):
    for address in READERS:
        assert desk["answers"][f"get {address}"] == [302, f"{BASE_URL}{address}"], address


def test_the_desk_has_the_admin(desk):
    with pytest.raises(Resolver404):  # so that Django adds the slash
        resolve("/admin", "cps_news.urls.desk")
    assert any(name.startswith("wagtailadmin") for name in desk["patterns"])
    assert "newsroom.desk.admin_middleware.DeskMiddleware" in desk["middleware"]


@pytest.mark.parametrize("secret", ["FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "SMTP_PASSWORD"])
def test_the_public_service_is_told_no_secret_of_the_desk(secret):
    example = (ROOT / "deploy" / "public.env.example").read_text()
    assert f"\n{secret}=" not in f"\n{example}"


@pytest.mark.parametrize("variable", sorted(PUBLIC.keys() - {"DJANGO_SETTINGS_MODULE"}))
def test_the_public_service_does_not_start_without(variable):
    lacking = {name: value for name, value in PUBLIC.items() if name != variable}
    with pytest.raises(AssertionError, match=f"Set the {variable} environment variable"):
        started({**lacking, "DATABASE_URL": "sqlite://:memory:"})


@pytest.mark.parametrize(("service", "environment"), [("public", PUBLIC), ("desk", DESK)])
def test_the_example_of_its_environment_names_what_a_service_needs(service, environment):
    lines = (ROOT / "deploy" / f"{service}.env.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    assert environment.keys() - {"DJANGO_SETTINGS_MODULE"} <= named
