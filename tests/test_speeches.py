"""Speeches: who spoke as titled that day, the page of one, and the list of all."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
import wagtail_factories
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.archive.index import Kind
from newsroom.models import SpeechDocument, SpeechPage
from newsroom.speakers import TitledName
from tests import factories
from tests.factories import KC, QC, items, newsroom, speaker, speech, speeches, topic

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    response = client.get(f"{speeches().url}{query}")
    assert response.status_code == 200, response
    return response.context["result"]


def titles(cards):
    return [card.title for card in cards]


# One speech


def test_a_speech_shows_its_speaker_as_titled_on_its_day(client):
    someone = speaker("Miriam Castleford", QC, KC)
    for day, name in ((date(2022, 9, 7), "QC"), (date(2022, 9, 8), "KC")):
        item = speech(speaker=someone, delivered_on=day)
        assert (
            client.get(item.url).context["page"].speech.speaker.name == f"Miriam Castleford {name}"
        )
    # Without a day of delivery, on the day of publication.
    item = speech(speaker=someone, published_at=datetime(2022, 9, 7, 23, 30, tzinfo=UTC))
    assert item.spoken_by.name == "Miriam Castleford KC"


def test_an_editors_words_for_that_day_come_first():
    someone = speaker("Miriam Castleford", KC)
    day = date(2024, 1, 1)
    item = speech(speaker=someone, delivered_on=day, titled_role="Acting Chief Crown Prosecutor")
    assert item.spoken_by == TitledName("Miriam Castleford KC", "Acting Chief Crown Prosecutor")
    guest = speech(titled_name="Lord Quernmore", titled_role="Chair")
    assert guest.spoken_by == TitledName("Lord Quernmore", "Chair")


def test_nobodys_speech_does_not_go_public():
    with pytest.raises(ValidationError) as refused:
        speech(titled_name="")
    assert "speaker" in refused.value.message_dict


def test_a_video_is_a_link_with_captions_and_transcript_named(client):
    item = speech(
        video_url="https://www.video.example/watch?v=1",
        captions=SpeechPage.Captions.SWITCH,
        transcript=SpeechPage.Transcript.THIS_PAGE,
    )
    page = client.get(item.url).text
    assert 'href="https://www.video.example/watch?v=1" rel="external"' in page
    assert "Watch the video on video.example" in page
    assert "Captions can be switched on in the video" in page
    assert "The text on this page is a transcript of it" in page
    for embedding in ("<iframe", "<video", "<object", "<embed", "<script src"):
        assert embedding not in page


def test_several_documents_are_shown_with_type_and_size(client):
    item = speech()
    for place, name in enumerate(("The slides.", "The text.")):
        document = wagtail_factories.DocumentFactory(title=name)
        document.file.close()
        SpeechDocument.objects.create(
            page=item, document=document, description=name, sort_order=place
        )
    factories.release(item)
    shown = client.get(item.url)
    assert [row.description for row in shown.context["speech"].offers] == [
        "The slides.",
        "The text.",
    ]


def test_a_speech_leads_to_all_of_its_speaker_while_the_list_is_public(client):
    item = speech(speaker=speaker())
    assert client.get(item.url).context["speech"].more is None
    index = speeches()
    link = client.get(item.url).context["speech"].more
    assert link.url == f"{index.url}?speaker=miriam-castleford"
    index.unpublish()
    assert client.get(item.url).context["speech"].more is None


def post_speech(editor, **fields):
    """The errors of the admin's form when a speech with these fields is published."""
    words = nested_form_data(
        {
            "title": "On justice",
            "slug": "on-justice",
            "summary": "",
            "body": streamfield([("paragraph", rich_text("<p>Good morning.</p>"))]),
            "notes_to_editors": rich_text(""),
            "titled_name": "Lord Quernmore",
            "titled_role": "",
            "text_type": "transcript",
            "related_links": inline_formset([]),
            "documents": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )
    address = reverse("wagtailadmin_pages:add", args=["newsroom", "speechpage", newsroom().pk])
    response = editor.post(address, {**words, **fields})
    return response.context["form"].errors if response.status_code == 200 else {}


VIDEO = {"video_url": "https://video.example/1", "captions": "switch", "transcript": "with-video"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, set()),
        (VIDEO, set()),
        ({**VIDEO, "video_url": "http://video.example/1"}, {"video_url"}),
        ({**VIDEO, "video_url": "javascript:alert(1)"}, {"video_url"}),
        ({**VIDEO, "video_url": "https://["}, {"video_url"}),
        ({"video_url": VIDEO["video_url"]}, {"captions", "transcript"}),
        ({**VIDEO, "transcript": "this-page", "text_type": "draft-text"}, {"transcript"}),
        ({**VIDEO, "transcript": "this-page"}, set()),
        ({"titled_name": ""}, {"speaker"}),
        ({"delivered_on": "2024-02-30"}, {"delivered_on"}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(editor, fields, wrong):
    assert set(post_speech(editor, **fields)) == wrong
    # What the form let through is kept as a draft, which has yet to be cleared.
    assert SpeechPage.objects.exists() == (not wrong)


# The list


def test_the_list_is_by_day_of_delivery_and_else_of_publication(client):
    published = datetime(2024, 6, 30, 12, tzinfo=UTC)
    late = published + timedelta(days=300)
    speech(title="Long ago", delivered_on=date(2020, 1, 1), published_at=late)
    speech(title="Undated", published_at=datetime(2024, 6, 30, 23, 30, tzinfo=UTC))
    speech(title="June", delivered_on=date(2024, 6, 30), published_at=published)
    result = listed(client)
    assert titles(result.cards) == ["Undated", "June", "Long ago"]
    assert [card.day for card in result.cards][:2] == [date(2024, 7, 1), date(2024, 6, 30)]
    assert result.sentence == "Showing 1 - 3 of 3 speeches"


def test_only_what_is_public_is_listed_counted_and_known(client):
    public, hidden = speaker("Ann Roe"), speaker("Ben Roe")
    speech(speaker=public, delivered_on=date(2024, 1, 1))
    for make in (speech, factories.statement):
        make(title="Draft", live=False)
    for state in ("draft", "withdrawn", "expired", "private"):
        item = speech(title=f"Hidden {state}", speaker=hidden, delivered_on=date(2019, 1, 1))
        _hide(item, state)
    result = listed(client)
    assert titles(result.cards) == [SpeechPage.objects.published().get().title]
    assert [[option.value for option in facet.options] for facet in result.facets] == [
        ["ann-roe"],
        ["2024"],
    ]
    for query in ("?speaker=ben-roe", "?year=2019"):
        response = client.get(f"{speeches().url}{query}")
        assert response.status_code == 404
        assert "Ben Roe" not in response.text


def _hide(item, state):
    if state == "private":
        PageViewRestriction.objects.create(page=item, restriction_type=PageViewRestriction.LOGIN)
    elif state == "expired":
        item.expire_at = timezone.now() - timedelta(minutes=1)
        item.save()
    else:
        item.unpublish()


@pytest.fixture
def many(db):
    """Of Ann Roe 12 in 2024 and one in 2023; of Ben Roe one in 2024."""
    ann, ben = speaker("Ann Roe", KC), speaker("Ben Roe")
    speeches()
    items(
        *(spoken(f"Ann {day}", ann, date(2024, 3, day)) for day in range(1, 13)),
        spoken("Ann before", ann, date(2023, 3, 1)),
        spoken("Ben", ben, date(2024, 12, 31)),
    )


def spoken(title, by, day):
    """A speech for `items`."""
    dates = {"delivered_on": day, "listed_on": day}
    return {"kind": Kind.SPEECH, "title": title, "speaker_id": by.pk, **dates}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Showing 1 - 10 of 14 speeches"),
        ("?page=2", "Showing 11 - 14 of 14 speeches"),
        ("?speaker=ann-roe", "Showing 1 - 10 of 13 speeches by Ann Roe"),
        ("?year=2024", "Showing 1 - 10 of 13 speeches in 2024"),
        ("?speaker=ann-roe&year=2024&page=2", "Showing 11 - 12 of 12 speeches by Ann Roe in 2024"),
        ("?speaker=ben-roe", "Showing 1 - 1 of 1 speech by Ben Roe"),
        ("?speaker=ben-roe&year=2023", "No speeches by Ben Roe in 2023"),
        (
            "?speaker=ann-roe&speaker=ben-roe&year=2024&year=2023",
            "Showing 1 - 10 of 14 speeches by Ann Roe or Ben Roe in 2024 or 2023",
        ),
    ],
)
def test_the_sentence_says_what_is_shown(client, many, query, sentence):
    result = listed(client, query)
    assert result.sentence == sentence
    assert sentence in client.get(f"{speeches().url}{query}").text


