"""A protected name entered late: no public page that holds it is missed, and none takes long."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.documents.passages import Passage, of_rich_text
from newsroom.gate.name_answers import NAME_RULES
from newsroom.gate.visibility import let_through
from newsroom.models import (
    CaseStage,
    ItemUpdate,
    PressReleasePage,
    ProtectedName,
    ReportingRestriction,
)
from newsroom.orders.name_scan.prefilter import TYPOGRAPHY, NamePrefilter, may_name
from newsroom.orders.name_scan.scan import search_for
from newsroom.rules.facts import PageFacts
from newsroom.rules.names.folding import spellings
from newsroom.rules.names.patterns import letters
from tests import name_disguises
from tests.factories import case, picture, press_release, statement, update
from tests.rules import protected, setting
from tests.test_rules_properties import DISGUISES, arrangements, many

NAME = "Zebedee Quillfeather"


def slowly(name, live):
    """The rules on every page, one after the other."""
    search = search_for(name.restriction)
    return {page.pk for page in live.specific() if search.keeps_back(page)}


def quickly(name, live):
    return {page.pk for page in search_for(name.restriction).in_text(live)}


def blocks(passage, words, scopes=(True, False)):
    facts = [PageFacts((passage,), names=(protected(words, scope),)) for scope in scopes]
    return any(next(iter(rule.find(one, setting())), None) for rule in NAME_RULES for one in facts)


def entered(words, *about):
    order = ReportingRestriction.objects.create(kind="s11", covers="A name", effect="names")
    order.pages.set(about)
    return ProtectedName.objects.create(restriction=order, words=words)


LABELS = st.sampled_from(["Child A", "Witness 12", "Will Young", "Mary Court", "McDonald", "X"])
FULL = st.sampled_from(["Will Young", "Mary Court", "Jo O'Neill", "Mary-Jane Mac Court", "J Doe"])
SAID = (
    *("{first} {last}", "{last}, {i}", "{last} {i}.", "{i}. Anne {last}", "{i} {last}"),
    *("<b>{first}</b> {last}", "<p>{last}, {i}</p><p>Other</p>", "{first}{last}.jpg"),
    *("{last} &amp; {first}", "the {last} heard {first}", "so {i} {last}", "photo{i}-{last}"),
)
around = st.sampled_from(["{}", "<p>{}</p>", "It is {} &amp; more", "<h2>{}</h2><p>a &lt; b</p>"])


@many(300)
@given(
    arrangements() | LABELS.map(lambda name: (name, name)),
    st.sampled_from(sorted(DISGUISES)),
    around,
    st.booleans(),
)
def test_the_quick_look_sees_whatever_the_rules_find(named, disguise, place, prose):
    words, arranged = named
    text = place.format(DISGUISES[disguise](arranged))
    read = [Passage("body", "Text", text, prose), *of_rich_text(text, "body", "Text")]
    if any(blocks(passage, words) for passage in read):
        assert NamePrefilter([words]).sees(["Other", text])
    if any(blocks(passage, words, scopes=(False,)) for passage in read):
        assert NamePrefilter([words]).sees(["Other", text], whole=True)
        assert NamePrefilter([words]).stands_in(["Other", text])


def test_the_quick_look_sees_whatever_disguise_the_rules_read():
    for rows in name_disguises.DISGUISES.values():
        for words, text, _least in rows:
            for said in (text, f"<p>It was <b>{text}</b> &amp; others.</p>"):
                read = [Passage("body", "Text", said), *of_rich_text(said, "body", "Text")]
                if any(blocks(passage, words, scopes=(True,)) for passage in read):
                    assert NamePrefilter([words]).sees(["Other", said]), (words, said)


@many(100)
@given(st.text(max_size=120), st.sampled_from(["Jane Doe", "Ö", "Иван Иванов", "İpek Şahin"]))
def test_the_quick_look_sees_it_in_any_text(text, words):
    for said in (text, f"{text}{words}", f"<p>{words}{text}</p>"):
        read = [Passage("body", "Text", said), *of_rich_text(said, "body", "Text")]
        if any(blocks(passage, words) for passage in read):
            assert NamePrefilter([words]).sees([said])
        if any(blocks(passage, words, scopes=(False,)) for passage in read):
            assert NamePrefilter([words]).sees([said], whole=True)
            assert NamePrefilter([words]).stands_in([said])


@many(200)
@given(FULL, st.sampled_from(SAID), st.sampled_from(["{}", "<p>{}</p>", "Zoë {}"]), st.booleans())
def test_no_whole_name_is_passed_over_because_its_surname_is_a_word(words, said, place, prose):
    first, last = words.split()[0], words.split()[-1]
    text = place.format(said.format(first=first, last=last, i=first[0]))
    read = [Passage("body", "Text", text, prose), *of_rich_text(text, "body", "Text")]
    if any(blocks(passage, words, scopes=(False,)) for passage in read):
        assert NamePrefilter([words]).sees(["Other", text])
        assert NamePrefilter([words]).sees(["Other", text], whole=True)
        assert NamePrefilter([words]).stands_in(["Other", text])


def test_a_name_is_seen_in_texts_that_are_looked_at_together():
    hidden = "Zebedee Quill\0feather"
    for texts in (
        ["a < b", "Quill<b>feather</b>"],
        ["a <b", f"{NAME} > c"],
        [hidden],
        ["", hidden],
    ):
        assert NamePrefilter([NAME]).sees(texts), texts
    assert not NamePrefilter([NAME]).sees(["Zebedee Quill", "feather"])


def test_nothing_is_taken_for_plain_text_that_hides_a_letter():
    for sign in TYPOGRAPHY:
        assert not any(map(letters, spellings(sign))), repr(sign)


def document(title="Judgment", name="judgment.txt"):
    return get_document_model().objects.create(title=title, file=ContentFile(b"x", name))


def in_caption(item, text):
    item.image_caption = text


def in_quotation(item, text):
    item.body = [("quote", {"paragraphs": ["Fine"], "speaker": text[:200], "role": ""})]


def in_table(item, text):
    item.body = [("table", {"caption": "", "header": ["A"], "rows": [[text]]})]


def in_notes(item, text):
    item.notes_to_editors = f"<p>{text}</p>"


def in_paragraph(item, text):
    item.body = [("paragraph", f"<p>On <b>that</b> day, {text} came.</p>")]


PLACES = [in_caption, in_quotation, in_table, in_notes, in_paragraph]


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    arrangements() | arrangements().map(lambda named: (named[0], named[0].split()[-1])),
    st.sampled_from(sorted(DISGUISES)),
    st.sampled_from(PLACES),
    st.booleans(),
)
def test_every_page_that_the_rules_find_is_found_among_all(named, disguise, put, is_about):
    """It takes some ten seconds: for each of 60 names a page is published and all are examined."""
    words, arranged = named
    with transaction.atomic():
        item = press_release(title="Other")
        put(item, DISGUISES[disguise](arranged))
        PressReleasePage.objects.bulk_update([item], ["image_caption", "body", "notes_to_editors"])
        live = let_through()
        name = entered(words, *([item] if is_about else []))
        assert quickly(name, live) == slowly(name, live)
        transaction.set_rollback(True)


def with_stage():
    thread = case()
    day = timezone.localdate()
    CaseStage.objects.create(page=thread, date=day, kind="hearing", text=f"{NAME} appeared")
    return thread


def with_picture_in_text():
    shown = picture(title="Other")
    item = press_release(
        body=[("paragraph", f'<p>A</p><embed embedtype="image" id="{shown.pk}"/>')]
    )
    get_image_model().objects.filter(pk=shown.pk).update(title=NAME)
    return item


def with_document():
    file = document(name="quillfeather-zebedee.txt")
    link = f'<p><a linktype="document" id="{file.pk}">Read it</a></p>'
    return press_release(body=[("paragraph", link)])


def with_picture():
    shown = picture(title="Other")
    item = press_release(image=shown, image_alt="A court")
    get_image_model().objects.filter(pk=shown.pk).update(title=f"{NAME} outside court")
    return item


@pytest.mark.django_db
@pytest.mark.parametrize(
    "public",
    [
        with_stage,
        with_picture,
        with_picture_in_text,
        with_document,
        lambda: press_release(title="A", slug="zebedee-quillfeather"),
        lambda: update(statement(), note=f"{NAME} was sentenced.").item,
        lambda: press_release(search_description=NAME),
    ],
)
def test_it_is_found_wherever_a_page_keeps_it(public):
    page, other = public(), press_release(title="Nobody")
    live = let_through()
    assert slowly(entered(NAME), live) == {page.pk}
    found = may_name([NAME], live)
    assert page.pk in found
    assert other.pk not in found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Q u i l l f e a t h e r", "Zeb3dee Qu1llfeather", "#justiceforzebedeequillfeather"]
)
def test_a_disguised_name_is_found_on_pages_that_its_order_covers_and_on_no_others(text):
    about, other = press_release(title="Other"), press_release(title="Another")
    for item in (about, other):
        in_paragraph(item, text)
    PressReleasePage.objects.bulk_update([about, other], ["body"])
    live = let_through()
    assert quickly(entered(NAME, about), live) == {about.pk}


@pytest.mark.django_db
def test_pages_are_not_read_for_a_file_that_holds_only_a_surname():
    shown = picture(title="Leeds Crown Court")
    item = press_release(title="Other", image=shown, image_alt="The court")
    live = let_through()
    assert may_name(["Mary Court"], live) == set()
    assert may_name(["Mary Court"], live, {item.pk}) == {item.pk}
    get_image_model().objects.filter(pk=shown.pk).update(title="Court, Mary")
    assert may_name(["Mary Court"], live) == {item.pk}


@pytest.mark.django_db
def test_the_search_asks_as_often_however_many_pages_there_are(django_assert_max_num_queries):
    index = press_release().get_parent()
    live = let_through()
    for _ in range(5):
        ItemUpdate.objects.create(item=press_release(parent=index), stage="charge", note="News")
    name = entered(NAME)
    with django_assert_max_num_queries(40):
        assert quickly(name, live) == set()
