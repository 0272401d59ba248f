"""Production's settings for the site that browsers visit: but for mail, which goes into files."""

from cps_news.settings.base import *  # noqa: F403
from cps_news.settings.base import MEDIA_ROOT, env

# Of all copies together, beside them.
STATIC_ROOT = MEDIA_ROOT.parents[1] / "static"
DEMO_LOGINS = True
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": env.str("MAIL_FOLDER")},
    }
}
