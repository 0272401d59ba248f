"""The public service: readers' addresses, and no right to anything else (decision 0023).

It has no sessions, no log-in, no admin and nothing that is sent to it. It knows neither the keys
of protected names nor the password of the desk's database role. It remembers in its own process:
of a cache that it shared, the desk would unpickle what it wrote.
"""

from cps_news.settings.base import *  # noqa: F403
from cps_news.settings.base import MIDDLEWARE, OLD_ADDRESSES, database

ROOT_URLCONF = "cps_news.urls.public"
MIDDLEWARE = [*MIDDLEWARE, OLD_ADDRESSES]
# As the role that `manage.py grant_public_role` gives its rights.
DATABASES = {"default": database("PUBLIC_DATABASE_URL", "default_transaction_read_only=on")}
# No address has the looser policy of the admin.
ADMIN_PATHS = ()
SILENCED_SYSTEM_CHECKS = [
    # No protection of forms against forgery: whatever is not GET or HEAD is refused.
    "security.W003",
    # There is no admin, and so no address of it.
    "wagtailadmin.W003",
]
