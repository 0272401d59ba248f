"""Days of years that nobody means are refused beside their field, wherever they are entered."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from newsroom.models import (
    DeskClosure,
    DeskOpening,
    ItemUpdate,
    LegalRule,
    PersonTitle,
    ReportingRestriction,
)
from newsroom.years import sensible_year
from tests.factories import draft
from tests.test_restrictions_desk import OFFICER, enter, signed_in


def test_only_years_that_can_be_meant_are_taken():
    for year in (1900, 1992, 2026, 2100):
        sensible_year(date(year, 1, 1))
        sensible_year(datetime(year, 12, 31, 23, 59, tzinfo=UTC))
    for year in (1, 206, 1899, 2101, 9999):
        with pytest.raises(ValidationError, match=f"Check the year: {year} is not between"):
            sensible_year(date(year, 6, 1))


@pytest.mark.django_db
def test_an_order_of_a_year_that_nobody_means_is_refused_beside_its_day():
    lawyer = signed_in("lawyer", OFFICER)
    for fields in ({"starts_at": "01/01/0001 09:00"}, {"ends_at": "31/12/9999 09:00"}):
        response = enter(lawyer, draft(), covers="What it covers.", **fields)
        assert not ReportingRestriction.objects.exists()
        (name,) = fields
        assert list(response.context["form"].errors) == [name]
        assert "Check the year:" in response.context["form"].errors[name][0]
        assert "What it covers." in response.text


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (ItemUpdate(at=datetime(9999, 1, 1, tzinfo=UTC)), "at"),
        (DeskClosure(first_day=date(1, 1, 1)), "first_day"),
        (DeskOpening(day=date(1, 1, 1)), "day"),
        (LegalRule(until=date(9999, 1, 1)), "until"),
        (PersonTitle(since=date(206, 1, 1)), "since"),
    ],
)
def test_records_refuse_such_a_day(record, name):
    with pytest.raises(ValidationError) as refused:
        record.clean_fields()
    assert "Check the year" in refused.value.message_dict[name][0]
