"""The suite: SQLite with nothing running, or the database that DATABASE_URL names."""

import os

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from cps_news.settings.development import *  # noqa: F403
from cps_news.settings.development import MAILERS, MIDDLEWARE, WAGTAILSEARCH_BACKENDS

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # What tests commit need not outlive the machine.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"

DEBUG = False
MIDDLEWARE = ["tests.public_role.as_public_service", *MIDDLEWARE]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Each page that is saved is four lines otherwise, which bury what a failed test says.
    "loggers": {"django.tasks": {"level": "WARNING"}},
}
# The index of the admin's search costs a tenth of the suite; tests that search use `admin_search`.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {alias: {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"} for alias in MAILERS}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
