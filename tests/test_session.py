"""A session ends when nobody uses it, and a form that is refused loses none of its words."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from newsroom.desk.accounts.session_view import words_key
from newsroom.desk.unsaved_words import COPY, SAVED, TAKE_BACK
from tests.desk import at_desk, now, typed, write
from tests.factories import person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
JSON = {"Accept": "application/json"}
OWN = {"Sec-Fetch-Site": "same-origin"}
WORDS = "Words that nobody has saved"


def ask(client: Client, method: str = "get"):
    return getattr(client, method)(reverse("desk_session"), headers=JSON)


def test_only_a_person_keeps_a_session():
    page = write()
    ping = ["wagtailcore", "page", page.pk, 1]
    with time_machine.travel(NOON, tick=False) as clock:
        client = at_desk("press.officer")
        client.get(reverse("wagtailadmin_home"))
        clock.shift(timedelta(hours=7, minutes=55))
        # An open form and an open screen ask by themselves.
        client.post(reverse("wagtailadmin_editing_sessions:ping", args=ping))
        assert ask(client).json()["seconds"] == 300
        # “Stay logged in”.
        assert ask(client, "post").json()["seconds"] == settings.SESSION_COOKIE_AGE
        clock.shift(timedelta(hours=7, minutes=55))
        assert ask(client).json()["seconds"] == 300
        clock.shift(timedelta(minutes=5))
        assert ask(client).status_code == 401
        assert client.get(reverse("wagtailadmin_home")).status_code == HTTPStatus.FOUND


def test_an_open_screen_learns_whose_session_it_is():
    client = at_desk("press.officer")
    answer = ask(client).json()
    assert answer["person"] == person("press.officer").pk
    assert answer["key"] == words_key(person("press.officer"))
    assert answer["key"] != words_key(person("duty.editor"))
    assert ask(Client()).status_code == 401
    # A script is told so, and not led to a page.
    saving = Client().post(reverse("wagtailadmin_pages:edit", args=[1]), headers=JSON)
    assert (saving.status_code, saving.json()["error_code"]) == (401, "logged_out")


@pytest.mark.parametrize("cause", ["logged out", "another log-in"])
def test_what_is_refused_can_be_sent_again_from_the_page_that_says_so(cause: str):
    page = write()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = Client(enforce_csrf_checks=True)
    if cause == "another log-in":
        client.force_login(person("press.officer"))
    answer = client.post(address, typed(WORDS), headers=OWN)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert WORDS in answer.text
    assert "Nothing that you wrote is lost" in answer.text
    assert (f'action="{address}"' in answer.text, "Send it again" in answer.text) == (True, True)
    # Another site cannot have somebody press the button.
    assert WORDS not in client.post(address, typed(WORDS)).text


def test_no_password_is_written_into_a_page():
    sent = {"username": "dora", "password": "not to be shown"}
    client = Client(enforce_csrf_checks=True)
    for name in ("wagtailadmin_login", "wagtailadmin_account"):
        answer = client.post(reverse(name), sent, headers=OWN)
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert sent["password"] not in answer.text


def test_words_are_taken_back_into_the_form_and_not_saved():
    page = write()
    first = page.latest_revision_id
    client = at_desk("press.officer")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    page.save_revision()
    answer = client.post(
        address, {**typed(WORDS), TAKE_BACK: "1", "loaded_revision_id": str(first)}
    )
    assert answer.status_code == HTTPStatus.OK
    assert WORDS in answer.text
    # Somebody has saved since: the form says on which version the words were written.
    assert f'name="loaded_revision_id" value="{first}"' in answer.text
    assert WORDS not in str(now(page).latest_revision.content)

    new = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", page.get_parent().pk]
    )
    answer = client.post(new, {**typed(WORDS, slug="another"), TAKE_BACK: "1"})
    assert (answer.status_code, WORDS in answer.text) == (HTTPStatus.OK, True)


def test_the_browser_is_told_of_what_was_saved_and_of_nothing_else():
    page = write()
    client = at_desk("press.officer")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = client.post(address, typed(slug="not a slug", **{COPY: "copy-1"}))
    assert (refused.status_code, SAVED in refused.cookies) == (HTTPStatus.OK, False)
    new = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", page.get_parent().pk]
    )
    forbidden = at_desk("reviewing.lawyer").post(new, typed(**{COPY: "copy-1"}))
    assert (forbidden.status_code, SAVED in forbidden.cookies) == (HTTPStatus.FOUND, False)
    saved = client.post(address, typed(WORDS, **{COPY: "copy-1"}))
    assert saved.status_code == HTTPStatus.FOUND
    assert saved.cookies[SAVED].value == "copy-1"
