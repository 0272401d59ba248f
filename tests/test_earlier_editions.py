"""What an item said before its words were changed, where readers may read it."""

from datetime import datetime

import pytest
import time_machine

from newsroom.models import EarlierEdition, ItemUpdate, ReleaseLog
from newsroom.time_zones import LONDON
from tests.earlier import (
    AFTER,
    BEFORE,
    NOTE,
    WITHHELD,
    correct,
    corrected,
    earlier,
    is_withheld,
    public,
    stored,
    text,
)
from tests.factories import clear, press_release, release, statement, update

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


def test_who_corrects_may_say_that_readers_go_on_reading_the_earlier_words(client):
    page = corrected()
    told = client.get(page.url).text
    assert f'href="{page.url}earlier/1/">Read what this page said until' in told
    answer = earlier(client, page)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2]
    assert main.index("This is an earlier edition") < main.index("14 years old")
    assert NOTE in main
    assert '<meta name="robots" content="noindex">' in answer.text
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in answer.text
    assert "Readers may go on reading" in ReleaseLog.objects.filter(event="released").first().note


def test_what_changed_since_is_told_block_by_block(client):
    page = correct(corrected(), body=text("The man is 42 years old."), note="He is 42.")
    since_first = earlier(client, page, "1/changes/").text
    assert "<del>14</del>" in since_first
    assert "<ins>42</ins>" in since_first
    assert "<del>41</del>" in earlier(client, page, "2/changes/").text
    # Of the newest words and of each correction since; what did not change is not repeated.
    assert NOTE in since_first
    assert "He is 42." in since_first
    assert "He pleaded" not in since_first


def test_the_list_says_from_when_until_when(client):
    with time_machine.travel(datetime(2026, 3, 1, 10, tzinfo=LONDON), tick=False):
        page = public()
    with time_machine.travel(datetime(2026, 3, 3, 10, tzinfo=LONDON), tick=False):
        page = correct(page)
    with time_machine.travel(datetime(2026, 3, 5, 10, tzinfo=LONDON), tick=False):
        page = correct(page, body=text("He is 42."), keeps=False)
        told = earlier(client, page, "").text
    assert told.count(WITHHELD) == 2
    assert "1 March 2026, 10am</time> to" in told
    assert "Since <time" in told


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("28/2/2026", "This page had not been published on that day."),
        ("2026-03-01", "What this page said until 3 March 2026, 10am"),
        ("3 March 2026", "What this page said until 3 March 2026, 10am"),
        ("3 March 2026", "What this page says now"),
        ("5/3/2026", "It said what it says now."),
        ("1/1/2030", "That day is still to come."),
        ("31/12/9999", "Enter a year from 1900 to 2100"),
        ("yesterday", "Enter a real date"),
        ("", "Enter a date"),
        ("31/2/2026", "February 2026 has 28 days"),
    ],
)
def test_a_day_is_answered_for_any_moment_at_which_it_was_public(client, day, said):
    with time_machine.travel(datetime(2026, 3, 1, 10, tzinfo=LONDON), tick=False):
        page = public()
    with time_machine.travel(datetime(2026, 3, 3, 10, tzinfo=LONDON), tick=False):
        page = correct(page)
    with time_machine.travel(datetime(2026, 3, 6, 10, tzinfo=LONDON), tick=False):
        answer = client.get(f"{page.url}earlier/", {"day": day})
    assert answer.status_code == 200
    assert said in answer.text


def test_of_a_day_on_which_it_was_not_public_no_more_is_told_than_of_a_withheld_one(client):
    with time_machine.travel(datetime(2026, 3, 1, 10, tzinfo=LONDON), tick=False):
        page = corrected()
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=LONDON), tick=False):
        page.unpublish()
    with time_machine.travel(datetime(2026, 3, 9, 10, tzinfo=LONDON), tick=False):
        page = release(stored(page))
        told = client.get(f"{page.url}earlier/", {"day": "5/3/2026"}).text
    assert "either it was not public, or the words are withheld" in told
    assert [one.document for one in EarlierEdition.objects.of_page(page.pk)] == [None, None]


