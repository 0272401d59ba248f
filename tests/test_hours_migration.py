"""Hours that several days share become a row for each of them when the database goes back."""

from datetime import time

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newsroom.models import OpeningHours
from tests.factories import desk

BEFORE = ("newsroom", "0013_speakers_from_names")

# The whole database is put back afterwards: migrating cannot hide in a transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_going_back_no_day_is_lost():
    made = desk(opens=time(9), closes=time(17))
    OpeningHours.objects.create(contact=made, weekday=5, opens=time(10), closes=time(12))
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        tables = MigrationExecutor(connection).loader.project_state([BEFORE]).apps
        hours = tables.get_model("newsroom", "OpeningHours").objects.filter(contact=made.pk)
        assert sorted(hours.values_list("weekday", "opens", "closes")) == [
            *((day, time(9), time(17)) for day in range(5)),
            (5, time(10), time(12)),
        ]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("newsroom"))
