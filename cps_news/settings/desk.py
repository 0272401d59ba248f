"""The desk: the admin with its previews, commands and timers."""

from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from cps_news.settings.base import *  # noqa: F403
from cps_news.settings.base import (
    INSTALLED_APPS,
    MIDDLEWARE,
    PERMISSIONS_POLICY,
    ROOT,
    TEMPLATES,
    TIME_ZONE,
    env,
    production_database,
)

ROOT_URLCONF = "cps_news.urls.desk"
# Where the desk works: a host of its own.
DESK_URL = env.str("DESK_URL")
WAGTAILADMIN_BASE_URL = DESK_URL
CSRF_TRUSTED_ORIGINS = [DESK_URL]
# Protected names are encrypted with the first key and decrypted with any: a new one goes in front.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS")

DATABASES = {"default": production_database("DATABASE_URL")}
REDIS_URL = env.str("REDIS_URL")
# A cache is never needed to answer: one that is away, or does not answer at once, holds nothing.
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "LOG_IGNORED_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 0.2,
            "SOCKET_TIMEOUT": 0.2,
            "SERIALIZER": "cps_news.signed_cache.SignedSerializer",
            # redis-py 8.1 tries three times, with seconds in between.
            "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 0)},
        },
    }
}

DELIVERY_MAILER = "delivery"
# What is mailed within a request waits in the database until `publish_due` delivers it.
MAILERS = {
    "default": {"BACKEND": "newsroom.records.outgoing_mail.QueueBackend"},
    DELIVERY_MAILER: {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("SMTP_HOST"),
            "port": env.int("SMTP_PORT", 587),
            "username": env.str("SMTP_USER", ""),
            "password": env.str("SMTP_PASSWORD", ""),
            "use_tls": env.bool("SMTP_TLS", True),
            # One that does not answer must not hold up what is due next.
            "timeout": 5,
        },
    },
}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM")

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    *MIDDLEWARE,
    "cps_news.media_storage.drop_files_of_failures",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.desk.accounts.session_guard.SessionGuardMiddleware",
    "newsroom.desk.admin_middleware.DeskMiddleware",
]
CSRF_FAILURE_VIEW = "newsroom.desk.accounts.refused_requests.csrf_failure"
TEMPLATES[0]["OPTIONS"]["context_processors"] += [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
INSTALLED_APPS[INSTALLED_APPS.index("wagtail.users")] = "newsroom.desk.accounts.users_app.UsersApp"
# Passkeys are asked for by the log-in of the desk and nowhere else.
PERMISSIONS_POLICY = {**PERMISSIONS_POLICY, "publickey-credentials-get": ["self"]}

# At once and in the same transaction: which files a page uses decides who may have them.
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

# The only log-in there is: Wagtail's other one, for readers, is not mounted.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English"))]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "newsroom.desk.pasting.RichTextArea"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "newsroom.gate.finished_workflow.publish_unless_bundled"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
# The newsroom keeps old addresses itself: only those under which a page was public.
WAGTAILREDIRECTS_AUTO_CREATE = False
# The admin shows it as its help.
EDITORS_GUIDE = ROOT / "docs" / "editors.md"
# The admin calls nobody outside.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
