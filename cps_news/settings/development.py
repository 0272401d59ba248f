"""A laptop: both services in one process, on SQLite, with mail on the console and demo log-ins.

No secret and no other program is needed.
"""

import base64
import os
import secrets
from pathlib import Path

_VAR = Path(__file__).resolve().parents[2] / "var"
(_VAR / "static").mkdir(parents=True, exist_ok=True)


def _own(name: str) -> str:
    """A key of this checkout's own, made once: what it signed or encrypted stays readable."""
    file = _VAR / name
    if not file.exists():
        file.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        file.chmod(0o600)
    return file.read_text()


_HERE = f"http://localhost:{os.environ.get('PORT', '8000')}"
for _name, _value in {
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
    "BASE_URL": _HERE,
    "DESK_URL": _HERE,
    "DATABASE_URL": f"sqlite:///{_VAR / 'db.sqlite3'}",
    "REDIS_URL": "",
    "SMTP_HOST": "",
    "MAIL_FROM": "CPS News <news@localhost>",
}.items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("SECRET_KEY", _own("secret-key"))
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", _own("field-encryption-key"))

from cps_news.settings.base import database  # noqa: E402
from cps_news.settings.desk import *  # noqa: E402, F403
from cps_news.settings.desk import (  # noqa: E402
    DELIVERY_MAILER,
    MAILERS,
    MIDDLEWARE,
    OLD_ADDRESSES,
    REDIS_URL,
    env,
)

ROOT_URLCONF = "cps_news.urls.both"
MIDDLEWARE = [*MIDDLEWARE, OLD_ADDRESSES]

DEBUG = env.bool("CPS_DEBUG", False)
DEMO_LOGINS = True
# There is no proxy: files are sent from here.
FILES_SENT_BY_PROXY = ""

# Whoever stops at a breakpoint, or fills a large database, is not hurried.
DATABASES = {"default": database("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
if not REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {
    **MAILERS,
    DELIVERY_MAILER: {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}

# Plain HTTP on this machine.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME, SESSION_COOKIE_SECURE = "session", False
CSRF_COOKIE_NAME, CSRF_COOKIE_SECURE = "csrf", False
DEVICE_COOKIE_NAME = "device"
DEMONSTRATION = True
# The demo log-ins take a name and a password. The screens of the second factor are there to try.
SECOND_FACTOR_REQUIRED = False

STORAGES = {
    "default": {"BACKEND": "cps_news.media_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
