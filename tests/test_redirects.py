"""An old address leads to its page while the page is public, and betrays nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from newsroom.models import OldAddress
from tests.blockers import name_order
from tests.factories import (
    case,
    clear,
    draft,
    expired,
    newsroom,
    press_release,
    private,
    release,
    topic,
    welsh,
    withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Publish a page under another slug, up to and including what follows the transaction."""

    def renamed(page: Page, slug: str) -> Page:
        page = page.specific_class.objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            revision = page.save_revision()
            clear(page)
            revision.publish()
        return page.specific_class.objects.get(pk=page.pk)

    return renamed


def test_the_old_slug_of_a_public_page_leads_to_it(client, publish):
    item = press_release(slug="old-words")
    publish(item, "new-words")
    for address in (
        "/news/old-words/",
        "/news/old-words",
        "/News/Old-Words/",
        "/news/old-words/?a=1",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/news/new-words/"), address
        assert answer["Cache-Control"] == "public, no-cache"
    assert client.head("/news/old-words/")["Location"] == "/news/new-words/"


@pytest.mark.parametrize(("old", "new"), [("tŷ-cyfiawnder", "court"), ("court", "tŷ-cyfiawnder")])
def test_slugs_of_any_letters_lead_on(client, publish, old, new):
    moved = publish(press_release(slug=old), new)
    answer = client.get(f"/news/{old}/")
    assert (answer.status_code, answer["Location"]) == (301, moved.url)
    assert client.get(moved.url).status_code == 200


def test_of_several_old_slugs_each_leads_there_in_one_step(client, publish):
    item = press_release(slug="first")
    publish(publish(item, "second"), "third")
    for old in ("first", "second"):
        assert client.get(f"/news/{old}/")["Location"] == "/news/third/"
    publish(item, "first")
    assert client.get("/news/first/").status_code == 200
    assert client.get("/news/third/")["Location"] == "/news/first/"


@pytest.mark.parametrize("make", [draft, withdrawn, expired, private])
def test_a_redirect_to_what_is_not_public_is_no_redirect(client, make):
    hidden = make(slug="hidden-words")
    Redirect.add_redirect("/news/old-words/", hidden)
    answer, absent = client.get("/news/old-words/"), client.get("/news/old-wordz/")
    assert answer.status_code == 404
    assert answer.content == absent.content
    assert answer.headers == absent.headers


def test_a_redirect_ends_and_begins_with_what_is_public(client, publish):
    item = publish(press_release(slug="old-words"), "new-words")
    restriction = PageViewRestriction.objects.create(
        page=item, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get("/news/old-words/").status_code == 404
    restriction.delete()
    assert client.get("/news/old-words/").status_code == 301
    item.unpublish()
    assert client.get("/news/old-words/").status_code == 404


@pytest.mark.parametrize("make", [draft, withdrawn])
def test_a_slug_that_was_never_public_is_forgotten(client, publish, make):
    hidden = make(slug="working-words")
    publish(hidden, "final-words")
    assert client.get("/news/final-words/").status_code == 200
    assert client.get("/news/working-words/").status_code == 404
    assert not OldAddress.objects.exists()


def test_a_page_that_is_moved_is_found_at_its_old_address(client):
    index, subject = newsroom(), topic(slug="subject")
    thread = case(slug="thread")
    other = draft(slug="working-words")
    for page in (thread, other):
        page.move(Page.objects.get(pk=subject.pk), pos="last-child")
    assert client.get("/news/high-profile-cases/thread/")["Location"] == f"{subject.url}thread/"
    assert OldAddress.objects.count() == 1
    assert index.url == "/news/"


def test_a_welsh_address_leads_to_the_welsh_page(client, publish):
    item = press_release(slug="old-words")
    translated = item.copy_for_translation(welsh(), copy_parents=True)
    for page in (*translated.get_ancestors().filter(depth__gt=1).specific(), translated):
        release(page)
    publish(translated, "geiriau-newydd")
    assert client.get("/cy/news/old-words/")["Location"] == "/cy/news/geiriau-newydd/"
    assert client.get("/news/old-words/").status_code == 200


def test_a_page_that_is_not_found_at_its_own_address_does_not_lead_to_itself(client):
    item = press_release(slug="words")
    Redirect.add_redirect("/news/words/", item)
    assert client.get("/news/words/").status_code == 200
    Redirect.add_redirect("/news/nowhere/", redirect_to="/news/nowhere/")
    assert client.get("/news/nowhere/").status_code == 404


def test_only_an_address_elsewhere_may_be_given_in_words(client):
    hidden = draft(slug="hidden-words")
    Redirect.add_redirect("/inside/", redirect_to=f"http://testserver/news/{hidden.slug}/")
    Redirect.add_redirect("/outside/", redirect_to="https://www.judiciary.uk/")
    assert client.get("/inside/").status_code == 404
    assert client.get("/outside/")["Location"] == "https://www.judiciary.uk/"


def test_the_redirect_of_a_query_and_of_a_site_come_first(client):
    plain, queried, own = (press_release(slug=slug) for slug in ("plain", "queried", "own"))
    Redirect.add_redirect("/old/", plain)
    Redirect.add_redirect("/old/?id=3", queried, is_permanent=False)
    assert client.get("/old/")["Location"] == plain.url
    answer = client.get(f"/old/?{urlencode({'id': 3})}")
    assert (answer.status_code, answer["Location"]) == (302, queried.url)
    Redirect.add_redirect("/old/", own, site=Site.objects.get())
    assert client.get("/old/")["Location"] == own.url


@pytest.mark.parametrize("address", ["/%00/", "/a;b=c/?%ff=%00", "/%E0%A4%A/", "/%ff%fe/"])
def test_no_address_is_an_error(client, address):
    newsroom()
    assert client.get(address).status_code == 404


def test_only_what_is_not_found_costs_a_query(client):
    item = press_release()
    for address in (item.url, "/news/", "/robots.txt"):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert not any("oldaddress" in query["sql"] for query in captured), address
    with CaptureQueriesContext(connection) as captured:
        client.get("/news/none/")
    assert sum("oldaddress" in query["sql"] for query in captured) == 1
    # Readers may look into editions alone.
    tables = {name for query in captured for name in re.findall(r'"(\w+)"\."', query["sql"])}
    assert {name for name in tables if not name.startswith(("newsroom_", "U", "V"))} == set()


def test_an_old_address_that_holds_a_protected_name_leads_nowhere(client, publish):
    item = press_release(title="Man jailed", slug="zebedee-quillfeather-jailed")
    other = press_release(title="Woman jailed", slug="quillfeather-jailed")
    publish(item, "man-jailed")
    publish(other, "woman-jailed")
    made = name_order("Zebedee Quillfeather")
    assert client.get("/news/zebedee-quillfeather-jailed/").status_code == 404
    # The surname alone, of somebody of whom the order is not.
    assert client.get("/news/quillfeather-jailed/")["Location"] == "/news/woman-jailed/"
    made.pages.add(Page.objects.get(pk=other.pk))
    assert client.get("/news/quillfeather-jailed/").status_code == 404
    made.ended_at = made.starts_at
    made.save()
    assert client.get("/news/quillfeather-jailed/").status_code == 301


def test_an_old_address_leads_nowhere_while_no_name_can_be_read(client, publish, settings):
    item = publish(press_release(slug="old-words"), "new-words")
    made, keys = name_order("Zebedee Quillfeather"), settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = ["A" * 43 + "="]
    made.save()
    assert client.get("/news/old-words/").status_code == 404
    settings.FIELD_ENCRYPTION_KEYS = keys
    made.save()
    assert client.get("/news/old-words/")["Location"] == item.url


def test_an_old_address_leads_nowhere_once_an_order_is_made_that_begins_later(client, publish):
    publish(press_release(slug="zebedee-quillfeather"), "man-jailed")
    made = name_order("Zebedee Quillfeather")
    now = timezone.now()
    made.starts_at, made.ends_at = now + timedelta(hours=1), now + timedelta(hours=2)
    made.save()
    assert client.get("/news/zebedee-quillfeather/").status_code == 404
    with time_machine.travel(made.ends_at + timedelta(minutes=1), tick=False):
        assert client.get("/news/zebedee-quillfeather/").status_code == 404
        # The desk is told that the order is over, and the address leads on again.
        call_command("publish_due", "--once", verbosity=0)
        assert client.get("/news/zebedee-quillfeather/").status_code == 301


def test_a_page_that_leaves_an_address_with_a_name_while_the_order_stands_is_not_led_to(
    client, publish
):
    item = press_release(slug="quillfeather-jailed")
    thread = case()
    name_order("Zebedee Quillfeather", thread)
    # The surname alone, which is protected once the item is about the case.
    item = publish(item, "man-jailed")
    assert client.get("/news/quillfeather-jailed/").status_code == 301
    item.case = thread
    release(item)
    assert client.get("/news/quillfeather-jailed/").status_code == 404


def test_a_name_that_is_taken_from_an_order_lets_the_address_lead_on(client, publish):
    publish(press_release(slug="zebedee-quillfeather"), "man-jailed")
    made = name_order("Zebedee Quillfeather")
    assert client.get("/news/zebedee-quillfeather/").status_code == 404
    made.names.get().delete()
    assert client.get("/news/zebedee-quillfeather/").status_code == 301


def test_a_redirect_that_somebody_entered_is_followed_as_it_is_now(client):
    item, other = press_release(slug="one"), press_release(slug="other")
    entered = Redirect.add_redirect("/short", item)
    assert client.get("/short/")["Location"] == item.url
    entered.redirect_page = other
    entered.save()
    assert client.get("/short")["Location"] == other.url
    entered.delete()
    assert client.get("/short/").status_code == 404


def test_a_redirect_that_somebody_entered_comes_before_where_a_page_was(client, publish):
    publish(press_release(slug="old-words"), "new-words")
    other = press_release(slug="other")
    entered = Redirect.add_redirect("/news/old-words/", other)
    assert client.get("/news/old-words/")["Location"] == other.url
    entered.delete()
    assert client.get("/news/old-words/")["Location"] == "/news/new-words/"


def test_a_redirect_that_holds_a_protected_name_leads_nowhere(client):
    Redirect.add_redirect("/zebedee-quillfeather", press_release(slug="man-jailed"))
    assert client.get("/zebedee-quillfeather/").status_code == 301
    made = name_order("Zebedee Quillfeather")
    assert client.get("/zebedee-quillfeather/").status_code == 404
    made.delete()
    assert client.get("/zebedee-quillfeather/").status_code == 301


def test_all_pages_below_a_section_that_is_renamed_are_found(client, publish):
    thread = case(slug="thread")
    publish(thread.get_parent(), "cases")
    assert client.get("/news/high-profile-cases/thread/")["Location"] == "/news/cases/thread/"
    assert client.get("/news/high-profile-cases/")["Location"] == "/news/cases/"


def test_the_page_that_has_an_address_now_comes_before_the_one_that_left_it(client, publish):
    """Also without the slash and in other case, for which the old address was asked first."""
    publish(press_release(slug="taken", title="Left it"), "moved-away")
    spellings = ("/news/taken", "/News/Taken/", "/NEWS/TAKEN", "/news/taken/?a=1", "/news/taken/")
    assert {client.get(asked)["Location"] for asked in spellings} == {"/news/moved-away/"}
    press_release(slug="taken", title="Has it now")
    for asked in spellings:
        answer = client.get(asked, follow=True)
        assert "Has it now" in answer.text, asked
        assert all("moved-away" not in address for address, _status in answer.redirect_chain)


def test_a_redirect_that_somebody_entered_does_not_beat_a_page(client):
    Redirect.add_redirect("/news/taken", redirect_to="https://elsewhere.example/")
    assert client.get("/news/taken/")["Location"] == "https://elsewhere.example/"
    press_release(slug="taken", title="Has it now")
    for asked in ("/news/taken/", "/news/taken"):
        assert "Has it now" in client.get(asked, follow=True).text
