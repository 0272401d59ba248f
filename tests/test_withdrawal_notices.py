"""The address of a withdrawn page: what readers are told there, and when they are told nothing."""

import pytest
from wagtail.models import Page

from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import ReleaseLog, TopicHubPage, WithdrawalNotice
from newsroom.orders.enforcement import enforce
from newsroom.publishing.release import withdraw
from tests.blockers import name_order
from tests.desk import at_desk, now
from tests.factories import draft, newsroom, person, press_release, release, statement, topic
from tests.test_releasing import address, in_bulk, withdrawn_by

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

GONE = 410
LAW = "It was withdrawn for a legal reason."
TITLE = "Quillfeather jailed"


def withdrawn_item(told="law", **fields):
    """An item that is public no more, with a notice at its address."""
    page = press_release(title=TITLE, slug="quillfeather-jailed")
    withdraw(page, "The conviction was quashed.", person("duty.editor"), told=told, **fields)
    return page


@pytest.mark.parametrize("kind", [kind for kind in WithdrawalNotice.Kind if kind != "replaced"])
def test_the_address_tells_since_when_and_why_and_not_what_was_there(client, kind):
    page = press_release(title=TITLE, slug="quillfeather-jailed")
    withdrawn_by("duty.editor", page, told=kind)
    answer = client.get(page.url)
    assert answer.status_code == GONE
    assert str(kind.label) in answer.text
    assert f"{WithdrawalNotice.objects.get().since.astimezone():%B %Y}" in answer.text
    assert "quillfeather" not in answer.text.lower()
    assert 'content="noindex"' in answer.text
    assert "no-cache" in answer["Cache-Control"]
    assert client.head(page.url).status_code == GONE
    assert client.get(page.url.rstrip("/")).status_code == GONE
    assert client.get(f"{page.url}none/").status_code == 404
    assert client.get(f"/cy{page.url}").status_code == 404


def test_the_log_says_what_readers_are_told():
    page = press_release()
    withdrawn_by("duty.editor", page, told="law")
    row = ReleaseLog.objects.get(event="withdrawn")
    assert row.note == f"The conviction was quashed.\nReaders are told: {LAW}"


def test_readers_are_told_nothing_if_the_address_itself_says_too_much(client):
    page = press_release()
    withdrawn_by("duty.editor", page, told="nothing")
    assert client.get(page.url).status_code == 404
    assert not WithdrawalNotice.objects.exists()


def test_what_is_replaced_leads_on_while_that_is_public(client):
    page, other = press_release(title=TITLE, slug="quillfeather-jailed"), statement()
    withdrawn_by("duty.editor", page, told="replaced", replacement=other.pk)
    answer = client.get(page.url)
    assert (answer.status_code, answer["Location"]) == (302, other.url)
    withdraw(other, "Wrong too.", person("duty.editor"))
    answer = client.get(page.url)
    assert answer.status_code == GONE
    assert "It has been replaced." in answer.text
    assert other.title not in answer.text
    assert other.slug not in answer.text


def test_the_form_asks_what_readers_are_told_and_for_a_page_that_they_can_open():
    page, hidden = press_release(), draft(title="Not out yet")
    for sent in (
        {"told": ""},
        {"told": "replaced"},
        {"told": "replaced", "replacement": hidden.pk},
        {"told": "replaced", "replacement": page.pk},
    ):
        answer = withdrawn_by("duty.editor", page, **sent)
        form = answer.context["form"]
        assert form.errors.keys() == {"replacement" if sent["told"] else "told"}
        assert now(page).live


def test_several_are_withdrawn_with_one_notice_each(client):
    first, second = press_release(), press_release()
    in_bulk("unpublish", first, second, told="error", reason="Wrong place.")
    for page in (first, second):
        assert "It was published in error." in client.get(page.url).text


def test_several_are_replaced_by_a_page_that_stays(client):
    first, second, below = press_release(), press_release(), statement()
    news = newsroom()
    sent = {"told": "replaced", "reason": "One item says it all."}
    for chosen, fields in (
        ([first, second], {"replacement": second.pk}),
        ([news], {"replacement": below.pk, "include_descendants": "on"}),
    ):
        answer = in_bulk("unpublish", *chosen, **sent, **fields)
        assert answer.context["form"].errors.keys() == {"replacement"}
        assert Page.objects.filter(pk__in=[first.pk, second.pk, below.pk], live=True).count() == 3
    in_bulk("unpublish", first, second, **sent, replacement=below.pk)
    for page in (first, second):
        assert client.get(page.url)["Location"] == below.url


def test_what_was_never_public_leaves_no_notice():
    page = draft()
    page.save_revision()
    screen = at_desk("duty.editor").get(address("wagtailadmin_pages:unpublish", page))
    assert screen.status_code == 302
    withdraw(page, "Too early.", person("duty.editor"), told="law")
    assert not WithdrawalNotice.objects.exists()


def _clear_as_new(page):
    release(now(page))


def _call_it_otherwise(page):
    stored = now(page)
    stored.slug = "another-name"
    stored.save()


def _move_the_section(page):
    section = now(page).get_parent().specific
    section.slug = "old-news"
    section.save()


def _delete(page):
    now(page).delete()


def _protect_the_name(page):
    enforce(name_order("Zoë Quillfeather", page), person("reviewing.lawyer"))


@pytest.mark.parametrize(
    "change",
    [_clear_as_new, _call_it_otherwise, _move_the_section, _delete, _protect_the_name],
)
def test_the_notice_goes_with_what_makes_it_wrong(client, change):
    page = withdrawn_item()
    release(newsroom())
    assert client.get(page.url).status_code == GONE
    change(page)
    assert not WithdrawalNotice.objects.exists()
    assert client.get(page.url).status_code == (200 if change is _clear_as_new else 404)


def test_no_notice_is_left_at_an_address_that_holds_a_protected_name(client):
    page = press_release(slug="quillfeather-jailed")
    name_order("Zoë Quillfeather", page)
    withdraw(page, "An order.", person("duty.editor"), told="law")
    assert not WithdrawalNotice.objects.exists()
    assert client.get(page.url).status_code == 404


def test_a_new_page_at_the_address_is_served_and_leaves_nothing_of_the_notice(client):
    page = withdrawn_item()
    Page.objects.filter(pk=page.pk).update(slug="elsewhere")
    other = press_release(slug="quillfeather-jailed")
    assert other.url == page.url
    assert client.get(page.url).status_code == 200
    withdraw(other, "Wrong.", person("duty.editor"))
    assert client.get(page.url).status_code == 404


def test_a_page_of_any_type_returns_when_others_have_cleared_it(client):
    page = topic(title="Fraud")
    page.save_revision().publish(user=person("duty.editor"))
    withdrawn_by("duty.editor", page, told="error")
    assert client.get(page.url).status_code == GONE
    draft_again = TopicHubPage.objects.get(pk=page.pk).get_latest_revision()
    with pytest.raises(ReleaseRefused) as refused:
        draft_again.publish(user=person("duty.editor"))
    assert "not-cleared" in {found.code for found in refused.value.examination.blockers}
    release(TopicHubPage.objects.get(pk=page.pk))
    assert client.get(page.url).status_code == 200
