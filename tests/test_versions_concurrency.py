"""Two editors who publish two versions at the same moment, on PostgreSQL."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from newsroom.choices import VersionStatus as Status
from newsroom.models import MediaProtocolVersionPage
from tests.test_archive_concurrency import at_once
from tests.version_factories import in_force, version

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
]


def test_only_one_of_two_comes_into_force():
    in_force("2020")
    revisions = []
    for slug in ("2025-a", "2025-b"):
        draft = version(slug, live=False)
        draft.status, draft.in_force_from = Status.IN_FORCE, date(2025, 12, 17)
        revisions.append(draft.save_revision())
    with pytest.raises(ValidationError, match="in force already"):
        at_once(*(revision.publish for revision in revisions))
    agreed = MediaProtocolVersionPage.objects.published().filter(in_force_to=None)
    assert agreed.exclude(status=Status.CONSULTATION).count() == 1
    old = MediaProtocolVersionPage.objects.get(slug="2020")
    assert (old.status, old.in_force_to) == (Status.SUPERSEDED, date(2025, 12, 16))
