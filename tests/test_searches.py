"""What a search finds, in which order, and what it says when it finds nothing.

The same table of searches runs on PostgreSQL and on SQLite.
"""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.highlighting import marked
from newsroom.archive.page_texts import PageText
from newsroom.archive.search_query import parse
from newsroom.models import NewsItemPage, SearchSynonym
from newsroom.publishing.release import withdraw
from tests.database import undone
from tests.factories import (
    area,
    case,
    draft,
    expired,
    items,
    person,
    press_office,
    press_release,
    release,
    topic,
)
from tests.searches import FIRST, SEARCHES, build
from tests.version_factories import clause, in_force, protocol, superseded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    """The items of the table by key, for all the tests of this file."""
    with django_db_blocker.unblock(), undone():
        yield build()


def found(typed, **parameters):
    """The ids of the items that a search finds, in its order."""
    query = QueryDict(urlencode({"q": typed, **parameters}))
    filters = ArchiveFilter(query, language="en")
    assert filters.is_valid(), filters.errors
    selection = filters.selection
    return selection.page_ids(selection.counts("month"), 0, 100)


def page(client, typed, **parameters):
    response = client.get("/news/", {"q": typed, **parameters}, follow=True)
    assert response.status_code == 200
    return response


def test_each_search_finds_what_it_must_and_nothing_else(archive):
    keys = {item.pk: key for key, item in archive.items()}
    wrong = {}
    for typed, wanted in SEARCHES:
        got = {keys[pk] for pk in found(typed)}
        if got != set(wanted.split()):
            wrong[typed] = got
    assert wrong == {}


def test_the_order_of_relevance_and_the_newest_first(archive):
    title = {"title": "Harbour Street arson: a review", "published_at": FIRST - timedelta(days=9)}
    review = press_release(**title)
    by_key = [review, *(archive[key] for key in ("arson", "inquest", "fatal"))]
    review, arson, inquest, fatal = (item.pk for item in by_key)
    assert found("harbour street") == [arson, review, fatal, inquest]
    assert found("harbour street", order="newest") == [inquest, fatal, arson, review]
    assert found("street harbour") == [arson, review, inquest, fatal]


def test_pages_of_relevance_hold_each_item_once(archive):
    items(
        *(
            {
                "title": f"Otter {n}" if n % 3 else f"River {n}",
                "summary": "An otter." if n % 2 else "",
                "body": [{"type": "paragraph", "value": "<p>Of the otter.</p>", "id": str(n)}],
                "published_at": FIRST + timedelta(hours=n),
            }
            for n in range(35)
        )
    )
    query = QueryDict("q=otter")
    selection = ArchiveFilter(query, language="en")
    assert selection.is_valid()
    pages = [selection.selection.page_ids({}, offset, 10) for offset in (0, 10, 20, 30)]
    assert [pk for ids in pages for pk in ids] == found("otter")
    assert len(set(found("otter"))) == 35
    titles = dict(NewsItemPage.objects.values_list("pk", "title"))
    in_headline = ["Otter" in titles[pk] for pk in found("otter")]
    assert in_headline == sorted(in_headline, reverse=True)


def test_a_renamed_area_and_a_closed_case_are_searched_as_they_are_now(archive):
    assert found("Yorkshire") == found("harbour fire arson")
    yorkshire = area("Yorkshire and Humberside")
    yorkshire.name = "The Ridings"
    yorkshire.save()
    assert found("ridings") == [archive["arson"].pk]
    assert found("fire") == [archive["fatal"].pk, archive["arson"].pk]
    withdraw(archive["arson"].case, "An error.", person("duty.editor"))
    assert found("fire") == []


def test_what_editors_enter_as_a_synonym_is_found_at_once(archive):
    assert found("hooch") == []
    SearchSynonym.objects.create(forms="hooch\nflames", finds="heron")
    both = [archive["arson"].pk, archive["caption"].pk]
    assert sorted(found("hooch")) == both
    assert sorted(found("flames")) == both
    assert found("heron") == [archive["caption"].pk]


def test_a_county_or_a_force_finds_its_area(archive):
    for typed in ("Kent", "Kent Police", "Surrey"):
        assert found(typed) == [archive["covid"].pk], typed
    assert found("West Yorkshire Police") == [archive["arson"].pk]
    assert found("Kent nurse") == [archive["covid"].pk]