def test_counts_beside_a_value_are_those_it_would_find(client, many):
    result = listed(client, "?year=2023")
    speakers, years = ({o.value: o.count for o in facet.options} for facet in result.facets)
    assert speakers == {"ann-roe": 1, "ben-roe": 0}
    assert years == {"2024": 13, "2023": 1}
    for slug, count in speakers.items():
        assert listed(client, f"?speaker={slug}&year=2023").total == count


def test_pages_and_chips_keep_the_other_filters(client, many):
    result = listed(client, "?speaker=ann-roe&year=2024&page=2")
    address = speeches().url
    assert titles(result.cards) == ["Ann 2", "Ann 1"]
    assert result.cards[0].spoken_by.name == "Ann Roe KC"
    assert result.pagination.previous_url == f"{address}?speaker=ann-roe&year=2024"
    assert [(chip.label, chip.remove_url) for chip in result.chips] == [
        ("Ann Roe", f"{address}?year=2024"),
        ("2024", f"{address}?speaker=ann-roe"),
    ]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("?page=1", ""),
        ("?speaker=&year=", ""),
        ("?utm_source=mail", ""),
        ("?x=1", "?left_out=x"),
        ("?year=2024&speaker=ann-roe", "?speaker=ann-roe&year=2024"),
        ("?year=2023&year=2024&year=2024", "?year=2024&year=2023"),
        ("?speaker=%00ann-roe", "?speaker=ann-roe"),
    ],
)
def test_one_redirect_leads_to_the_canonical_address(client, many, query, canonical):
    address = speeches().url
    response = client.get(address + query)
    assert (response.status_code, response.url) == (302, address + canonical)
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?speaker=nobody", "There are no speeches by “nobody”."),
        ("?speaker=ann-roe&year=1999", "There are no speeches in “1999”."),
        ("?year=0000", "There are no speeches in “0000”."),
        ("?year=99999", "There are no speeches in “99999”."),
        ("?year=-1", "There are no speeches in “-1”."),
        ("?page=3", "There is no page “3”: these results have 2 pages."),
        ("?page=0", "There is no page “0”"),
        ("?page=x", "There is no page “x”"),
        ("?year=2023&page=2", "these results have 1 page."),
    ],
)
def test_what_is_not_there_is_a_404_that_helps(client, many, query, said):
    response = client.get(speeches().url + query)
    assert response.status_code == 404
    assert said in response.text
    assert "no-cache" in response.headers["Cache-Control"]
    for link in (*response.context["suggestions"], speeches()):
        assert client.get(link.url).status_code == 200
    if query == "?speaker=ann-roe&year=1999":
        assert response.context["suggestions"][0].url.endswith("?speaker=ann-roe")


