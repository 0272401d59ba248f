"""Release templates: what is shipped passes the gate once filled, and how a page begins from it."""

import json
import re
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from newsroom.gate.release_gate import examine
from newsroom.models import NewsIndexPage, PressReleasePage, ReleaseTemplate, StatementPage
from newsroom.publishing.template_checks import problems_of
from tests.begun import SHIPPED, begin, begun, shipped
from tests.desk import at_desk, edit, now, told, typed
from tests.factories import newsroom, press_release, welsh

pytestmark = pytest.mark.django_db

PLACEHOLDER = re.compile(r"\[[^\]]*\]")
FACTS = {
    "name": "Daniel Marsh",
    "age": "34",
    "town": "Leeds",
    "offence": "fraud by false representation",
    "each offence": "two counts of fraud by false representation",
    "police force": "West Yorkshire Police",
    "court": "Leeds Crown Court",
    "date": "7 December 2026",
    "role": "Senior Crown Prosecutor",
    "quote": "Buyers lost their savings. I thank each of them for coming to court.",
    "length": "four years",
    "sentence": "four years in prison",
    "charges": "two further counts of fraud",
    "outlet": "The Erewhon Gazette",
    "subject": "the work of the CPS with the press",
    "case or decision": "the investigation into Erewhon Cars",
    "month": "March",
    "enw": "Daniel Marsh",
    "oed": "34",
    "tref": "Gaerdydd",
    "trosedd": "dwyll drwy gynrychioliad anwir",
    "pob trosedd": "ddau gyhuddiad o dwyll drwy gynrychioliad anwir",
    "heddlu": "Heddlu De Cymru",
    "llys": "Llys y Goron Caerdydd",
    "dyddiad": "7 Rhagfyr 2026",
    "swydd": "Uwch Erlynydd y Goron",
    "DYFYNIAD": "Collodd prynwyr eu cynilion. Diolch i bob un am ddod i’r llys.",
    "hyd": "bedair blynedd",
    "dedfryd": "bedair blynedd o garchar",
    "cyfrwng": "Yr Erewhon",
    "pwnc": "waith y CPS gyda’r wasg",
}
"""What somebody fills in. A placeholder that tells what to write gets a sentence of it."""
SENTENCES = {
    "en": "cars that belonged to others were sold to eleven buyers",
    "cy": "gwerthwyd ceir pobl eraill i un ar ddeg o brynwyr",
}
ORDERED = {"not-cleared", "not-approved"}
"""What stands in the way of each release until a lawyer and an editor have read it."""


def fill(page, language):
    """Put facts in the place of all placeholders, and take out the lines that say to be deleted."""

    def fact(match):
        words = match[0].strip("[]")
        given = FACTS.get(words) or FACTS.get(words[0].lower() + words[1:])
        return given or SENTENCES[language]

    kept = [
        block
        for block in page.body.get_prep_value()
        if not re.search(r"\[(?:Keep|Cadwch)", json.dumps(block["value"]))
    ]
    page.body = json.dumps(told_of(kept, fact))
    for field in ("title", "summary", "notes_to_editors", "court"):
        setattr(page, field, PLACEHOLDER.sub(fact, getattr(page, field, "")))
    page.slug = "filled-in"
    return page


def told_of(value, fact):
    """A stored value of blocks, with facts in the place of placeholders."""
    if isinstance(value, list):
        return [told_of(one, fact) for one in value]
    if isinstance(value, dict):
        return {key: told_of(one, fact) for key, one in value.items()}
    return PLACEHOLDER.sub(fact, value) if isinstance(value, str) else value


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_what_is_shipped_passes_the_gate_once_it_is_filled_in(language, name):
    examined = examine(fill(begun(shipped(language, name)), language))
    assert {found.code for found in examined.blockers} <= ORDERED, examined.blockers
    # The headline of a plea is always asked about.
    warned = {"contempt-plea"} if name in ("Guilty plea", "Ple euog") else set()
    assert {found.code for found in examined.warnings} == warned, examined.warnings


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_what_is_shipped_is_refused_as_it_is_in_each_field_that_has_words(language, name):
    page = begun(shipped(language, name))
    refused = {found.field for found in examine(page).blockers if found.code == "placeholder"}
    filled_in = {
        field
        for field in ("title", "slug", "summary", "body", "court", "notes_to_editors")
        if PLACEHOLDER.search(str(getattr(page, field, ""))) or field == "slug"
    }
    assert refused == filled_in
    assert {"title", "slug", "summary", "body"} <= filled_in


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_what_is_shipped_can_be_saved_as_it_is(language, name):
    assert problems_of(shipped(language, name)) == {}