def test_a_likely_spelling_is_offered(client, archive):
    response = page(client, "terorism")
    assert '<a href="/news/?q=terrorism">terrorism</a>' in response.text
    assert "1 result" in response.text
    spelled = {
        "harbuor street": "harbour street",
        "poacehr": "poacher",
        "magistarts": "magistrates",
        "flmes": "flames",
        "arson harbuor": "arson harbour",
        # The county finds by its Area.
        "Kent nruse": "Kent nurse",
    }
    for typed, meant in spelled.items():
        tried = page(client, typed).context["result"].suggestions.spelling
        assert tried is not None, typed
        assert tried.words == meant
        assert tried.total == page(client, meant).context["result"].total
    for typed in ("xylophone", "zzz", "12345", "flames arson"):
        assert page(client, typed).context["result"].suggestions.spelling is None, typed


def test_a_spelling_is_counted_under_the_same_filters(client, archive):
    assert "Did you mean" in page(client, "terorism", kind="press-release").text
    assert "Did you mean" not in page(client, "terorism", kind="speech").text


def test_words_that_are_found_only_apart_are_offered_apart(client, archive):
    response = page(client, "flames heron")
    tried = [(one.dropped, one.total) for one in response.context["result"].suggestions.shorter]
    assert tried == [("flames", 1), ("heron", 1)]
    assert re.search(r'href="/news/\?q=flames">without “heron”</a>:\s+1 result', response.text)
    assert page(client, "flames arson").context["result"].suggestions.shorter == ()


def test_no_word_of_what_is_not_public_is_suggested(client, archive):
    """Nor is a word suggested of an item that has expired, before any timer has run."""
    body = [("paragraph", "<p>The lighthouse was dark.</p>")]
    draft(body=body)
    expired(body=body)
    hidden = press_release(body=body)
    assert "lighthouse" in page(client, "lighthuose").text
    withdraw(hidden, "An error.", person("duty.editor"))
    for typed in ("lighthuose", "lighthouse flames", "lighthuose flames", "lighthuose heron"):
        shown = page(client, typed).context["result"].suggestions
        assert shown.spelling is None, typed
        assert all("lighth" in one.dropped for one in shown.shorter)


def best(client, typed):
    return [(one.title, one.url) for one in page(client, typed).context["result"].best_matches]


def test_pages_that_the_words_mean_stand_above_the_items(client, archive):
    office = press_office()
    subject = topic(title="Knife crime", search_description="What we do about blades.")
    release(protocol())
    version = in_force(
        body=[clause("Pictures of defendants", "<p>Custody images, once released.</p>")]
    )
    superseded(body=[clause("Sketches of defendants", "<p>Drawn in court.</p>")])
    assert best(client, "press office")[0] == ("Press office", office.url)
    assert best(client, "media protocol")[0] == ("Media protocol", protocol().url)
    assert best(client, "knife crime") == [("Knife crime", subject.url)]
    assert best(client, "blades") == [("Knife crime", subject.url)]
    assert best(client, "Harbour Street")[0][0] == "The Harbour Street fire"
    (clause_found,) = best(client, "pictures of defendants")
    assert clause_found[0] == "Pictures of defendants"
    assert clause_found[1].startswith(f"{version.url}#")
    assert best(client, "custody images") == [clause_found]
    assert best(client, "sketches of defendants") == []
    assert best(client, "flames") == []
    assert '<h3 class="best__title" id="best">' in page(client, "press office").text
    assert page(client, "press office").context["result"].total == 0


def test_at_most_three_matches_stand_on_the_first_page_alone(client, archive):
    for number in range(5):
        case(title=f"Case of the otter {number}")
    items(*({"title": f"Otter {n}"} for n in range(12)))
    assert len(best(client, "otter")) == 3
    assert page(client, "otter", page=2).context["result"].best_matches == []


def test_a_page_that_is_not_public_is_no_match(client, archive):
    office = press_office()
    assert best(client, "press office")
    withdraw(office, "An error.", person("duty.editor"))
    assert best(client, "press office") == []
    case(title="The lighthouse trial", live=False)
    assert best(client, "lighthouse trial") == []


def test_earlier_words_of_a_page_are_forgotten(archive):
    subject = topic(title="Knife crime")
    subject.title = "Blades"
    release(subject)
    assert PageText.objects.get(edition__page_id=subject.pk).title_words == " blade x0x "


