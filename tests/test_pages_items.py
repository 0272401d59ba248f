"""What an item's page shows, and when it is served at all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.archive.index import Kind
from newsroom.archive.result import Link
from newsroom.models import NewsItemPage, PressReleasePage, RelatedItem
from tests import factories
from tests.factories import area, case, contact, crime_type, newsroom, press_release, topic, update

pytestmark = pytest.mark.django_db


def at(days: int) -> datetime:
    return datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)


def view(client, item, **headers):
    response = client.get(item.url, headers=headers)
    assert response.status_code == 200
    return response.context["item"]


def titles(cards):
    return [card.title for card in cards]


@pytest.fixture
def image():
    return factories.picture()


@pytest.mark.parametrize("make", ["press_release", "speech", "statement"])
def test_each_type_is_served(client, make):
    item = getattr(factories, make)(title="The very title")
    response = client.get(item.url)
    assert response.status_code == 200
    assert "The very title" in response.text


@pytest.mark.parametrize("state", ["draft", "embargoed", "withdrawn", "expired"])
def test_what_is_not_public_is_not_found(client, state):
    item = getattr(factories, state)(title="Must not be shown")
    response = client.get(item.url)
    assert response.status_code == 404
    assert "Must not be shown" not in response.text


def test_what_is_private_does_not_even_ask_for_a_log_in(client, admin_client):
    item = factories.private()
    assert client.get(item.url).status_code == 404
    assert admin_client.get(item.url).status_code == 404


def test_only_what_is_public_counts_as_published():
    public = press_release()
    for state in ("draft", "embargoed", "withdrawn", "expired", "private"):
        getattr(factories, state)()
    assert [item.pk for item in NewsItemPage.objects.published()] == [public.pk]


def test_an_item_expires_at_its_second():
    over = timezone.now() + timedelta(hours=1)
    press_release(expire_at=over)
    with time_machine.travel(over - timedelta(microseconds=1), tick=False):
        assert NewsItemPage.objects.published().exists()
    with time_machine.travel(over, tick=False):
        assert not NewsItemPage.objects.published().exists()


def test_first_publication_dates_an_item():
    item = factories.clear(factories.draft())
    assert item.published_at is None
    item.save_revision().publish()
    item.refresh_from_db()
    assert item.published_at == item.first_published_at
    item.save_revision().publish()
    assert PressReleasePage.objects.get(pk=item.pk).published_at == item.published_at


def test_a_date_that_was_given_stays():
    assert press_release(published_at=at(0)).published_at == at(0)


def test_types_know_their_kind_before_they_are_saved():
    assert PressReleasePage().kind == Kind.PRESS_RELEASE
    assert factories.speech().kind == Kind.SPEECH
    assert factories.statement(kind=Kind.CPS_SAYS).kind == Kind.CPS_SAYS


def test_a_statement_is_no_press_release():
    with pytest.raises(ValidationError) as refused:
        factories.statement(kind=Kind.PRESS_RELEASE)
    assert "kind" in refused.value.message_dict


def test_a_picture_goes_public_only_with_a_description(image):
    item = factories.clear(factories.draft(image=image))
    with pytest.raises(ValidationError, match="description"):
        item.save_revision().publish()
    item.refresh_from_db()
    assert not item.live
    item.image_alt = "The entrance of a court"
    factories.clear(item).save_revision().publish()
    item.refresh_from_db()
    assert item.live


def test_kind_and_terms_lead_into_the_archive(client):
    item = press_release(crime_types=[crime_type()], areas=[area()])
    shown = view(client, item)
    assert (shown.kind_label, shown.kind_url) == ("Press release", "/news/?kind=press-release")
    assert shown.crime_types == [Link("Sexual offences", "/news/?crime_type=sexual-offences")]
    assert shown.areas == [Link("CPS", "/news/?area=cps")]


def test_previous_and_next_are_neighbours_in_time(client):
    first, second, third = (press_release(published_at=at(day)) for day in range(3))
    shown = view(client, second)
    assert shown.previous == Link(first.title, first.url)
    assert shown.next == Link(third.title, third.url)
    assert view(client, first).previous is None
    assert view(client, third).next is None


def test_the_way_back_is_the_result_the_reader_came_from(client):
    item = press_release(crime_types=[crime_type()])
    assert view(client, item).back == Link("All news", "/news/")
    came_from = "/news/?crime_type=sexual-offences&page=2"
    assert view(client, item, referer=f"http://testserver{came_from}").back.url == (
        f"{came_from}#item-{item.pk}"
    )
    elsewhere = view(client, item, referer=f"http://elsewhere.example{came_from}")
    assert elsewhere.back.url == "/news/"
    assert "Referer" in client.get(item.url).headers["Vary"]


def test_related_items_are_named_then_of_the_case_then_of_the_crime_type(client):
    fraud, thread = crime_type("Fraud"), case()
    named = press_release(title="Named", published_at=at(0))
    press_release(title="Of the case", published_at=at(1), case=thread)
    for day in range(2, 6):
        press_release(title=f"Fraud {day}", published_at=at(day), crime_types=[fraud])
    press_release(title="Something else", published_at=at(9))
    item = press_release(published_at=at(7), crime_types=[fraud], case=thread)
    RelatedItem.objects.create(page=item, item=named, sort_order=0)
    factories.release(PressReleasePage.objects.get(pk=item.pk))
    related = titles(view(client, item).related)
    assert related == ["Named", "Of the case", "Fraud 5", "Fraud 4"]


def test_what_is_not_public_is_neither_related_nor_next(client):
    fraud = crime_type("Fraud")
    item = press_release(published_at=at(0), crime_types=[fraud])
    for state in ("draft", "embargoed", "withdrawn", "expired", "private"):
        hidden = getattr(factories, state)(published_at=at(1), crime_types=[fraud])
        RelatedItem.objects.create(page=item, item=hidden, sort_order=0)
    shown = view(client, item)
    assert shown.related == []
    assert shown.next is None


def test_hidden_topics_and_cases_are_not_named(client):
    item = press_release(topics=[topic(live=False)], case=case(live=False))
    shown = view(client, item)
    assert (shown.topics, shown.case) == ([], None)


def test_topics_case_contact_and_updates_are_shown(client):
    subject, thread, desk = topic(title="Hate crime"), case(title="R v Hall"), contact()
    item = press_release(topics=[subject], case=thread, contact=desk)
    update(item, stage="verdict", at=at(1))
    newest = update(item, stage="sentence", at=at(2))
    shown = view(client, item)
    assert shown.topics == [Link("Hate crime", subject.url)]
    assert shown.case == Link("R v Hall", thread.url)
    assert shown.desk.contact == desk
    assert [entry.stage for entry in shown.updates] == ["sentence", "verdict"]
    assert shown.updated_at == newest.at


def test_an_update_is_no_part_of_a_draft():
    item = press_release()
    draft = item.save_revision()
    update(item)
    draft.publish()
    assert item.updates.count() == 1


def test_a_link_in_a_text_leads_only_to_what_is_public(client):
    hidden = press_release(title="Arrest of a secret person")
    public = press_release(title="Another release")
    text = (
        f'<p>See <a linktype="page" id="{hidden.pk}">this</a> and '
        f'<a linktype="page" id="{public.pk}">that</a>.</p>'
    )
    item = press_release(body=[("paragraph", text)], notes_to_editors=text)
    hidden.unpublish()
    page = client.get(item.url).text
    assert "secret" not in page
    assert page.count(f'href="{public.url}">that</a>') == 2


def test_breadcrumbs_name_only_what_is_public(client):
    thread = factories.case(title="R v Hall")
    thread.get_parent().specific.unpublish()
    assert "High-profile cases" not in str(client.get(thread.url).context["breadcrumbs"])


def test_an_update_is_shown_from_its_own_time_on(client):
    item = press_release()
    update(item, note="Now", at=timezone.now())
    update(item, note="Later", at=timezone.now() + timedelta(days=1))
    assert [shown.note for shown in client.get(item.url).context["item"].updates] == ["Now"]


@pytest.mark.parametrize(
    "referer", ["http://[", "http://testserver]/", "http://testserver/news/?" + "a=1&" * 20_000]
)
def test_a_broken_referer_leads_back_to_all_news(client, referer):
    item = press_release()
    response = client.get(item.url, headers={"Referer": referer})
    assert response.context["item"].back.url == "/news/"


@pytest.mark.parametrize("slug", ["côr-y-goron", "tŷ-cyfiawnder", "дело", "Mixed-Case"])
def test_a_slug_may_hold_any_letters(client, slug):
    item = press_release(slug=slug)
    assert client.get(item.url).status_code == 200
    assert item.url in client.get("/news/").text


def test_every_page_below_a_section_with_such_a_slug_is_found(client):
    section = newsroom()
    section.slug = "newyddion-tŷ"
    section.save()
    for page in (factories.topic(), factories.case(), factories.speeches()):
        address = type(page).objects.get(pk=page.pk).url
        assert "newyddion-t%C5%B7" in address
        assert client.get(address).status_code == 200, address
