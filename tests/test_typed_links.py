"""What becomes of addresses that were typed or pasted, when a draft is saved and at the gate."""

import pytest
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Site

from newsroom.documents.passages import Passage
from newsroom.gate.own_addresses import Target, own_hosts, targets_of, typed_addresses
from newsroom.gate.release_gate import ReleaseRefused, examine
from newsroom.models import DeskClosure, ItemUpdate
from tests.blockers import sound_draft
from tests.desk import at_desk, now, write
from tests.factories import clear, draft, press_release, topic, update, welsh, withdrawn

pytestmark = pytest.mark.django_db

HOST = "https://news.example.gov.uk"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.BASE_URL, settings.DESK_URL = HOST, "https://desk.example.gov.uk"
    site = Site.objects.get(is_default_site=True)
    site.hostname = "news.example.gov.uk"
    site.save()


def saved(**fields):
    """The newest version of a draft with these texts."""
    item = sound_draft()
    for name, value in fields.items():
        setattr(item, name, value)
    item.save_revision()
    return item.get_latest_revision_as_object()


def paragraphs(*markups):
    """What becomes of these paragraphs, all of one draft."""
    page = saved(body=[("paragraph", markup) for markup in markups])
    return [block.value.source for block in page.body]


def paragraph(markup):
    return paragraphs(markup)[0]


def codes(page):
    return [finding.code for finding in examine(page).findings if "address" in finding.code]


def test_every_form_of_an_own_address_becomes_a_link_to_its_page():
    item = press_release(title="Man jailed", slug="man-jailed")
    link = f'<p>See <a id="{item.pk}" linktype="page">this</a>.</p>'
    addresses = (
        "/news/man-jailed/",
        "/news/man-jailed",
        "/News/Man-Jailed/?utm_source=mail",
        f"{HOST}/news/man-jailed/",
        "HTTP://www.news.example.gov.uk:80//news/man%2Djailed/",
        "//news.example.gov.uk/news/man-jailed",
        "https://desk.example.gov.uk/news/man-jailed/",
        "news.example.gov.uk/news/man-jailed/",
        # In Welsh it leads to the English one, as long as there is no other.
        f"{HOST}/cy/news/man-jailed/",
        "https://eur01.safelinks.protection.outlook.com/?data=05&amp;url="
        "https%3A%2F%2Fnews.example.gov.uk%2Fnews%2Fman-jailed%2F",
    )
    made = paragraphs(*(f'<p>See <a href="{address}">this</a>.</p>' for address in addresses))
    wrong = {address: one for address, one in zip(addresses, made, strict=True) if one != link}
    assert wrong == {}


def test_old_and_welsh_addresses_lead_to_their_pages():
    item = press_release(slug="man-jailed")
    item.slug = "man-jailed-for-life"
    clear(item).save()
    assert f'id="{item.pk}"' in paragraph('<p><a href="/news/man-jailed/">Old</a></p>')
    for page in (item.get_parent().get_parent().specific, item.get_parent().specific):
        page.copy_for_translation(welsh()).save_revision().publish()
    translated = item.copy_for_translation(welsh())
    translated.slug = "carcharu-dyn"
    clear(translated).save()
    assert f'id="{translated.pk}"' in paragraph('<p><a href="/cy/news/carcharu-dyn/">Cy</a></p>')


def test_a_typed_address_becomes_a_link_and_keeps_its_words():
    item = press_release(slug="man-jailed")
    typed = paragraph("<p>See /news/man-jailed/ (https://www.gov.uk/x?a=1&amp;b=2).</p>")
    shown = f'<a id="{item.pk}" linktype="page">/news/man-jailed/</a>'
    assert typed == f"<p>See {shown} (https://www.gov.uk/x?a=1&amp;b=2).</p>"


def test_further_reading_and_points_and_notes_become_links_too():
    item = press_release(slug="man-jailed")
    address = f"{HOST}/news/man-jailed/"
    reading = {"title": "More", "links": [{"text": "It", "page": None, "url": address}]}
    points = {"style": "bulleted", "items": [f'<p><a href="{address}">It</a></p>']}
    page = saved(
        body=[("further_reading", reading), ("list", points)],
        notes_to_editors=f'<p><a href="{address}">It</a></p>',
    )
    link = page.body[0].value["links"][0]
    assert (link["page"].pk, link["url"], link["text"]) == (item.pk, "", "It")
    assert f'id="{item.pk}"' in page.body[1].value["items"][0].source
    assert f'id="{item.pk}"' in page.notes_to_editors


def test_what_no_link_to_a_page_could_say_stays_an_address():
    press_release(slug="man-jailed")
    kept = [
        f'<p><a href="{address}">x</a></p>'
        for address in (
            "/news/?crime_type=fraud",
            f"{HOST}/news/man-jailed/#top",
            "https://www.cps.gov.uk/news/man-jailed/",
            "mailto:pressoffice@cps.gov.uk",
        )
    ]
    assert paragraphs(*kept) == kept
    outside = paragraph('<p><a href="www.gov.uk/x?utm_source=mail&amp;a=1">x</a></p>')
    assert outside == '<p><a href="https://www.gov.uk/x?a=1">x</a></p>'


