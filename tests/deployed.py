"""The desk that browsers visit: as in production, but for mail, which goes into files."""

from cps_news.settings.desk import *  # noqa: F403
from cps_news.settings.desk import env

DEMO_LOGINS = True
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": env.str("MAIL_FOLDER")},
    }
}
