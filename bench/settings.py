"""What is measured: the settings of a laptop, on the database of DATABASE_URL."""

from cps_news.settings.development import *  # noqa: F403
from cps_news.settings.development import DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A parallel worker is gone before its processor time can be read.
    DATABASES["default"]["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0"