values = st.one_of(
    st.sampled_from(["", "ann-roe", "2024", "0000", "9" * 30, "\x00", "٣", "½", "'", "<b>", "1e9"]),
    st.text(max_size=8),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.lists(
        st.tuples(st.sampled_from(["speaker", "Year[]", "page", "q", "left_out"]), values),
        max_size=4,
    )
)
def test_every_query_settles_after_at_most_one_redirect(client, many, query):
    response = client.get(f"{speeches().url}?{urlencode(query, errors='surrogatepass')}")
    if response.status_code in (301, 302):
        response = client.get(response.url)
    assert response.status_code in (200, 404), query


def test_the_list_is_of_one_language(client):
    speech(title="In English")
    home = newsroom().get_parent()
    welsh = home.copy_for_translation(factories.welsh())
    welsh.save_revision().publish()
    news = newsroom().copy_for_translation(factories.welsh())
    news.save_revision().publish()
    index = speeches().copy_for_translation(factories.welsh())
    index.save_revision().publish()
    speech(title="Yn Gymraeg", parent=news, locale=Locale.objects.get(language_code="cy"))
    assert titles(listed(client).cards) == ["In English"]
    shown = client.get("/cy/news/speeches/").context["result"]
    assert [(card.title, card.url) for card in shown.cards] == [
        ("Yn Gymraeg", "/cy/news/yn-gymraeg/")
    ]


@pytest.mark.parametrize("number", [2, 24])
def test_query_budget_of_the_list(client, number):
    """The same for any number of speeches, speakers and filters.

    1 finds the edition, 1 all pages that it names.
    2 count by speaker and year, for the total, options, known values and number of pages.
    2 for the ten: which they are, and what their cards show.
    """
    speakers = [speaker(f"Speaker {count}", KC) for count in range(number)]
    items(
        *(
            spoken("Speech", by, date(year, 1, 1) + timedelta(days=count))
            for count, by in enumerate(speakers)
            for year in (2024, 2020)
        )
    )
    address = f"{speeches().url}?speaker=speaker-1&year=2024"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == 6, "\n".join(query["sql"] for query in queries)


def test_a_topic_names_its_newest_speeches(client):
    subject = topic(title="Hate crime")
    for day in range(1, 7):
        speech(title=f"Day {day}", topics=[subject], delivered_on=date(2024, 1, day))
    factories.press_release(title="No speech", topics=[subject])
    speech(title="Of no topic")
    _hide(speech(title="Hidden", topics=[subject]), "private")
    shown = client.get(subject.url).context["speeches"]
    assert titles(shown) == ["Day 6", "Day 5", "Day 4", "Day 3"]
