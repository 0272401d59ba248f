"""Preview links: one person without an account reads exactly one draft, and writes back."""

import re
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.gate.sign_off import latest
from newsroom.models import (
    DeskNotice,
    PictureRecord,
    PreviewComment,
    PreviewLink,
    PreviewOpening,
    ReleaseLog,
    WrongPreviewLink,
)
from newsroom.publishing import disclosure
from newsroom.publishing.disclosure import MOST_WRONG, make_link, revoke, show_newest
from newsroom.publishing.outbox import send_notices
from tests.blockers import name_order, order
from tests.desk import at_desk
from tests.factories import case, draft, person, picture

pytestmark = pytest.mark.django_db

WORDS = "The bridge was closed for a day"
NAME = "Zebedee Quillfeather"
TO = ("Sergeant Ann Other", "West Yorkshire Police")


def written(**fields):
    text = fields.pop("text", WORDS)
    item = draft(title="Draft about a bridge", body=[("paragraph", f"<p>{text}.</p>")], **fields)
    item.save_revision(user=person("press.officer"))
    return item


def linked(item, days=3):
    """A link to the newest words of a draft, and the path that its recipient is sent."""
    until = timezone.now() + timedelta(days=days)
    link, token = make_link(latest(item), person("press.officer"), *TO, until)
    return link, reverse("preview_link", args=[token])


def rewrite(item, text):
    item = item.specific
    item.body = [("paragraph", f"<p>{text}</p>")]
    item.save_revision()


def screen(item):
    return reverse("desk_preview_links", args=[item.pk])


def test_a_link_shows_the_draft_to_whom_it_was_made_for_and_says_so(client):
    item = written()
    link, address = linked(item)
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert WORDS in html
    assert html.count("Not for publication · Sergeant Ann Other, West Yorkshire Police") == 24
    assert "Share this page" not in html
    assert 'rel="canonical"' not in html
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "ETag" not in response
    assert not response.cookies
    assert client.get(item.get_url()).status_code == 404
    assert [row.was_shown for row in link.openings.all()] == [True]
    client.head(address)
    assert link.openings.count() == 1


def test_the_token_is_stored_nowhere(client):
    link, address = linked(written())
    token = address.strip("/").rpartition("/")[2]
    client.get(address)
    for model in (PreviewLink, PreviewOpening, ReleaseLog, DeskNotice):
        assert token not in str(list(model.objects.values_list()))
    assert len(token) >= 43
    assert link.token_hash


def test_what_is_unknown_expired_or_revoked_is_answered_alike(client):
    item = written()
    (expired, old), (revoked, shut) = linked(item, days=1), linked(item, days=9)
    _other, gone = linked(written(slug="gone"), days=9)
    revoke(revoked, latest(item), person("duty.editor"))
    PreviewLink.objects.get(pk=_other.pk).page.delete()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        found = [client.get(path) for path in (old, shut, gone, "/preview/none/")]
        sent = client.post(shut, {"words": "Hello"})
    answers = {(one.status_code, one.content, str(sorted(one.items()))) for one in found}
    assert len(answers) == 1
    assert (found[0].status_code, sent.status_code) == (404, 404)
    assert found[0]["Cache-Control"] == "no-store, private"
    assert not PreviewOpening.objects.exists()
    assert not PreviewComment.objects.exists()
    assert [expired.state.label, PreviewLink.objects.get(pk=revoked.pk).state.label] == [
        "Works",
        "Revoked",
    ]


def test_who_tries_many_links_has_to_wait_even_with_one_that_works(client):
    _link, address = linked(written())
    for number in range(MOST_WRONG):
        assert client.get(f"/preview/wrong-{number}/").status_code == 404
    refused = client.get(address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert client.get(address).status_code == 200
        client.get("/preview/none/")
    assert WrongPreviewLink.objects.count() == 1


def under_an_order(item):
    order(item)


def under_an_order_about_names(item):
    name_order("Somebody Else", item)


def under_an_order_on_its_case(item):
    thread = case()
    item.case = thread
    item.save_revision()
    order(thread)


def naming_somebody_protected(item):
    name_order("Ann Bridge")


def unreadable(item):
    name_order("Ann Other")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]


@pytest.mark.parametrize(
    "protect",
    [
        under_an_order,
        under_an_order_about_names,
        under_an_order_on_its_case,
        naming_somebody_protected,
        unreadable,
    ],
)
def test_what_an_order_protects_is_shown_to_no_link(client, protect, settings):
    settings.FIELD_ENCRYPTION_KEYS = list(settings.FIELD_ENCRYPTION_KEYS)
    item = written(text="Ann Bridge closed it")
    link, address = linked(item)
    if protect is under_an_order_on_its_case:
        protect(item)
        show_newest(link, latest(item))
    else:
        protect(item)
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert "cannot show it to you just now" in html
    for word in ("Ann Bridge", "Draft about", "order", "restriction", "protected"):
        assert word not in html
    assert client.post(address, {"words": "Hello"}).content == response.content
    assert [row.was_shown for row in link.openings.all()] == [False]
    made = at_desk("press.officer").post(screen(item), {"recipient": "A", "organisation": "B"})
    assert "shown to nobody outside the desk" in made.content.decode()
    assert PreviewLink.objects.count() == 1


