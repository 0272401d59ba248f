"""The public service: readers' addresses, and no right to anything else (decision 0023).

It has no sessions, no log-in and no admin. What is sent to it is a letter of a reader, for the
desk's worker (decision 0044). It knows neither the keys of protected names nor the password of the
desk's database role. It remembers in its own process: of a cache that it shared, the desk would
unpickle what it wrote.
"""

from cps_news.settings.base import *  # noqa: F403
from cps_news.settings.base import MIDDLEWARE, OLD_ADDRESSES, production_database

ROOT_URLCONF = "cps_news.urls.public"
MIDDLEWARE = [*MIDDLEWARE, OLD_ADDRESSES]
# As the role that `manage.py grant_public_role` gives its rights.
DATABASES = {
    "default": production_database(
        # A reader is to have an answer within three seconds, if only that there is none.
        "PUBLIC_DATABASE_URL",
        "default_transaction_read_only=on",
        seconds=2,
    )
}
# No address has the looser policy of the admin.
ADMIN_PATHS = ()
FORM_PATHS = ()
SILENCED_SYSTEM_CHECKS = [
    # No protection of forms against forgery: there is no cookie whose rights could be borrowed.
    "security.W003",
    # There is no admin, and so no address of it.
    "wagtailadmin.W003",
]
