"""Addresses that are not for readers, in records that readers are shown, whoever saves them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.models import DeskClosure, ReportingRestriction
from newsroom.orders.enforcement import end
from newsroom.publishing.record_addresses import address_problems
from newsroom.publishing.release import withdraw
from tests.blockers import name_order, order
from tests.desk import at_desk
from tests.factories import area, contact, crime_type, person, press_release, speaker

pytestmark = pytest.mark.django_db

INTERNAL = "http://localhost:8000/admin/"
TODAY = timezone.localdate()


@pytest.mark.parametrize(
    "save",
    [
        lambda: crime_type(f"Fraud, see {INTERNAL}", slug="fraud"),
        lambda: area(f"Leeds, see {INTERNAL}", slug="leeds"),
        lambda: contact(note=f"See {INTERNAL}"),
        lambda: speaker("Ann Other", {"role": f"See {INTERNAL}"}),
        lambda: DeskClosure.objects.create(first_day=TODAY, last_day=TODAY, reason=INTERNAL),
        lambda: order(public_wording=f"See {INTERNAL}"),
    ],
)
def test_a_program_saves_no_address_that_is_not_for_readers(save):
    with pytest.raises(ValidationError, match="address of the desk"), transaction.atomic():
        save()


def test_the_form_of_a_record_says_so_beside_the_field():
    client = at_desk("duty.editor")
    sent = {"name": f"Fraud {INTERNAL}", "slug": "fraud", "aliases": ""}
    response = client.post(reverse("wagtailsnippets_newsroom_crimetype:add"), sent)
    assert "address of the desk" in str(response.context["form"].errors["name"])


def test_a_text_that_stays_as_it_is_stored_is_not_checked_again():
    item = press_release()
    kept = contact(note=f"See {item.url} for more.")
    court = order(public_wording=f"See {item.url} for more.")
    withdraw(item, "Wrong.", person("duty.editor"))
    kept.order = 7
    kept.save()
    end(court, person("reviewing.lawyer"), "Lifted.")
    court.refresh_from_db()
    assert court.ended_at
    assert address_problems(ReportingRestriction(public_wording=f"See {item.url}"))


def test_an_order_that_ends_puts_back_a_text_whatever_its_address_leads_to():
    item = press_release()
    kept = contact(note=f"Ask Ann Other. See {item.url}")
    protecting = name_order("Ann Other")
    kept.refresh_from_db()
    assert "Ann Other" not in kept.note
    withdraw(item, "Wrong.", person("duty.editor"))
    end(protecting, person("reviewing.lawyer"), "Lifted.")
    kept.refresh_from_db()
    assert "Ann Other" in kept.note
