"""Pictures and documents are sent while a public page uses them, and at no other time."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page

from newsroom.models import (
    NewsItemPage,
    PressReleasePage,
    ReportingRestriction,
)
from newsroom.pages.public_files import is_public
from newsroom.readers import files
from tests.factories import (
    case,
    clear,
    draft,
    embargoed,
    expired,
    newsroom,
    person,
    press_release,
    private,
    release,
    withdrawn,
)

pytestmark = pytest.mark.django_db

STATES = [draft, embargoed, withdrawn, expired, private]


def document(name: str = "summary.pdf", **fields) -> Document:
    return Document.objects.create(
        title="Summary", file=ContentFile(b"%PDF-1.7\n%%EOF", name=name), **fields
    )


def words_with(shown: Document) -> list:
    return [
        ("paragraph", f'<p>See <a linktype="document" id="{shown.pk}">the figures</a>.</p>'),
    ]


@pytest.fixture
def officer(client):
    user = person("officer")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def close(*collections: Collection) -> None:
    for collection in collections:
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )


def order(*pages, **fields) -> ReportingRestriction:
    made = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.POSTPONED,
        effect=ReportingRestriction.Effect.EVERYTHING,
        covers="The trial",
        **fields,
    )
    made.pages.set([Page.objects.get(pk=page.pk) for page in pages])
    return made


def test_a_file_that_no_page_uses_is_private(client, rendition):
    alone = document()
    assert client.get(rendition.url).status_code == 404
    assert client.get(alone.url).status_code == 404


@pytest.mark.parametrize("make", STATES)
def test_files_of_what_is_not_public_are_private(client, image, rendition, make):
    paper = document()
    fields = {"image": image, "image_alt": "A court", "body": words_with(paper)}
    make(**fields)
    assert client.get(rendition.url).status_code == 404
    assert client.get(paper.url).status_code == 404
    press_release(**fields)
    assert client.get(rendition.url).status_code == 200
    assert client.get(paper.url).status_code == 200


def test_files_go_and_come_with_the_page_at_once(client, image, rendition):
    paper, thread = document(), case()
    item = press_release(image=image, image_alt="A court", case=thread, body=words_with(paper))

    def sent() -> set[int]:
        return {client.get(file.url).status_code for file in (rendition, paper)}

    assert sent() == {200}
    made = order(item)
    assert sent() == {404}
    made.ended_at = timezone.now()
    made.save()
    # Nothing comes back by itself.
    assert sent() == {404}
    release(PressReleasePage.objects.get(pk=item.pk))
    assert sent() == {200}
    of_case = order(thread)
    assert sent() == {404}
    of_case.delete()
    item = PressReleasePage.objects.get(pk=item.pk)
    item.unpublish()
    assert sent() == {404}


def test_a_page_that_drops_a_file_makes_it_private_at_once(client, image, rendition):
    paper = document()
    item = press_release(image=image, image_alt="A court", body=words_with(paper))
    item = PressReleasePage.objects.get(pk=item.pk)
    item.image, item.body = None, [("paragraph", "<p>Other words.</p>")]
    release(item)
    assert client.get(rendition.url).status_code == 404
    assert client.get(paper.url).status_code == 404


def test_what_only_a_later_draft_of_a_public_page_uses_is_private(client, image, rendition):
    item = PressReleasePage.objects.get(pk=press_release().pk)
    item.image, item.image_alt = image, "A court"
    revision = item.save_revision()
    assert client.get(rendition.url).status_code == 404
    clear(item)
    revision.publish()
    assert client.get(rendition.url).status_code == 200


def test_a_row_written_past_the_gate_makes_no_file_public(client, image, rendition):
    item = draft(image=image, image_alt="A court")
    NewsItemPage.objects.filter(pk=item.pk).update(live=True)
    assert client.get(rendition.url).status_code == 404


def test_a_file_in_a_closed_collection_is_private(client, image, rendition):
    paper = document()
    press_release(image=image, image_alt="A court", body=words_with(paper))
    close(image.collection, paper.collection)
    assert not is_public(image)
    assert client.get(paper.url).status_code == 404


def test_the_desk_sees_every_file_and_no_cache_keeps_it(officer, image, rendition):
    for file in (rendition, document()):
        answer = officer.get(file.url)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        answer.getvalue()


def test_somebody_without_access_to_the_admin_is_a_reader(client, rendition):
    client.force_login(person("stranger"))
    assert client.get(rendition.url).status_code == 404


def without(headers, *names: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


@pytest.mark.parametrize("cookie", ["", "of-somebody-else"])
def test_not_public_and_not_there_are_one_answer(client, rendition, cookie):
    paper = document()
    if cookie:
        client.cookies["session"] = cookie
    pairs = [
        (rendition.url, "/media/images/other.width-360.format-webp.webp"),
        (paper.url, f"/documents/{paper.pk + 1}/summary.pdf"),
        (paper.url, f"/documents/{paper.pk}/other.pdf"),
    ]
    for hidden, absent in pairs:
        one, other = client.get(hidden), client.get(absent)
        assert one.status_code == other.status_code == 404
        assert one.content.replace(hidden.encode(), b"") == other.content.replace(
            absent.encode(), b""
        )
        assert without(one.headers, "ETag", "Content-Length") == without(
            other.headers, "ETag", "Content-Length"
        )


def test_a_public_picture_must_be_asked_for_again(client, image, rendition):
    item = press_release(image=image, image_alt="A court")
    first = client.get(rendition.url)
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Content-Type"] == "image/webp"
    assert first["X-Content-Type-Options"] == "nosniff"
    policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    assert first["Content-Security-Policy"] == policy
    assert "Vary" not in first
    assert not first.cookies
    first.getvalue()
    known = [
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
        {"If-Modified-Since": http_date(timezone.now().timestamp() + 60)},
    ]
    for headers in known:
        again = client.get(rendition.url, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == "public, no-cache"
    head = client.head(rendition.url)
    assert (head.status_code, head.getvalue()) == (200, b"")
    head.getvalue()
    PressReleasePage.objects.get(pk=item.pk).unpublish()
    for headers in known:
        assert client.get(rendition.url, headers=headers).status_code == 404
    assert client.head(rendition.url).status_code == 404


def test_behind_the_proxy_the_proxy_sends_what_this_site_lets_through(
    client, settings, image, rendition
):
    settings.FILES_SENT_BY_PROXY = "/internal-media/"
    paper = document("the figures é.pdf")
    assert not client.get(rendition.url).has_header("X-Accel-Redirect")
    press_release(image=image, image_alt="A court", body=words_with(paper))
    answer = client.get(rendition.url)
    assert answer["X-Accel-Redirect"] == f"/internal-media/{rendition.file.name}"
    assert answer.content == b""
    saved = client.get(paper.url)
    assert saved["X-Accel-Redirect"].startswith("/internal-media/documents/the_figures_")
    assert saved["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("error", [PermissionError, IsADirectoryError, SuspiciousFileOperation])
def test_a_file_that_cannot_be_read_is_not_found(client, image, rendition, monkeypatch, error):
    press_release(image=image, image_alt="A court")

    def unreadable(name: str) -> int:
        raise error

    monkeypatch.setattr(rendition.file.storage, "size", unreadable)
    assert client.get(rendition.url).status_code == 404


def test_readers_have_the_same_answer_whoever_they_are(rf, image, rendition):
    """The view of the public service, which knows no users."""
    request = rf.get(rendition.url)
    name = rendition.url.removeprefix("/media/images/")
    with pytest.raises(Http404):
        files.picture(request, name)
    press_release(image=image, image_alt="A court")
    response = files.picture(request, name)
    assert response["Cache-Control"] == "public, no-cache"
    response.close()


def test_a_rendition_whose_file_is_lost_is_not_found(client, image, rendition):
    press_release(image=image, image_alt="A court")
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(rendition.url).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/media/images/",
        "/media/images/%00.jpg",
        "/media/images/../original_images/court.jpg",
        "/media/original_images/court.jpg",
        "/media/documents/summary.pdf",
        "/internal-media/images/court.jpg",
        "/documents/0/",
        "/documents/99999999999999999999999/x.pdf",
        "/documents/1/%00",
        "/cy/documents/1/summary.pdf",
        "/cy/media/images/court.jpg",
    ],
)
def test_no_other_address_leads_to_a_file(client, image, address):
    document()
    press_release(image=image, image_alt="A court")
    assert client.get(address).status_code == 404


def test_a_link_to_a_document_that_is_gone_is_no_error(client):
    body = [("paragraph", '<p><a linktype="document" id="99">the figures</a></p>')]
    assert client.get(press_release(body=body).url).status_code == 200


def sql_of(client, address: str, status: int = 200) -> list[str]:
    client.get(address).getvalue()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        answer.getvalue()
    assert answer.status_code == status
    return [re.sub(r"\s+", " ", query["sql"]) for query in captured.captured_queries]


@pytest.mark.parametrize("users", [1, 12])
def test_a_public_file_costs_one_query_however_many_pages_use_it(client, image, rendition, users):
    paper = document()
    for _ in range(users):
        press_release(image=image, image_alt="A court", body=words_with(paper))
    for file in (rendition, paper):
        queries = sql_of(client, file.url)
        assert len(queries) == 1, "\n".join(queries)
        assert not any("session" in query for query in queries)


def test_what_is_not_there_and_what_is_not_public_cost_the_same_two_queries(client, rendition):
    newsroom()
    name = rendition.url.removeprefix("/media/images/")
    other = f"x{name[1:]}"

    def steps(address: str, name: str) -> list[str]:
        plain = [re.sub(r"'\d{4}-[^']*'", "now", query) for query in sql_of(client, address, 404)]
        return [query.replace(name, "").replace(name.lower(), "") for query in plain]

    absent = steps(f"/media/images/{other}", other)
    # The file, and whether an old address leads on.
    assert len(absent) == 2, "\n".join(absent)
    assert steps(rendition.url, name) == absent


def test_an_embargoed_picture_is_public_with_its_page(client, image, rendition):
    item = embargoed(image=image, image_alt="A court")
    assert client.get(rendition.url).status_code == 404
    item.go_live_at = timezone.now() - timedelta(seconds=1)
    release(item)
    assert client.get(rendition.url).status_code == 200