def test_what_is_not_there_is_not_found(client):
    page = corrected()
    for view in ("2/", "0/", "x/", "01/", "999999999999999999999/", "2/changes/"):
        answer = earlier(client, page, view)
        assert answer.status_code == 404, view
        assert "There is no earlier edition with this number." in answer.text, view
        assert f"{page.url}earlier/1/" in answer.text, view
    for view in ("1/none/", "1/changes/1/"):
        assert earlier(client, page, view).status_code == 404
    other = press_release()
    for view in ("", "1/", "1/changes/", "?day=1/1/2026"):
        assert client.get(f"{other.url}earlier/{view}").status_code == 404
    assert client.get("/news/earlier/").status_code == 404


def test_an_alias_has_none(client):
    page = corrected()
    alias = page.create_alias(update_slug="aliased")
    page.update_aliases()
    assert NOTE in client.get(alias.get_url()).text
    assert "earlier/" not in client.get(alias.get_url()).text
    assert client.get(f"{alias.get_url()}earlier/1/").status_code == 404


def test_a_page_may_be_called_earlier(client):
    page = corrected(slug="earlier")
    assert page.url == "/news/earlier/"
    assert client.get(page.url).status_code == 200
    assert earlier(client, page).status_code == 200


def test_in_welsh_the_page_is_in_welsh_and_an_english_one_is_led_to(client):
    page = corrected()
    answer = client.get(f"/cy{page.url}earlier/1/")
    assert (answer.status_code, answer["Location"]) == (302, f"{page.url}earlier/1/")


def test_files_and_updates_that_the_page_has_no_more_are_not_shown(client, image):
    page = public(image=image, image_alt="A court with a red door", image_caption="Red door")
    gone = update(page, note="The witness fled.")
    page = correct(page, image=None, image_alt="", image_caption="", body=AFTER)
    shown = earlier(client, page).text
    assert "The witness fled." in shown
    assert "red door" not in shown.lower()
    assert "<img" not in shown.partition("<main")[2]
    ItemUpdate.objects.get(pk=gone.pk).delete()
    assert "The witness fled." not in earlier(client, page).text
    assert "The witness fled." not in earlier(client, page, "1/changes/").text


def test_a_picture_that_stays_is_shown(client, image):
    page = correct(public(image=image, image_alt="A court with a red door"))
    assert 'alt="A court with a red door"' in earlier(client, page).text


def test_updates_that_came_later_are_not_in_the_earlier_words(client):
    page = corrected()
    update(page, note="He was sentenced.")
    assert "He was sentenced." in client.get(page.url).text
    assert "He was sentenced." not in earlier(client, page).text


def test_after_a_move_the_old_address_leads_to_the_new_one(client):
    page = corrected()
    before = page.url
    page.slug = "another-slug"
    clear(page).save()
    answer = client.get(f"{before}earlier/1/changes/")
    assert answer.status_code == 301
    assert answer["Location"] == "/news/another-slug/earlier/1/changes/"
    assert not is_withheld(client, stored(page))


def test_programs_get_what_changed_where_it_may_be_read(client):
    page = correct(corrected(), keeps=True, title="Man jailed for life", note="For life.")
    found = client.get(f"/api/v1/items/{page.pk}").json()["earlier_editions"]
    assert [(one["number"], one["is_readable"]) for one in found] == [(2, True), (1, True)]
    assert found[0]["changes"][0]["field"] == "title"
    assert found[0]["changes"][0]["is"] == "Man jailed for life"
    body = [one for one in found[1]["changes"] if one["field"] == "body"]
    assert (body[0]["was"], body[0]["is"]) == (
        "The man is 14 years old.",
        "The man is 41 years old.",
    )
    correct(page, keeps=False, body=text("He is 42."))
    found = client.get(f"/api/v1/items/{page.pk}").json()["earlier_editions"]
    assert [(one["is_readable"], one["changes"]) for one in found] == [(False, [])] * 3


def test_statements_and_speeches_have_earlier_editions_too(client):
    page = correct(statement(body=BEFORE))
    assert not is_withheld(client, page)
