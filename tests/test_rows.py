"""Rows read as SQL say what querysets say, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from newsroom.editions.models import Edition
from newsroom.editions.open_rows import open_rows
from newsroom.rows import rows
from tests.factories import newsroom, press_release

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
COLUMNS = (
    *("page_id", "translation_key", "date", "above", "document", "closes_at"),
    *("document__language", "document__speech"),
)


def test_values_are_those_of_the_fields():
    newsroom()
    press_release(published_at=NOW)
    assert sorted(rows(Edition, COLUMNS, "1 = 1", ()), key=lambda row: row[0]) == list(
        Edition.objects.order_by("page_id", "pk").values_list(*COLUMNS)
    )


def test_a_key_is_found_as_it_is_stored():
    key = Edition.objects.get(page_id=press_release().pk).translation_key
    assert rows(Edition, ("translation_key",), "translation_key = %s", [key]) == [(key,)]


@pytest.mark.parametrize("moment", [NOW - timedelta(seconds=1), NOW, NOW + timedelta(days=1)])
def test_the_open_ones_are_those_of_the_queryset(moment):
    with time_machine.travel(NOW, tick=False):
        press_release()
        press_release(expire_at=NOW + timedelta(days=1))
    with time_machine.travel(moment, tick=False):
        found = {page_id for (page_id,) in open_rows(("page_id",), "kind <> %s", [""])}
        assert found == set(
            Edition.objects.open().exclude(kind="").values_list("page_id", flat=True)
        )