def test_a_draft_about_somebody_with_anonymity_waits_until_it_is_confirmed(client):
    item = written(sexual_offence=True, stage="verdict")
    _link, address = linked(item)
    assert WORDS not in client.get(address).content.decode()


def test_a_link_shows_no_words_for_which_it_was_not_made(client):
    item = written()
    link, address = linked(item)
    rewrite(item, "Other words stand here.")
    html = client.get(address).content.decode()
    assert WORDS in html
    assert "Other words" not in html
    assert "worked on since" in html
    at_desk("press.officer").post(screen(item), {"renew": link.pk})
    html = client.get(address).content.decode()
    assert "Other words stand here." in html
    assert "worked on since" not in html
    events = ReleaseLog.objects.filter(page_id=item.pk, event__startswith="link")
    assert list(events.order_by("pk").values_list("event", flat=True)) == [
        "link-made",
        "link-renewed",
    ]


def test_pictures_come_by_the_link_and_no_other_way(client):
    shown, other = picture(), picture(title="Other")
    PictureRecord.objects.create(image=shown, release_class="place")
    item = written(image=shown, image_alt="A bridge")
    _link, address = linked(item)
    html = client.get(address).content.decode()
    sources = re.findall(rf'{address}pictures/[^" ,]+', html)
    assert sources
    assert "/media/images/" not in html
    response = client.get(sources[0])
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
    assert response.getvalue()
    name = sources[0].rpartition("/")[2]
    assert client.get(f"/media/images/{name}").status_code == 404
    assert client.get(f"/preview/none/pictures/{name}").status_code == 404
    hidden = other.get_rendition("width-320").file.name.rpartition("/")[2]
    assert client.get(f"{address}pictures/{hidden}").status_code == 404
    order(item)
    assert client.get(sources[0]).status_code == 404


def test_a_comment_comes_back_to_the_item_as_plain_text(client, mailoutbox):
    maker = person("press.officer")
    maker.email = "writer@cps.example"
    maker.save()
    person("duty.editor", email="duty@cps.example")
    item = written()
    _link, address = linked(item)
    words = f"<b>It was</b> {NAME}.\nNot Leeds."
    # As from another site too: only who knows the address can send anything.
    answer = Client(enforce_csrf_checks=True).post(address, {"words": words})
    assert (answer.status_code, answer.url) == (302, f"{address}?sent=1#comment")
    assert "has been passed on" in client.get(answer.url).content.decode()
    form = at_desk("press.officer").get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    assert f"&lt;b&gt;It was&lt;/b&gt; {NAME}.<br>Not Leeds." in form.content.decode()
    send_notices()
    (mail,) = mailoutbox
    assert "writer@cps.example" in mail.to
    assert NAME not in f"{mail.subject} {mail.body}"
    assert NAME not in str(list(ReleaseLog.objects.values_list()))
    assert client.post(address, {"words": " "}).status_code == 400
    assert PreviewComment.objects.count() == 1


def test_a_link_takes_no_more_comments_than_anybody_writes(client, monkeypatch):
    monkeypatch.setattr(disclosure, "MOST_COMMENTS", 1)
    _link, address = linked(written())
    client.post(address, {"words": "One"})
    assert "No more comments" in client.post(address, {"words": "Two"}).content.decode()
    assert PreviewComment.objects.get().words == "One"


def test_the_desk_makes_a_link_sees_its_openings_and_revokes_it(client):
    item, desk = written(), at_desk("press.officer")
    edit = desk.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert screen(item) in edit
    sent = {"recipient": TO[0], "organisation": TO[1], "days": "3"}
    made = desk.post(screen(item), sent)
    address = re.search(r'value="[^"]+(/preview/[^"]+/)"', made.content.decode())[1]
    assert "no-store" in made["Cache-Control"]
    assert client.get(address).status_code == 200
    listed = desk.get(screen(item)).content.decode()
    assert address not in listed
    assert "1 time" in listed
    link = PreviewLink.objects.get()
    desk.post(screen(item), {"revoke": link.pk})
    assert client.get(address).status_code == 404
    assert "Revoked" in desk.get(screen(item)).content.decode()
    row = ReleaseLog.objects.get(event="link-revoked")
    assert (row.username, row.page_id) == ("press.officer", item.pk)


def test_who_may_not_edit_the_page_makes_and_revokes_no_link():
    item = written()
    link, _address = linked(item)
    for sent in ({"recipient": "A", "organisation": "B", "days": "3"}, {"revoke": link.pk}):
        assert at_desk("stranger").post(screen(item), sent).status_code in (302, 403)
    other = written(slug="other")
    assert at_desk("press.officer").post(screen(other), {"revoke": link.pk}).status_code == 404
    assert PreviewLink.objects.get().state == "open"