def test_both_languages_have_the_same_kinds_and_every_stage_its_reminder():
    kinds = {
        language: [
            (row.kind, row.stage, row.number_left_open > 0, bool(row.asked))
            for row in ReleaseTemplate.objects.filter(language=language)
        ]
        for language in ("en", "cy")
    }
    assert kinds["en"] == kinds["cy"]
    assert len(kinds["en"]) == 7


@pytest.mark.parametrize("name", [name for language, name in SHIPPED if language == "en"])
def test_the_form_opens_with_the_words_of_each_and_nothing_is_saved(name):
    template, before = shipped("en", name), Page.objects.count()
    answer = begin("press.officer", template)
    assert answer.status_code == HTTPStatus.OK
    form = answer.context_data["form"]
    shown = {
        field: form[field].value() for field in ("title", "slug", "summary", "notes_to_editors")
    }
    assert (shown["title"], shown["summary"]) == (template.title, template.summary)
    assert "xx" in shown["slug"]
    assert form.instance.kind == template.kind
    assert getattr(form.instance, "stage", "") == template.stage
    assert len(form["body"].value()) == len(template.body)
    assert f"Begun from: {name}" in answer.text
    panel = BeautifulSoup(answer.text, "html.parser").select_one(".desk-begun")
    assert f"{template.number_left_open} placeholders" in panel.text
    assert [line.text for line in panel.select("li")] == template.asked
    assert Page.objects.count() == before


def test_a_welsh_item_begins_from_a_welsh_template():
    news = newsroom()
    for page in (news.get_parent().specific, news):
        page.copy_for_translation(welsh()).save_revision().publish()
    front_page = NewsIndexPage.objects.get(locale=welsh())
    template = shipped("cy", "Penderfyniad i gyhuddo")
    answer = begin("administrator", template, front_page)
    assert answer.context_data["form"]["title"].value() == "Cyhuddo [enw] o [trosedd]"
    offered = at_desk("administrator").get(reverse("wagtailadmin_home")).text
    assert f"/{front_page.pk}/?template={template.pk}" in offered
    assert "<h3" in offered.partition("desk-begin")[2]


def begin_with(number, kind="pressreleasepage"):
    address = reverse("wagtailadmin_pages:add", args=["newsroom", kind, newsroom().pk])
    return address, at_desk("press.officer").get(address, {"template": number})


@pytest.mark.parametrize("number", ["", "no", "-1", "0", "987654321", "9" * 40, "²"])
def test_a_template_that_is_not_there_leads_to_the_empty_form_and_says_so(number):
    address, answer = begin_with(number)
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, address)
    assert "There is no such template" in told(answer)


@pytest.mark.parametrize(("language", "name"), [("en", "Statement"), ("cy", "Dedfryd")])
def test_a_template_of_another_type_or_language_is_not_taken(language, name):
    address, answer = begin_with(shipped(language, name).pk)
    assert answer.headers["Location"] == address


@pytest.mark.parametrize("screen", ["dashboard", "add_subpage"])
def test_it_is_chosen_where_somebody_begins(screen):
    address = {
        "dashboard": reverse("wagtailadmin_home"),
        "add_subpage": reverse("wagtailadmin_pages:add_subpage", args=[newsroom().pk]),
    }[screen]
    page = BeautifulSoup(at_desk("press.officer").get(address).text, "html.parser")
    links = page.select(".desk-begin a")
    names = [name for language, name in SHIPPED if language == "en"]
    assert [link.text for link in links] == names
    for link, row in zip(links, ReleaseTemplate.objects.filter(language="en"), strict=True):
        assert link["href"].endswith(f"/{newsroom().pk}/?template={row.pk}")
        assert row.line in link.parent.text
    empty = reverse("wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", newsroom().pk])
    assert page.select(f'a[href="{empty}"]'), "an empty page is one press away"