def test_an_address_of_a_draft_is_refused_and_of_a_public_page_is_not():
    hidden, gone = draft(slug="hidden-draft"), withdrawn(slug="taken-down")
    press_release(slug="man-jailed")
    linked = f'<p>So: <a href="{hidden.url}">it</a></p>'
    page = saved(
        summary=f"See {hidden.url} and {gone.url}.",
        image_caption=f"See {HOST}{hidden.url}",
        body=[("paragraph", linked)],
    )
    found = examine(page).blockers
    fields = [one.field for one in found if one.code == "address-own"]
    assert fields == ["summary", "summary", "image_caption"]
    assert [one.field for one in found if one.code == "link-not-public"] == ["body"]
    public = "See /news/man-jailed/ or /news/, not /left/right/, of https://www.cps.gov.uk/a/b/."
    assert codes(saved(summary=public)) == []


def test_addresses_are_looked_for_in_every_place():
    reading = {"title": "More", "links": [{"text": "x", "page": None, "url": "http://10.0.0.5/x"}]}
    quotation = {"paragraphs": ["He knew."], "speaker": "x", "role": "of \\\\nas\\cases"}
    page = saved(
        body=[
            ("further_reading", reading),
            ("quote", quotation),
            ("list", {"style": "bulleted", "items": ["<p>On nas.cps.local</p>"]}),
        ],
        image_caption="From file:///H:/cases/victim.jpg",
        notes_to_editors='<p><a href="/admin/pages/5/edit/">Here</a></p>',
        summary="See /news/nothing-is-here/.",
        seo_title="See localhost:8000/admin/",
    )
    found = examine(page).blockers
    internal = [(one.field, one.block) for one in found if one.code == "address-internal"]
    places = [("body", 1), ("body", 2), ("body", 3)]
    places += [(field, None) for field in ("image_caption", "notes_to_editors", "seo_title")]
    assert sorted(internal, key=str) == sorted(places, key=str)
    assert [one.field for one in found if one.code == "address-own"] == ["summary"]


def test_files_and_views_below_pages_are_addresses_of_their_pages():
    subject = topic(slug="fraud")
    address = "/news/fraud/statistics.csv"
    assert targets_of([address], own_hosts()) == {
        address: Target(subject.pk, public=True, exact=False)
    }
    missing = "/documents/987654/victim.pdf"
    assert targets_of([missing], own_hosts()) == {missing: Target(document=987654)}
    assert get_document_model().objects.count() == 0
    assert codes(saved(summary=f"At {missing}.")) == ["address-own"]


def test_the_note_of_an_update_says_no_address_of_a_draft():
    item, hidden = press_release(), draft(slug="hidden-draft")
    for wrong in (hidden.url, f"{HOST}{hidden.url}", "http://wiki/x", "\\\\nas\\x"):
        with pytest.raises(ReleaseRefused, match="it out"):
            update(item, note=f"See {wrong}.")
    assert not ItemUpdate.objects.exists()
    update(item, note=f"See {HOST}{item.url}.")
    assert ItemUpdate.objects.count() == 1


def test_records_that_readers_see_hold_no_address_that_is_not_for_them():
    add = reverse("wagtailsnippets_newsroom_deskclosure:add")
    days = {"first_day": "01/10/2026", "last_day": "01/10/2026", "contact": ""}
    for wrong in ("See http://wiki/x", "On \\\\nas\\rota.xlsx", "https://1drv.ms/w/s!x"):
        answer = at_desk("administrator").post(add, {**days, "reason": wrong})
        assert "out" in str(answer.context["form"].errors["reason"])
    assert not DeskClosure.objects.exists()
    order = reverse("wagtailsnippets_newsroom_reportingrestriction:add")
    typed = {"items-count": "0", "covers": "\\\\nas\\x", "public_wording": "See \\\\nas\\x"}
    wrong = at_desk("administrator").post(order, typed).context["form"].errors
    assert "Take it out" in str(wrong["public_wording"])
    # Readers never see what an order covers.
    assert "covers" not in wrong
    at_desk("administrator").post(add, {**days, "reason": "See https://www.gov.uk/holidays"})
    assert DeskClosure.objects.count() == 1


def test_what_is_written_in_the_admin_is_saved_with_links():
    item = press_release(slug="man-jailed-before")
    page = write(text=f'See <a href="{HOST}{item.url}">this</a>.')
    body = now(page).get_latest_revision_as_object().body[0].value.source
    assert f'id="{item.pk}"' in body


def test_texts_without_addresses_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert typed_addresses([Passage("body", "Text", "He paid £1.50 on 12/11/2026.")]) == ()
