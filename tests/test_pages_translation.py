"""Terms and pages in a second language."""

import pytest
from django.utils import translation

from newsroom.archive.terms import Terms, Vocabulary
from tests.factories import area, clear, crime_type, newsroom, press_release, release, welsh

pytestmark = pytest.mark.django_db


def in_welsh(term, name):
    translated = term.copy_for_translation(welsh())
    translated.name = name
    translated.save()
    return translated


def test_a_translated_term_keeps_its_address():
    english = crime_type("Sexual offences")
    translated = in_welsh(english, "Troseddau rhywiol")
    assert translated.slug == english.slug
    with translation.override("cy"):
        assert english.localized == translated


def test_terms_are_named_in_the_readers_language(django_assert_num_queries):
    translated, other = crime_type("Sexual offences"), crime_type("Fraud")
    in_welsh(translated, "Troseddau rhywiol")
    with translation.override("cy"), django_assert_num_queries(1):
        names = Vocabulary().crime_types.names
    assert (names[translated.pk], names[other.pk]) == ("Troseddau rhywiol", "Fraud")
    assert Terms.of("crime_type").names[translated.pk] == "Sexual offences"


def test_an_item_is_translated_with_its_terms(client):
    wessex, fraud = area("Wessex"), crime_type("Fraud")
    in_welsh(fraud, "Twyll")
    item = press_release(title="Man jailed", crime_types=[fraud], areas=[wessex])
    index = newsroom()
    for page in (index.get_parent().specific, index):
        page.copy_for_translation(welsh()).save_revision().publish()
    translated = item.copy_for_translation(welsh())
    translated.title = "Carcharu dyn"
    clear(translated)
    translated.save_revision().publish()
    assert translated.url == f"/cy{item.url}"
    response = client.get(translated.url)
    assert response.status_code == 200
    assert "Carcharu dyn" in response.text
    shown = response.context["item"]
    assert [(link.label, link.url) for link in shown.crime_types] == [
        ("Twyll", "/cy/news/?crime_type=fraud")
    ]
    assert "Man jailed" not in response.text


@pytest.mark.django_db
def test_english_is_never_shown_under_a_welsh_address(client):
    item = press_release(parent=newsroom())
    assert client.get("/cy/news/")["Location"] == "/news/"
    assert client.get(f"/cy/news/{item.slug}/")["Location"].endswith(f"/news/{item.slug}/")
    assert "/cy/" not in client.get(f"/cy/news/{item.slug}/")["Location"]


def test_a_welsh_list_never_shows_english_items(client):
    index = newsroom()
    english = press_release(title="An English item")
    index.featured_items.create(item=english)
    index.copy_for_translation(welsh(), copy_parents=True).save_revision().publish()
    page = client.get("/cy/news/")
    assert page.status_code == 200
    assert "An English item" not in page.text
    assert [link["code"] for link in page.context["translations"]] == ["en", "cy"]
    assert 'hreflang="en"' in page.text


def test_a_page_moved_into_another_language_is_not_found(client):
    index = newsroom()
    item = press_release()
    item.locale = welsh()
    release(item)
    assert client.get(f"/news/{item.slug}/").status_code == 404
    assert index.url == "/news/"


def test_a_welsh_front_page_is_previewed_and_not_led_away_from():
    index = newsroom()
    welsh_index = index.copy_for_translation(welsh(), copy_parents=True)
    for page in (index, welsh_index):
        page.introduction = "<p>Words that nobody has saved yet.</p>"
        preview = page.make_preview_request()
        assert preview.status_code == 200
        assert "Words that nobody has saved yet." in preview.text