def test_nobody_who_writes_nothing_is_offered_a_template():
    page = at_desk("reviewing.lawyer").get(reverse("wagtailadmin_home")).text
    assert "Begin from" not in page
    assert begin("reviewing.lawyer", shipped("en", "Sentence")).status_code == HTTPStatus.FOUND


def create(template, username="press.officer", **fields):
    """Send the form of a new release, as it was opened from a template."""
    address = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", newsroom().pk]
    )
    page = begun(template)
    own = {"title": page.title, "slug": page.slug, "stage": page.stage, "template": template.pk}
    return at_desk(username).post(address, typed(**{**own, **fields}))


def newest():
    return PressReleasePage.objects.latest("pk")


def test_the_address_follows_the_headline_until_nothing_is_left_in_it():
    template = shipped("en", "Charging decision")
    create(template)
    assert newest().slug == "xx-charged-with-xx"
    # Somebody else begins from the same one at the same time.
    create(template, username="duty.editor")
    second = newest()
    assert second.slug == "xx-charged-with-xx-2"
    sent = {"title": "Ann Other charged with [offence]", "slug": "xx-charged-with-xx-2"}
    edit("duty.editor", second, **sent)
    assert newest().get_latest_revision_as_object().slug == "ann-other-charged-with-xx"
    edit("duty.editor", second, **{**sent, "title": "Ann Other charged with fraud"})
    draft = newest().get_latest_revision_as_object()
    assert draft.slug == "ann-other-charged-with-fraud"
    # What somebody has chosen stays.
    edit("duty.editor", second, title="Ann Other charged with theft", slug=draft.slug)
    assert newest().get_latest_revision_as_object().slug == draft.slug


def test_an_autosave_tells_the_browser_the_address():
    create(shipped("en", "Charging decision"))
    page = newest()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = at_desk("press.officer").post(
        address,
        typed(title="Ann Other charged with fraud", slug=page.slug),
        headers={"Accept": "application/json"},
    )
    assert answer.json()["field_updates"] == {"slug": "ann-other-charged-with-fraud"}


def test_the_address_of_what_was_public_is_left_alone():
    item = press_release(title="Man jailed")
    item.save_revision()
    edit("duty.editor", item, title="Man jailed", slug="xx-jailed")
    assert now(item).get_latest_revision_as_object().slug == "xx-jailed", "the gate refuses it"


def test_a_form_that_is_refused_still_says_from_what_it_began():
    answer = create(shipped("en", "Charging decision"), title="", **{"action-submit": "1"})
    assert answer.status_code == HTTPStatus.OK
    assert "Begun from: Charging decision" in answer.text


def test_a_template_is_deleted_without_harm_to_what_began_from_it():
    template = shipped("en", "Charging decision")
    create(template)
    page = newest()
    address = reverse("wagtailsnippets_newsroom_releasetemplate:delete", args=[template.pk])
    assert at_desk("duty.editor").post(address).status_code == HTTPStatus.FOUND
    assert not ReleaseTemplate.objects.filter(pk=template.pk).exists()
    edited = at_desk("press.officer").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert edited.status_code == HTTPStatus.OK
    assert edited.context_data["form"]["title"].value() == "[Name] charged with [offence]"
    # What was sent by a form that was opened before is saved as well.
    create(template)
    assert newest().pk != page.pk


def test_an_empty_form_says_nothing_of_templates():
    address = reverse("wagtailadmin_pages:add", args=["newsroom", "statementpage", newsroom().pk])
    assert "desk-begun" not in at_desk("press.officer").get(address).text
    assert StatementPage.begun_from is None