def test_the_order_has_a_place_in_the_address(client, archive):
    response = page(client, "harbour")
    assert 'href="/news/?q=harbour&amp;order=newest">Newest first</a>' in response.text
    newest = page(client, "harbour", order="newest")
    assert '<a href="/news/?q=harbour">Best match first</a>' in newest.text
    assert '<input type="hidden" name="order" value="newest">' in newest.text
    for asked, canonical in (
        ("order=relevance&q=harbour", "q=harbour"),
        ("order=newest", ""),
        ("order=newest&q=harbour&page=2", "q=harbour&order=newest&page=2"),
    ):
        address = f"/news/?{canonical}" if canonical else "/news/"
        assert client.get(f"/news/?{asked}", follow=True).request["QUERY_STRING"] == canonical
        assert client.get(address).status_code in (200, 404)
    unknown = client.get("/news/?q=harbour&order=best")
    assert unknown.status_code == 404
    assert "There is no order “best”." in unknown.text


def test_feeds_and_files_are_in_the_order_of_days(client, archive):
    response = client.get("/news/feed.atom?q=harbour&order=newest")
    assert response.url == "/news/feed.atom?q=harbour"
    text = client.get("/news/feed.atom?q=harbour").text
    assert text.index("statement after the inquest") < text.index("Man jailed for arson")
    export = client.get("/news/export.csv?q=harbour")
    rows = b"".join(export.streaming_content).decode()
    assert rows.index("statement after the inquest") < rows.index("Man jailed for arson")


@pytest.mark.parametrize("address", ["/news/", "/news/?q=flames", "/none/", "item"])
def test_every_page_has_a_search_box_in_its_header(client, archive, address):
    response = client.get(archive["arson"].url if address == "item" else address)
    header = response.text.partition("</header>")[0]
    assert '<form action="/news/" method="get">' in header
    assert '<label for="site-search">Search</label>' in header
    assert 'id="site-search" name="q"' in header


MARKED = {
    ("Siân’s café", "sian cafe"): "<mark>Siân</mark>’s <mark>café</mark>",
    ("An e-mail & <b>", "email"): "An <mark>e-mail</mark> &amp; &lt;b&gt;",
    ("COVID-19 and 19", '"covid 19"'): "<mark>COVID</mark>-<mark>19</mark> and 19",
    ("con\u00adsidered", "consider"): "<mark>con\u00adsidered</mark>",
    ("Nothing", "flames"): "Nothing",
}


@pytest.mark.parametrize(("text", "typed"), MARKED)
def test_what_was_found_is_marked_in_the_words_as_written(text, typed):
    phrases = [
        one for term in parse(typed, "en").terms for each in term.alternatives for one in each
    ]
    assert marked(text, "", phrases, "en") == MARKED[text, typed]


def test_headlines_are_marked_too_and_those_in_feeds_are_not(client, archive):
    found = page(client, "arson harbour").text
    assert "Man jailed for <mark>arson</mark> at <mark>Harbour</mark> Street</a>" in found
    assert "mark&gt;" not in found
    assert "mark" not in client.get("/news/feed.atom?q=harbour").text


def test_a_passage_is_shown_where_the_teaser_has_no_match():
    before, after = "word " * 40, " word" * 60
    body = f"Nothing here.\n\n{before}flames{after}\n\nNothing there."
    shown = marked("A teaser.", body, [("flame",)], "en")
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert "<mark>flames</mark>" in shown
    assert 150 < len(shown) < 250


def test_the_result_is_said_in_natural_words_too(client, archive):
    said = {
        ("", "kind=press-release&from=2025&to=2025"): "9 press releases in 2025",
        ("flames", "kind=press-release&from=2025-01&to=2025-01"): (
            "1 press release about “flames” in January 2025"
        ),
        ("", "kind=speech"): "1 speech",
        ("", "area=south-east&crime_type=fraud-and-economic-crime"): (
            "1 item on Fraud and economic crime from South East"
        ),
        ("xylophone", "kind=speech&kind=article&to=2025-01-02"): (
            "No items (Speech or Article) about “xylophone” until 2 January 2025"
        ),
        ("", "from=2025-01-01&to=2025-01-01"): "1 item of 1 January 2025",
    }
    for (typed, filters), heading in said.items():
        words = f"&q={typed}" if typed else ""
        response = client.get(f"/news/?{filters}{words}", follow=True)
        assert response.context["result"].heading == heading
        assert f'<p class="results__heading">{heading}</p>' in response.text
        assert 'id="results-sentence"' in response.text
