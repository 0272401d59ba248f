"""The desk that browsers visit: as in production, but for mail, which goes into files.

Nobody needs a second factor: tests/test_browser_passkeys.py has one.
"""

from cps_news.settings.desk import *  # noqa: F403
from cps_news.settings.desk import DELIVERY_MAILER, MAILERS, env

DEMO_LOGINS = True
SECOND_FACTOR_REQUIRED = False
MAILERS = {
    **MAILERS,
    DELIVERY_MAILER: {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": env.str("MAIL_FOLDER")},
    },
}
