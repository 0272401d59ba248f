"""The front page: which story leads it, what stands around it, and what makes way by itself."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from newsroom.archive.index import Kind
from newsroom.choices import FrontSection, StageKind
from newsroom.desk.difference_words import DifferenceWords
from newsroom.documents.comparison.fields import compare_documents
from newsroom.models import (
    ArrangedSection,
    CaseStage,
    FeaturedItem,
    MediaProtocolPage,
    NewsIndexPage,
    PressNotice,
    PressOfficePage,
    SocialMediaPolicyPage,
)
from newsroom.readers.front_rows import MOST_RECENT
from tests import factories
from tests.factories import (
    area,
    case,
    items,
    newsroom,
    picture,
    press_release,
    release,
    speaker,
    speech,
    speeches,
    statement,
    topic,
)

pytestmark = pytest.mark.django_db

# Later than any day on which the tests are run: the front page has been public since then.
NOW = datetime(2050, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def pictured(days: float = 0, make=press_release, **fields):
    """A public item with a picture."""
    return make(image=picture(), image_alt="A court", published_at=ago(days), **fields)


def arranged(*chosen, sections=(), notices=(), **fields):
    """The front page with these chosen stories, sections and notices, released."""
    index = NewsIndexPage.objects.get(pk=newsroom().pk)
    index.featured_items = [FeaturedItem(item=item) for item in chosen]
    index.sections = [ArrangedSection(name=name) for name in sections]
    index.notices = [PressNotice(text=text, until=until) for text, until in notices]
    for name, value in fields.items():
        setattr(index, name, value)
    return release(index)


def landing(client, address="/news/"):
    return client.get(address).context["landing"]


def lead(client):
    return landing(client)["stories"].lead.card.title


def test_the_first_chosen_story_leads_and_the_others_stand_below_it(client):
    withdrawn, private = pictured(), pictured()
    public = [pictured(3, title=f"Item {number}") for number in range(3)]
    arranged(withdrawn, private, *reversed(public))
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    stories = landing(client)["stories"]
    assert stories.lead.card.title == "Item 2"
    assert [story.card.title for story in stories.chosen] == ["Item 1", "Item 0"]


def test_without_a_choice_the_newest_story_of_weight_leads(client):
    pictured(4, title="Heavy", stage="sentence")
    assert lead(client) == "Heavy"
    pictured(3, statement, title="What we say", kind=Kind.CPS_SAYS)
    assert lead(client) == "What we say"
    pictured(2, title="Verdict", stage="verdict")
    pictured(1, statement, title="An article", kind=Kind.ARTICLE)
    pictured(1, title="An appeal", stage="appeal")
    press_release(title="No picture", stage="sentence", published_at=NOW)
    assert lead(client) == "Verdict"


def test_without_a_story_of_weight_the_newest_with_a_picture_leads_or_the_newest(client):
    assert landing(client)["stories"].lead is None
    press_release(title="Older", published_at=ago(2))
    press_release(title="Newer", published_at=ago(1))
    assert lead(client) == "Newer"
    pictured(3, title="Pictured")
    assert lead(client) == "Pictured"


def test_a_story_of_weight_that_is_far_down_the_list_does_not_lead(client):
    pictured(30, title="Long ago", stage="sentence")
    items(*({"title": "Other", "published_at": ago(n)} for n in range(MOST_RECENT - 1)))
    assert lead(client) == "Long ago"
    items({"title": "Newest", "published_at": NOW})
    assert lead(client) == "Newest"


def test_a_chosen_story_leaves_the_top_when_it_is_too_old(client):
    chosen = pictured(2, title="Chosen")
    other = pictured(2, title="Chosen too")
    pictured(5, title="Of weight", stage="sentence")
    arranged(chosen, other, lead_days=3)
    with time_machine.travel(NOW + timedelta(days=1, seconds=-1), tick=False):
        assert lead(client) == "Chosen"
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert lead(client) == "Of weight"
        assert landing(client)["stories"].chosen == []


@pytest.mark.parametrize("hide", ["withdraw", "restrict"])
def test_a_chosen_story_that_is_not_public_any_more_makes_way_untold(client, hide):
    chosen = pictured(title="Secret by now")
    pictured(5, title="Of weight", stage="sentence")
    arranged(chosen)
    assert lead(client) == "Secret by now"
    if hide == "withdraw":
        chosen.unpublish()
    else:
        PageViewRestriction.objects.create(page=chosen, restriction_type=PageViewRestriction.LOGIN)
    assert lead(client) == "Of weight"
    assert "Secret" not in client.get("/news/").text


def test_the_lead_story_has_its_picture_in_all_sizes_with_its_words_and_room_for_it(client):
    chosen = pictured(image_credit="West Yorkshire Police")
    arranged(chosen, pictured(title="Second"))
    page = BeautifulSoup(client.get("/news/").text, "html.parser")
    image = page.select_one(".story--lead picture img")
    assert (image["alt"], image["fetchpriority"]) == ("A court", "high")
    assert int(image["width"])
    assert int(image["height"])
    assert [source["type"] for source in page.select(".story--lead picture source")] == [
        *("image/avif", "image/webp"),
    ]
    assert "West Yorkshire Police" in page.select_one(".story--lead figcaption").text
    assert page.select_one(".top__chosen img")["loading"] == "lazy"
    assert client.get(image["src"]).status_code == 200


def test_a_story_whose_picture_is_in_a_private_collection_has_no_empty_frame(client):
    item = pictured(title="Lead")
    collection = item.image.collection.add_child(name="Closed")
    collection.view_restrictions.create(restriction_type="login")
    item.image.collection = collection
    item.image.save()
    page = BeautifulSoup(client.get("/news/").text, "html.parser")
    assert page.select_one(".story--lead h3").text == "Lead"
    assert page.select(".story--lead figure") == []


def test_nothing_stands_on_the_page_twice(client):
    for number in range(6):
        press_release(title=f"Item {number}", published_at=ago(number))
        speech(title=f"Speech {number}", published_at=ago(number + 0.5))
    old = pictured(9, title="Old")
    arranged(old, pictured(1, title="Chosen"), lead_days=10)
    speeches()
    response = client.get("/news/")
    main = BeautifulSoup(response.text, "html.parser").find("main")
    titles = [heading.text for heading in main.select("h3 a")]
    assert sorted(titles) == sorted(set(titles))
    assert titles[0] == "Old"
    shown = response.context["landing"]
    listed = [card.title for card in response.context["result"].cards]
    further = [card.title for card in shown["further"]]
    assert shown["above"] + len(further) == len(listed) == 10
    assert further
    assert {*listed} <= {*titles}
    assert main.select_one("#results-sentence").text == "Showing 1 - 10 of 14 results"
    told = main.select_one(".results__above").text
    assert told == f"{shown['above']} of these stories are at the top of this page."


@pytest.mark.parametrize("query", ["?page=2", "?kind=press-release", "?q=jailed"])
def test_the_archive_is_without_stories_where_it_is_filtered_or_continued(client, query):
    items(*({"title": "Jailed", "published_at": ago(n)} for n in range(12)))
    response = client.get(f"/news/{query}")
    assert response.status_code == 200
    assert response.context["landing"] is None
    assert "top-stories" not in response.text
    cards = len(response.context["result"].cards)
    assert len(BeautifulSoup(response.text, "html.parser").select("#results .card")) == cards > 0


def test_every_page_of_the_list_has_a_title_and_a_description_of_its_own(client):
    items(*({"title": "Jailed", "published_at": ago(n)} for n in range(12)))
    heads = []
    for query in ("", "?page=2", "?kind=press-release", "?kind=press-release&page=2", "?q=jailed"):
        head = BeautifulSoup(client.get(f"/news/{query}").text, "html.parser").head
        heads.append((head.title.text, head.find("meta", {"name": "description"})["content"]))
    assert heads[3][1] == 'Showing 11 - 12 of 12 results for kind "Press release"'
    for column in zip(*heads, strict=True):
        assert len(set(column)) == len(column), column


def test_every_page_of_speeches_and_of_a_topic_has_its_own_too(client):
    someone, subject = speaker("Miriam Castleford"), topic(title="Hate crime")
    for day in range(11):
        speech(speaker=someone, delivered_on=date(2024, 1, 1 + day), topics=[subject])
    addresses = [
        *(f"{speeches().url}{query}" for query in ("", "?page=2", "?year=2024")),
        *(f"{subject.url}{query}" for query in ("", "?page=2")),
        *(f"/news/corrections/{query}" for query in ("", "?area=cps")),
    ]
    area("CPS")
    heads = [BeautifulSoup(client.get(one).text, "html.parser").head for one in addresses]
    told = [head.find("meta", {"name": "description"})["content"] for head in heads]
    assert len(set(told)) == len(told), told


def sections_of(client):
    page = BeautifulSoup(client.get("/news/").text, "html.parser")
    return [section["aria-labelledby"] for section in page.select(".fronts > section")]


def test_sections_stand_in_the_editors_order_and_those_without_anything_are_left_out(client):
    topic(title="Hate crime")
    release(newsroom().add_child(instance=PressOfficePage(title="Press office")))
    arranged()
    assert sections_of(client) == ["topics", "media"]
    arranged(notices=[("A notice.", date(2050, 12, 1))])
    assert sections_of(client) == ["happening", "topics", "media"]
    arranged(sections=["media", "happening", "topics", "media"])
    assert sections_of(client) == ["media", "topics"]


def test_topics_have_a_line_and_journalists_their_links(client):
    index = newsroom()
    topic(title="Victims", summary="What victims can expect.")
    topic(title="Hate crime")
    topic(title="Draft", live=False)
    index.add_child(instance=PressOfficePage(title="Press office"))
    index.add_child(instance=MediaProtocolPage(title="Media protocol"))
    index.add_child(instance=SocialMediaPolicyPage(title="Social media policy"))
    stories = landing(client)["stories"]
    assert [(page.title, page.teaser) for page in stories.topics] == [
        *(("Hate crime", ""), ("Victims", "What victims can expect.")),
    ]
    assert [link.label for link in stories.for_media] == [
        *("Press office", "Media protocol", "Social media policy"),
    ]


def test_a_notice_is_shown_until_the_end_of_its_day_in_london(client):
    arranged(notices=[("Until today.", date(2050, 11, 24)), ("Longer.", date(2050, 11, 30))])
    with time_machine.travel(datetime(2050, 11, 24, 23, 59, tzinfo=UTC), tick=False):
        assert landing(client)["stories"].notices == ["Until today.", "Longer."]
    with time_machine.travel(datetime(2050, 11, 25, tzinfo=UTC), tick=False):
        assert landing(client)["stories"].notices == ["Longer."]
        assert "Until today." not in client.get("/news/").text


def test_cases_in_progress_are_told_first_those_that_await_sentence(client):
    def with_stages(title, *stages):
        rows = [CaseStage(date=date(2050, 11, day), kind=kind) for day, kind in stages]
        return case(title=title, status=f"{title} now", stages=rows)

    with_stages("Charged", (1, StageKind.CHARGE))
    with_stages("On trial", (1, StageKind.CHARGE), (20, StageKind.TRIAL))
    with_stages("Convicted", (1, StageKind.TRIAL), (20, StageKind.CONVICTED))
    with_stages("Sentence to come", (2, StageKind.GUILTY_PLEA), (30, StageKind.SENTENCE))
    with_stages("Over", (1, StageKind.CONVICTED), (2, StageKind.SENTENCE))
    with_stages("Appealed", (1, StageKind.CONVICTED), (2, StageKind.APPEAL))
    with_stages("Without stages")
    stories = landing(client)["stories"]
    assert [(one.title, one.awaits, one.status) for one in stories.cases] == [
        ("Convicted", "Awaiting sentence", "Convicted now"),
        ("Sentence to come", "Awaiting sentence", "Sentence to come now"),
        ("On trial", "Trial in progress", "On trial now"),
        ("Charged", "", "Charged now"),
    ]
    assert stories.case_index == case().get_parent().url


def test_an_arrangement_is_previewed_before_it_is_public(client):
    item = pictured(20, title="Not chosen yet")
    index = arranged()
    pictured(title="Newest", stage="sentence")
    index.featured_items = [FeaturedItem(item=item)]
    index.lead_days = 30
    index.sections = [ArrangedSection(name=FrontSection.MEDIA)]
    index.working_with_media = "<p>Call us.</p>"
    preview = index.make_preview_request(preview_mode="").context_data["landing"]["stories"]
    assert (preview.lead.card.title, preview.sections) == ("Not chosen yet", ["media"])
    assert lead(client) == "Newest"


@pytest.mark.parametrize("pictures", [False, True])
@pytest.mark.parametrize("number", [1, 8])
def test_the_front_page_asks_a_fixed_number_of_queries(client, number, pictures):
    """The 6 of a page of the archive; the pages of the front; their pictures, if there are any."""
    terms = {"crime_types": [factories.crime_type()], "areas": [factories.area()]}
    made = pictured if pictures else press_release
    chosen = [made(**terms) for _ in range(number)]
    for _ in range(number):
        topic()
        case()
    arranged(*chosen, notices=[("A notice.", date(2050, 12, 1))] * number)
    client.get("/news/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/news/")
    assert len(queries) == (8 if pictures else 7), "\n".join(q["sql"][:150] for q in queries)


def test_a_story_or_a_section_is_put_on_the_page_once(editor):
    item = pictured()
    index = arranged()
    chosen = [{"item": str(item.pk)}, {"item": str(item.pk)}]
    names = [{"name": FrontSection.TOPICS}, {"name": FrontSection.TOPICS}]
    form = nested_form_data(
        {
            "title": "News",
            "slug": "news",
            "summary": "",
            "lead_days": "7",
            **dict.fromkeys(
                ("introduction", "latest_news", "working_with_media"), rich_text("<p></p>")
            ),
            "featured_items": inline_formset(chosen),
            "sections": inline_formset(names),
            "notices": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    edit = reverse("wagtailadmin_pages:edit", args=[index.pk])
    page = editor.post(edit, form).text
    assert len(re.findall("This is on the page already", page)) >= 2
    assert not FeaturedItem.objects.exists()


def test_the_desk_is_told_in_words_how_the_arrangement_has_changed():
    item = press_release(title="Man jailed")
    before = arranged(sections=["topics", "media"]).as_document()
    index = arranged(item, sections=["media"], lead_days=3, notices=[("Soon.", date(2050, 12, 1))])
    changes = compare_documents(before, index.as_document())
    words = DifferenceWords(index, changes)
    assert [change.field for change in changes] == [
        *("featured_items", "lead_days", "notices", "sections"),
    ]
    told = [words.tell(note).words for note in words.notes]
    assert "Sections of the front page: was “Topics”, “Working with the media”, is" in told[-1]
    assert told[-1].endswith("is “Working with the media”.")
    assert "Days a chosen story stays: was “7”, is “3”." in told
