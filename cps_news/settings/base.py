"""Production, as far as the public service and the desk have it in common.

The environment is read here, in `public` and in `desk`, and nowhere else; what is missing and
needed raises. The variables are listed in `deploy/public.env.example` and
`deploy/desk.env.example`.
"""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from cps_news.postgresql.silence import ImpatientConnection
from cps_news.settings.security import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"

env = environ.Env()

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
# Where readers find the site.
BASE_URL = env.str("BASE_URL")
# With it the mail provider says which addresses bounce or complain; without it that has no address.
ALERTS_BOUNCE_SECRET = env.str("ALERTS_BOUNCE_SECRET", "")
# Whether the foot of each page says that its news is invented.
DEMONSTRATION = env.bool("DEMONSTRATION", False)
# Those that tell the truth about who asks: nginx, on this machine.
PROXY_ADDRESSES = env.list("PROXY_ADDRESSES", default=["127.0.0.1", "::1"])


POSTGRESQL_OPTIONS = (
    # A page read at random costs about what the next one does on a solid-state drive. With the
    # default of 4, PostgreSQL reads every item's words for a common one, not their index.
    "random_page_cost=1.1",
)


def database(variable: str, *options: str, seconds: int = 30) -> dict[str, Any]:
    """The database that this variable of the environment names, with PostgreSQL's options.

    `seconds`: how long a statement may take.
    """
    found: dict[str, Any] = env.db_url(variable)
    if found["ENGINE"] == "django.db.backends.postgresql":
        limit = f"statement_timeout={seconds}s"
        found["OPTIONS"] = {
            "connect_timeout": 2,
            "options": " ".join(
                f"-c {option}" for option in (limit, *POSTGRESQL_OPTIONS, *options)
            ),
            "pool": {"min_size": 1, "max_size": 8, "timeout": 2},
        }
    return found


def production_database(variable: str, *options: str, seconds: int = 30) -> dict[str, Any]:
    """The same, for services that outlive a database server which does not answer."""
    found = database(variable, *options, seconds=seconds)
    if found["ENGINE"] == "django.db.backends.postgresql":
        found["ENGINE"] = "cps_news.postgresql"
        found["OPTIONS"]["answer_seconds"] = seconds + 0.5
        # psycopg_pool would try for five minutes, with longer and longer pauses.
        found["OPTIONS"]["pool"] |= {
            "connection_class": ImpatientConnection,
            "reconnect_timeout": 3,
        }
    return found


# Those that have models or templates. `desk` adds what only the admin needs.
INSTALLED_APPS = [
    "newsroom",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cps_news.middleware.headers",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cps_news.middleware.read_only",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Only for readers. Nearer to the views than the missing slash is: an old address leads in one step.
OLD_ADDRESSES = "newsroom.readers.old_addresses.old_addresses"

WSGI_APPLICATION = "cps_news.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["cps_news.formats"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR / "media")))
# Where nginx has the media, for answers of ours only: the `internal` location in deploy/nginx.conf.
FILES_SENT_BY_PROXY = "/internal-media/"
STORAGES = {
    "default": {"BACKEND": "cps_news.media_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WAGTAIL_SITE_NAME = "CPS News"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "english",
    }
}
# Nobody outside is called.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cps_news.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Its lines repeat the titles of pages, which may hold a protected name.
    "loggers": {"wagtail": {"level": "WARNING"}},
}
