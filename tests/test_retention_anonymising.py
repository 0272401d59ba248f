"""An item is anonymised in place: in what readers get, in all versions, and in all records."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from newsroom.evidence.care_record import care_record
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import (
    CheckResponse,
    Edition,
    ItemUpdate,
    OldAddress,
    OutgoingMail,
    PageChange,
    PressReleasePage,
    ReleaseLog,
    RetentionDecision,
)
from newsroom.retention import anonymising
from newsroom.retention.bound_rows import PageRows
from newsroom.retention.removal import StillThere
from newsroom.retention.replacement import Replacement, remain
from newsroom.retention.stored_texts import text_places
from tests.blockers import name_order
from tests.desk import at_desk
from tests.factories import declare_change, person, press_release, release, update
from tests.retention import NAME, NEW, Kind, erased

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

GONE = [Replacement(NAME, NEW)]


def lived():
    """An item that names somebody wherever it can, and has a past."""
    page = press_release(
        title=f"{NAME} fined",
        slug="ottoline-quarrenby-fined",
        summary=f"{NAME} was fined.",
        body=[("paragraph", f"<p>Today <b>Ottoline</b> Quarrenby was fined. {NAME} left.</p>")],
        notes_to_editors=f"<p>{NAME} is 41.</p>",
    )
    page.save_revision(user=person("press.officer"))
    update(page, note=f"{NAME} was sentenced.")
    page = PressReleasePage.objects.get(pk=page.pk)
    page.title = f"{NAME} jailed"
    release(declare_change(page, f"{NAME} was jailed, not fined."))
    page.save_revision(user=person("press.officer"))
    CheckResponse.objects.create(
        page=page,
        digest="0" * 64,
        code="anonymity",
        words=f"{NAME} agreed.",
        by=person("second.lawyer"),
    )
    Redirect.objects.create(old_path="/ottoline-quarrenby", redirect_page=page)
    return PressReleasePage.objects.get(pk=page.pk)


def anonymised(page, words=((NAME, NEW),)):
    erased(page, Kind.ANONYMISE, words)
    return PressReleasePage.objects.get(pk=page.pk)


def all_texts(page_id):
    bound = PageRows(page_id).by_table()
    for place in text_places():
        if keys := bound.get(place.model):
            rows = place.model._base_manager.filter(pk__in=keys)
            for _key, column, text in place.texts(rows):
                yield f"{place.label}.{column}", text


def test_readers_get_the_new_words_at_a_new_address(client):
    page = lived()
    before = page.url
    page = anonymised(page)
    assert page.live
    assert page.slug == "a-woman-from-leeds-fined"
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert "a woman from Leeds jailed" in answer.text
    assert "uarrenby" not in answer.text
    assert client.get(before).status_code == 404
    assert "was sentenced" in answer.text
    for path in ("/news/", "/news/feed/", "/news/corrections/"):
        assert "uarrenby" not in client.get(path, follow=True).text
    assert "a woman from Leeds" in client.get("/news/corrections/").text


def test_no_row_about_it_says_the_name_and_the_others_keep_theirs():
    page = lived()
    other = press_release(title=f"{NAME} opens a shop")
    places = {place for place, text in all_texts(page.pk) if remain(text, GONE)}
    for place in (
        "newsroom.Edition.document",
        "newsroom.Edition.address",
        "newsroom.ReleaseLog.title",
        "newsroom.CheckResponse.words",
        "newsroom.PageChange.note",
        "newsroom.ItemUpdate.note",
        "wagtailcore.Revision.content",
        "wagtailcore.Page.slug",
        "wagtailredirects.Redirect.old_path",
        "newsroom.NewsItemPage.body",
    ):
        assert place in places, place
    anonymised(page)
    assert [place for place, text in all_texts(page.pk) if remain(text, GONE)] == []
    assert Page.objects.get(pk=other.pk).title == f"{NAME} opens a shop"
    # An address with other words would be one at which the item never was.
    assert not OldAddress.objects.filter(page_id=page.pk).exists()
    assert not Redirect.objects.filter(redirect_page=page.pk).exists()


def test_each_version_still_opens_with_the_new_words():
    page = anonymised(lived())
    versions = list(Revision.page_revisions.filter(object_id=str(page.pk)))
    assert len(versions) >= 2
    for version in versions:
        assert "uarrenby" not in json.dumps(version.content)
        draft = version.as_object()
        assert NEW in draft.title
        assert NEW in str(draft.body)
    assert at_desk("duty.editor").get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_closed_editions_keep_their_digests_and_times():
    page = lived()
    before = list(
        Edition.objects.filter(page_id=page.pk).values_list("number", "digest", "opens_at")
    )
    page = anonymised(page)
    after = list(
        Edition.objects.filter(page_id=page.pk).values_list("number", "digest", "opens_at")
    )
    assert set(before) < set(after)
    assert Edition.objects.of_page(page.pk).first().title == f"{NEW} jailed"
    closed = Edition.objects.filter(page_id=page.pk).exclude(closed_why="")
    # An address with other words would be one at which the edition never was.
    assert {row.address for row in closed} == {""}
    assert {row.title for row in Edition.objects.of_page(page.pk)} >= {f"{NEW} fined"}


def test_the_log_and_the_record_of_care_say_that_words_were_replaced():
    page = anonymised(lived())
    row = ReleaseLog.objects.get(event="anonymised", page_id=page.pk)
    assert "second.editor" in row.note
    care = care_record(page.pk)
    assert [one.what for one in care.words_removed] == ["Anonymise it in place"]
    assert "uarrenby" not in care.as_json()
    assert PageChange.objects.filter(page=page.pk, kind="small").exists()
    assert ItemUpdate.objects.get(item=page.pk).has_passed


def test_the_gate_checks_the_new_words():
    page = lived()
    for words, found in (("[name]", "placeholder"), ("Zoë Quillfeather", "protected")):
        if found == "protected":
            name_order("Zoë Quillfeather")
        with pytest.raises(ReleaseRefused):
            erased(page, Kind.ANONYMISE, [(NAME, words)])
        RetentionDecision.objects.waiting().delete()
        assert PressReleasePage.objects.get(pk=page.pk).title == f"{NAME} jailed"
        assert Edition.objects.open().get(page_id=page.pk).title == f"{NAME} jailed"


def test_half_of_it_is_worse_than_none(monkeypatch):
    page = lived()
    texts = dict(all_texts(page.pk))
    whole = anonymising._replace

    def all_but_versions(page_id, replacements, places, *, only=None):
        tables = {place.model for place in text_places()} if only is None else set(only)
        whole(page_id, replacements, places, only=tables - {Revision})

    monkeypatch.setattr(anonymising, "_replace", all_but_versions)
    with pytest.raises(StillThere, match=r"wagtailcore\.Revision"):
        anonymised(page)
    assert dict(all_texts(page.pk)).items() >= {
        (place, text)
        for place, text in texts.items()
        if "Retention" not in place and "Log" not in place
    }


def test_what_is_not_public_is_anonymised_without_a_release():
    page = lived()
    page.unpublish()
    page = anonymised(PressReleasePage.objects.get(pk=page.pk))
    assert not page.live
    assert not Edition.objects.open().filter(page_id=page.pk).exists()
    assert [place for place, text in all_texts(page.pk) if remain(text, GONE)] == []


def test_an_alias_is_anonymised_where_its_words_are_written():
    page = lived()
    alias = page.create_alias(update_slug="elsewhere")
    with pytest.raises(ValidationError, match=str(page.pk)):
        anonymised(alias)


def test_an_address_that_is_taken_is_said():
    page = lived()
    press_release(slug="a-woman-from-leeds-fined")
    with pytest.raises(ValidationError, match="address"):
        anonymised(page)


def test_the_command_finds_nothing_afterwards(capsys):
    page = lived()
    OutgoingMail.objects.create(
        to="a@example.org", subject="Look", body=f"{NAME} was fined.", sent_at=timezone.now()
    )
    anonymised(page)
    call_command("verify_removed", str(page.pk))
    assert "No trace remains" in capsys.readouterr().out
