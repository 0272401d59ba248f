"""The press pack: the words and the files of an item, as they are public at that moment."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone, translation

from newsroom.models import EditionFile, NewsIndexPage, PressReleasePage
from newsroom.publishing.release import withdraw
from tests.factories import (
    declare_change,
    draft,
    person,
    picture,
    press_release,
    release,
    statement,
    update,
    welsh,
)
from tests.test_files import document, order, words_with

pytestmark = pytest.mark.django_db


def address(item) -> str:
    return reverse("press_pack", args=[item.pk])


def pack_of(client, item) -> dict[str, bytes]:
    """The parts of a pack by their names within its folder."""
    answer = client.get(address(item))
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(answer.getvalue())) as pack:
        assert pack.testzip() is None
        assert {name.partition("/")[0] for name in pack.namelist()} == {item.slug}
        return {name.partition("/")[2]: pack.read(name) for name in pack.namelist()}


def text_of(client, item) -> str:
    return pack_of(client, item)["release.txt"].decode("utf-8-sig")


def with_files(**fields):
    paper = document()
    return press_release(
        image=picture(),
        image_alt="A court of brick",
        image_caption="Leeds Crown Court",
        image_credit="CPS",
        body=[("paragraph", "<p>He was jailed &amp; fined.</p>"), *words_with(paper)],
        **fields,
    )


def test_it_holds_words_pictures_and_documents_and_lists_them(client):
    item = with_files(title="Man jailed", notes_to_editors="<p>He is 41.</p>")
    assert address(item) in client.get(item.url).text
    parts = pack_of(client, item)
    pictures = [name for name in parts if name.startswith("pictures/")]
    papers = [name for name in parts if name.startswith("documents/")]
    assert len(parts) == 1 + len(pictures) + len(papers)
    assert len(pictures) == len(papers) == 1
    assert parts[pictures[0]].startswith(b"\xff\xd8\xff")
    assert re.fullmatch(r"pictures/[^.]+\.jpg", pictures[0])
    text = " ".join(parts["release.txt"].decode("utf-8-sig").split())
    wanted = ["Man jailed", "Press release", item.url, "jailed & fined", "He is 41."]
    wanted += [papers[0], pictures[0], "A court of brick", "Leeds Crown Court", "CPS"]
    wanted += ["Press enquiries"] if "Press enquiries" in text else []
    places = [text.find(part) for part in wanted]
    assert -1 not in places, wanted
    assert places[:5] == sorted(places[:5])
    name = client.get(address(item))["Content-Disposition"]
    assert name == f'attachment; filename="{item.slug}.zip"'


def test_it_has_corrections_and_updates(client):
    item = press_release(title="Man jailed for 5 years")
    item.title = "Man jailed for 4 years"
    release(declare_change(item, "He was jailed for 4 years, not 5."))
    update(PressReleasePage.objects.get(pk=item.pk), note="He has appealed.")
    text = text_of(client, item)
    assert re.search(r"He has appealed\..*He was jailed for 4 years, not 5\.", text, re.DOTALL)
    assert "Man jailed for 5 years" not in text


def test_it_is_there_exactly_while_its_item_is(client):
    item, hidden = with_files(), draft()
    assert client.get(address(hidden)).status_code == 404
    assert client.get(address(item)).status_code == 200
    made = order(item)
    assert client.get(address(item)).status_code == 404
    made.ended_at = timezone.now()
    made.save()
    release(PressReleasePage.objects.get(pk=item.pk))
    assert client.get(address(item)).status_code == 200
    withdraw(PressReleasePage.objects.get(pk=item.pk), "Quashed.", person("duty.editor"))
    assert client.get(address(item)).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 30, "x", "-1"])
def test_what_is_no_item_has_none(client, number):
    assert client.get(f"/news/press-pack/{number}.zip").status_code == 404


def test_pages_that_are_no_items_have_none(client):
    assert client.get(address(NewsIndexPage.objects.get())).status_code == 404


def test_a_file_that_is_lost_is_left_out_and_not_listed(client):
    item = with_files()
    for row in EditionFile.objects.filter(kind="picture"):
        default_storage.delete(row.stored)
    parts = pack_of(client, item)
    assert not [name for name in parts if name.startswith("pictures/")]
    assert "pictures/" not in parts["release.txt"].decode()


def test_it_is_sent_again_only_if_it_changed(client):
    item = statement()
    first = client.get(address(item))
    again = client.get(address(item), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == again["Cache-Control"]
    assert client.get(address(item)).getvalue() == first.getvalue()
    update(item, note="It goes on.")
    changed = client.get(address(item), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_only_reading_is_allowed(client):
    assert client.post(address(press_release())).status_code == 405


def test_a_welsh_item_is_packed_in_welsh(client):
    item = press_release()
    cy = welsh()
    item.get_parent().get_parent().specific.copy_for_translation(cy)
    item.get_parent().specific.copy_for_translation(cy)
    translated = item.copy_for_translation(cy)
    translated.title = "Carcharu dyn"
    for page in (translated.get_parent().get_parent(), translated.get_parent(), translated):
        release(page.specific)
    with translation.override("cy"):
        there = reverse("press_pack", args=[translated.pk])
    with ZipFile(BytesIO(client.get(there).getvalue())) as pack:
        text = pack.read(pack.namelist()[0]).decode("utf-8-sig")
    assert "Carcharu dyn" in text
    assert "may be corrected" not in text


def test_it_asks_so_many_queries(client, django_assert_num_queries):
    item = with_files()
    client.get(address(item))
    with django_assert_num_queries(3):
        client.get(address(item)).getvalue()
