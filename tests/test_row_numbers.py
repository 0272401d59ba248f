"""A number of a row that no database can hold is that of no row, and never an error."""

import pytest
from django.urls import reverse

from newsroom.desk.row_numbers import row_number
from tests.desk import at_desk
from tests.factories import draft, press_release

HUGE = "9" * 30


@pytest.mark.parametrize(
    ("sent", "number"),
    [("7", 7), ("9" * 18, int("9" * 18)), ("٧", 7)]
    + [(none, 0) for none in ("", "x", "-1", "1.0", "²", HUGE, "9" * 19)],
)
def test_what_no_row_can_have_is_none(sent, number):
    assert row_number(sent) == number


@pytest.mark.django_db
def test_no_screen_of_the_desk_breaks_on_it():
    client, item, unread = at_desk("duty.editor"), press_release(), draft()
    form = reverse("wagtailadmin_pages:edit", args=[item.pk])
    answers = [
        client.get(f"/admin/snippets/newsroom/updatedraft/add/?changes={HUGE}"),
        client.get(f"{reverse('desk_remove_updates')}?id={HUGE}"),
        client.post(reverse("desk_bin"), {"page": HUGE}),
        client.post(reverse("desk_discard_draft", args=[item.pk]), {"draft": HUGE}),
        client.post(reverse("desk_preview_links", args=[unread.pk]), {"revoke": HUGE}),
        client.post(form, {"loaded_revision_id": HUGE, "take_back": "1"}),
        client.get(f"/admin/pages/add/newsroom/pressreleasepage/1/?template={HUGE}"),
    ]
    assert [answer.status_code < 500 for answer in answers] == [True] * len(answers)
