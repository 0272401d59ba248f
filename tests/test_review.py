"""What a lawyer who is asked again sees: what changed, and what was answered, by whom."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from newsroom.models import CheckResponse
from tests.desk import act, at_desk, edit, now, submitted
from tests.factories import person, press_release

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


def cleared_and_changed(**fields):
    """A submission that a lawyer cleared and a duty editor has changed since."""
    page = submitted()
    act("reviewing.lawyer", page)
    edit("duty.editor", page, **fields)
    return page


def panel(username, page):
    text = at_desk(username).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    return text.partition("data-desk-checks-list")[2].partition("data-desk-checks-offline")[0]


def test_the_panel_shows_what_changed_since_it_was_cleared():
    person("reviewing.lawyer", first_name="Rita", last_name="Lawyer")
    page = cleared_and_changed(text="A woman was jailed today.")
    act("second.editor", page, "clear-again")
    shown = panel("reviewing.lawyer", page)
    assert "Changed since it was cleared" in shown
    assert "Rita Lawyer" in shown
    assert "<ins>" in shown
    act("reviewing.lawyer", page)
    assert "Changed since it was cleared" not in panel("second.editor", page)


def test_the_mail_that_asks_again_says_which_fields_changed_and_no_word_of_them(mailoutbox):
    for user in get_user_model().objects.all():
        user.email = f"{user.username}@cps-news.example"
        user.save()
    page = cleared_and_changed(title="Woman jailed", text="A woman was jailed at Drayholme.")
    mailoutbox.clear()
    act("second.editor", page, "clear-again")
    bodies = [mail.body for mail in mailoutbox if "Legal clearance" in mail.subject]
    assert bodies
    for body in bodies:
        assert "Changed since" in body
        assert "Headline, Text" in body
        assert "Drayholme" not in body


def test_the_first_mail_says_nothing_of_a_clearance(mailoutbox):
    person("reviewing.lawyer", email="lawyer@cps-news.example")
    submitted()
    assert mailoutbox
    assert not any("Changed since" in mail.body for mail in mailoutbox)


def test_an_answered_question_stays_with_name_and_words():
    page = press_release(live=False, crime_types=[])
    page.save_revision(user=person("press.officer"))
    assert "No crime type is set" in panel("duty.editor", page)
    officer = person("press.officer", first_name="Ada", last_name="Lacey")
    address = reverse("desk_answers", args=[page.pk])
    desk = at_desk("press.officer")
    initial = desk.get(address).context["form"].initial
    desk.post(address, {**initial, "words-no-crime-type": "It is about the office itself."})
    assert CheckResponse.objects.get().by == officer
    for shown in (panel("duty.editor", now(page)), at_desk("reviewing.lawyer").get(address).text):
        answered = shown.partition("Answered")[2].partition("</ul>")[0]
        assert "No crime type is set" in answered
        assert "Ada Lacey (press.officer): It is about the office itself." in answered
