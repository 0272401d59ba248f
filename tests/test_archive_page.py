"""What a reader of /news/ gets, address by address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.index import Kind
from newsroom.models import Area, CrimeType
from tests.factories import (
    area,
    crime_type,
    draft,
    embargoed,
    items,
    newsroom,
    press_release,
)

pytestmark = pytest.mark.django_db

SENTENCE = re.compile(r"<h2[^>]*>\s*(.*?)\s*</h2>", re.DOTALL)


@pytest.fixture
def index():
    return newsroom()


@pytest.fixture
def sexual_offences():
    return crime_type("Sexual offences", legacy_id=26)


@pytest.fixture
def cps():
    return area("CPS", national=True, legacy_id=122)


def at(days: int) -> datetime:
    """Noon, so many days after the first of January 2024."""
    return datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)


def get(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status, getattr(response, "url", "")
    return response


def sentence_of(response) -> str:
    return response.context["result"].sentence


def titles_of(response) -> list[str]:
    return [card.title for card in response.context["result"].cards]


def test_the_seed_page_reads_as_it_always_did(client, index, sexual_offences, cps):
    terms = {"crime_types": [sexual_offences.slug], "areas": [cps.slug]}
    items(*({"title": f"Case {n}", "published_at": at(n), **terms} for n in range(133)))
    press_release(parent=index, title="Other", crime_types=[crime_type("Fraud")], areas=[cps])
    response = get(client, "/news/?crime_type=sexual-offences&area=cps&page=11")
    expected = 'Showing 101 - 110 of 133 results for crime type "Sexual offences" &amp; area "CPS"'
    assert expected in response.text.replace("&quot;", '"')
    assert titles_of(response) == [f"Case {number}" for number in range(32, 22, -1)]
    last = get(client, "/news/?crime_type=sexual-offences&area=cps&page=14")
    assert sentence_of(last).startswith("Showing 131 - 133 of 133 results")
    assert len(titles_of(last)) == 3


def test_without_filters_everything_is_listed_newest_first(client, index):
    items(*({"title": f"Item {n}", "published_at": at(n)} for n in range(12)))
    response = get(client, "/news/")
    assert sentence_of(response) == "Showing 1 - 10 of 12 results"
    assert titles_of(response) == [f"Item {number}" for number in range(11, 1, -1)]


def test_items_of_the_same_moment_stand_on_one_page_only(client, index):
    items(*({"title": f"Item {n}", "published_at": at(0)} for n in range(25)))
    seen = [
        title
        for page in ("", "?page=2", "?page=3")
        for title in titles_of(get(client, f"/news/{page}"))
    ]
    assert sorted(seen) == sorted(f"Item {number}" for number in range(25))


def test_one_result_is_one_result(client, index):
    press_release(parent=index)
    assert sentence_of(get(client, "/news/")) == "Showing 1 - 1 of 1 result"


def test_several_values_of_one_filter_mean_either_and_each_item_counts_once(client, index):
    fraud, terrorism = crime_type("Fraud and economic crime"), crime_type("Terrorism")
    press_release(parent=index, title="Both", crime_types=[fraud, terrorism])
    press_release(parent=index, title="Fraud", crime_types=[fraud])
    press_release(parent=index, title="Neither")
    response = get(client, "/news/?crime_type=fraud-and-economic-crime&crime_type=terrorism")
    assert sentence_of(response) == (
        'Showing 1 - 2 of 2 results for crime type "Fraud and economic crime" or "Terrorism"'
    )
    assert sorted(titles_of(response)) == ["Both", "Fraud"]


def test_counts_beside_options_are_what_choosing_them_finds(client, index):
    crime_types = [crime_type(f"Crime {n}") for n in range(3)]
    areas = [area(f"Area {n}") for n in range(3)]
    items(
        *(
            {
                "kind": Kind.SPEECH if number % 5 == 0 else Kind.PRESS_RELEASE,
                "published_at": at(number * 5),
                "crime_types": [t.slug for bit, t in enumerate(crime_types) if number >> bit & 1],
                "areas": [t.slug for bit, t in enumerate(areas) if number // 3 >> bit & 1],
            }
            for number in range(40)
        )
    )
    starts = (
        "/news/?",
        "/news/?crime_type=crime-1&area=area-0",
        "/news/?area=area-0&area=area-2",
        "/news/?crime_type=crime-0&kind=speech",
        "/news/?area=area-1&from=2024-01-10&to=2024-05-20",
        "/news/?crime_type=crime-0&crime_type=crime-1&from=2024-02-01&to=2024-02-29",
    )
    checked = 0
    for start in starts:
        result = get(client, start if "=" in start else "/news/").context["result"]
        for facet in result.facets:
            for option in facet.options:
                chosen = (*result.address.without(facet.name).pairs, (facet.name, option.value))
                address = "&".join(f"{name}={value}" for name, value in chosen)
                found = ArchiveFilter(QueryDict(address), language="en").selection
                total = sum(found.counts("month").values())
                assert total == option.count, (start, facet.name, option.value)
                checked += 1
    options = CrimeType.objects.count() + Area.objects.count() + len(Kind)
    assert checked == len(starts) * options


def test_a_chip_removes_its_filter_and_keeps_the_rest(client, index, sexual_offences, cps):
    press_release(parent=index, crime_types=[sexual_offences], areas=[cps], published_at=at(0))
    address = "/news/?crime_type=sexual-offences&area=cps&kind=press-release&from=2024-01-01"
    chips = get(client, address).context["result"].chips
    assert [(chip.prefix, chip.label) for chip in chips] == [
        ("crime type", "Sexual offences"),
        ("area", "CPS"),
        ("kind", "Press release"),
        ("published from", "1 January 2024"),
    ]
    assert chips[0].remove_url == "/news/?area=cps&kind=press-release&from=2024-01-01"
    assert chips[3].remove_url == "/news/?crime_type=sexual-offences&area=cps&kind=press-release"


def test_days_are_days_in_london_both_included(client, index):
    # Half past midnight in London on 1 July is half past eleven on 30 June in UTC.
    press_release(
        parent=index, title="Summer night", published_at=datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    )
    press_release(
        parent=index, title="Last minute", published_at=datetime(2024, 7, 5, 22, 59, tzinfo=UTC)
    )
    july = get(client, "/news/?from=2024-07-01&to=2024-07-05")
    assert titles_of(july) == ["Last minute", "Summer night"]
    assert sentence_of(july) == (
        "Showing 1 - 2 of 2 results for published from 1 July 2024 & published to 5 July 2024"
    )
    assert titles_of(get(client, "/news/?to=2024-06-30")) == []
    assert titles_of(get(client, "/news/?from=2024-07-06")) == []


def test_days_are_understood_as_people_write_them_and_shown_so(client, index):
    press_release(parent=index, published_at=at(0))
    response = client.get("/news/?from=1/1/2024&to=2024")
    assert (response.status_code, response.url) == (302, "/news/?from=2024-01-01&to=2024-12-31")
    assert 'value="01/01/2024"' in get(client, response.url).text


def test_a_day_that_is_none_is_said_beside_its_field_and_kept(client, index):
    press_release(parent=index, title="Must not be shown")
    response = get(client, "/news/?from=31%2F02%2F2024&q=words")
    assert "Published from: February 2024 has 29 days" in response.text
    assert 'value="31/02/2024"' in response.text
    assert 'value="words"' in response.text
    assert "Must not be shown" not in response.text


def test_a_range_that_ends_before_it_begins_is_said_beside_the_field(client, index):
    response = get(client, "/news/?from=2024-02-01&to=2024-01-01")
    assert "Published to: This date must be the same as or after the first one" in response.text


@pytest.mark.parametrize(
    "words",
    ["x" * 201, "word " * 26, "a/" * 25 + "b"],
    ids=["too many letters", "too many words", "too many words with slashes"],
)
def test_a_search_that_is_too_long_is_said_beside_the_field(client, index, words):
    response = client.get("/news/", {"q": words}, follow=True)
    assert response.status_code == 200
    assert "Search for 200 characters and 25 words or fewer" in response.text


@pytest.mark.parametrize(
    ("messy", "canonical"),
    [
        ("area=cps&crime_type=sexual-offences", "crime_type=sexual-offences&area=cps"),
        ("crime_type=&area=cps&q=&page=", "area=cps"),
        ("area=cps&page=1", "area=cps"),
        ("area=cps&area=cps", "area=cps"),
        ("area=cps&utm_source=mail", "area=cps"),
        ("q=++rape+++trial+", "q=rape+trial"),
        ("q=a%00b", "q=a+b"),
        ("crime_type=26&area=122", "crime_type=sexual-offences&area=cps"),
        ("crime_type=All&area=All", ""),
        ("area=CPS&crime_type=Sexual+offences", "crime_type=sexual-offences&area=cps"),
        (
            "amp%3Barea=122&crime_type=26&page=10",
            "crime_type=sexual-offences&area=cps&page=11",
        ),
        ("keys=trial&page=2", "q=trial&page=3"),
        ("keys=trial&page=0", "q=trial"),
        (
            "publication_date_after=2024-01-01&publication_date_before=2024-12-31",
            "from=2024-01-01&to=2024-12-31",
        ),
        ("crime_type=rape-and-serious-sexual-offences", "crime_type=sexual-offences"),
    ],
)
def test_messy_and_old_addresses_lead_to_the_canonical_one_at_once(
    client, index, sexual_offences, cps, messy, canonical
):
    sexual_offences.aliases = "Rape and serious sexual offences"
    sexual_offences.save()
    response = client.get(f"/news/?{messy}")
    assert response.status_code in (301, 302)
    assert response.url == ("/news/?" + canonical if canonical else "/news/")
    assert client.get(response.url).status_code not in (301, 302)


@pytest.mark.parametrize(
    "query",
    [
        "crime_type=arson",
        "area=atlantis",
        "kind=poem",
        "crime_type=999",
        "crime_type=999&page=2",
        "page=0",
        "page=2",
        "page=-1",
        "page=x",
        "page=1e3",
        "page=99999999999999999999",
        "page=%D9%A1",
        "crime_type=%00",
    ],
)
def test_what_does_not_exist_is_a_404_that_helps(client, index, query):
    press_release(parent=index, title="Must not be shown")
    response = client.get(f"/news/?{query}", follow=True)
    if query.endswith("%00"):
        assert response.status_code == 200  # nothing is left of it: all news
        return
    assert response.status_code == 404
    assert "Must not be shown" not in response.text
    assert 'href="/news/"' in response.text


def test_the_404_offers_the_same_search_without_what_is_unknown(client, index, cps):
    response = get(client, "/news/?crime_type=arson&area=cps&q=trial", status=404)
    assert "There is no crime type “arson”." in response.text
    assert 'href="/news/?area=cps&amp;q=trial"' in response.text


def test_nothing_found_says_so(client, index, cps):
    response = get(client, "/news/?area=cps")
    assert sentence_of(response) == 'No results for area "CPS"'


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_archive_is_only_read(client, index, method):
    assert getattr(client, method)("/news/").status_code == 405


def test_pages_keep_the_filter_and_say_where_they_lead(client, index, cps):
    items(*({"areas": [cps.slug], "published_at": at(n * 20)} for n in range(45)))
    response = get(client, "/news/?area=cps&page=3")
    pagination = response.context["result"].pagination
    assert pagination.previous_url == "/news/?area=cps&page=2"
    assert pagination.next_url == "/news/?area=cps&page=4"
    assert pagination.first_url == "/news/?area=cps"
    assert 'rel="prev"' in response.text
    assert 'rel="next"' in response.text
    assert "page 3 of 5" in re.search(r"<title>(.*?)</title>", response.text, re.DOTALL)[1]
    assert sum(year.count for year in pagination.years) == 45
    for year in pagination.years:
        page = client.get(year.url, follow=True).context["result"]
        assert any(card.published_at.year == year.year for card in page.cards)


def test_words_are_found_with_every_filter_and_marked(client, index, cps):
    press_release(
        parent=index,
        title="Man jailed",
        summary="He was prosecuted for upskirting <b>women</b> in a shop.",
        areas=[cps],
    )
    press_release(parent=index, title="Upskirting elsewhere", areas=[area("Wessex")])
    press_release(parent=index, title="Something else", areas=[cps])
    response = get(client, "/news/?area=cps&q=upskirting")
    assert titles_of(response) == ["Man jailed"]
    assert "<mark>upskirting</mark> &lt;b&gt;women&lt;/b&gt;" in response.text
    assert len(titles_of(get(client, "/news/?q=upskirting"))) == 2
    assert len(titles_of(get(client, "/news/?q=prosecuting"))) == 1, "word forms are one word"
    assert titles_of(get(client, "/news/?q=%22upskirting+elsewhere%22")) == ["Upskirting elsewhere"]
    assert titles_of(get(client, "/news/?q=upskirting+-elsewhere")) == ["Man jailed"]


@pytest.mark.parametrize(
    "words", ['"', "'", "-", "a OR", "NEAR(", "*", "title:x", "\\", "%", "é", '"a" "', "((", "a:*"]
)
def test_no_punctuation_of_a_search_is_an_error(client, index, words):
    press_release(parent=index)
    assert client.get("/news/", {"q": words}, follow=True).status_code == 200


def test_what_is_not_public_is_neither_listed_nor_counted(client, index):
    press_release(parent=index, title="Public")
    draft(parent=index, title="Secret draft")
    embargoed(parent=index, title="Secret embargo")
    response = get(client, "/news/")
    assert sentence_of(response) == "Showing 1 - 1 of 1 result"
    assert "Secret" not in response.text
    assert "Secret" not in client.get("/news/?q=secret").text


def test_a_renamed_term_is_named_at_once_and_its_old_address_still_leads_there(client, index, cps):
    press_release(parent=index, areas=[cps])
    cps.aliases, cps.slug, cps.name = "cps", "cps-national", "CPS national"
    cps.save()
    assert client.get("/news/?area=cps").url == "/news/?area=cps-national"
    assert "CPS national" in get(client, "/news/?area=cps-national").text


def test_a_closed_term_is_offered_only_while_it_is_chosen(client, index, cps):
    press_release(parent=index, areas=[cps])
    cps.closed = True
    cps.save()

    def offered(address: str) -> list[str]:
        facets = get(client, address).context["result"].facets
        return [option.value for facet in facets for option in facet.options]

    assert "cps" not in offered("/news/")
    assert "cps" in offered("/news/?area=cps")


def test_an_old_address_without_the_slash_leads_there_in_one_step(client, index, cps):
    response = client.get("/news?amp%3Barea=122&page=0")
    assert (response.status_code, response.url) == (301, "/news/?area=cps")


def test_a_cache_must_ask_before_it_shows_a_page_again(client, index):
    item = press_release(parent=index)
    for address in ("/news/", f"/news/{item.slug}/", "/news/?page=9"):
        assert "no-cache" in client.get(address)["Cache-Control"], address
    tag = client.get("/news/")["ETag"]
    assert client.get("/news/", headers={"If-None-Match": tag}).status_code == 304
    item.unpublish()
    assert client.get("/news/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("words", ["-court", "-court -jury", '-"guilty plea"'])
def test_words_that_only_exclude_find_nothing(client, index, words):
    press_release(parent=index)
    result = client.get("/news/", {"q": words}, follow=True).context["result"]
    assert result.total == 0


def test_a_year_beyond_all_news_is_said_beside_the_field(client, index):
    assert "Enter a year from 1900 to 2100" in client.get("/news/?to=9999").text


def test_the_plain_filter_finds_what_the_page_counts(client, index, cps):
    for number in range(4):
        press_release(parent=index, areas=[cps] if number % 2 else [], published_at=at(number))
    query = QueryDict("area=cps&from=2024-01-01")
    filters = ArchiveFilter(query, language="en")
    assert filters.qs.count() == get(client, f"/news/?{query.urlencode()}").context["result"].total
    assert not ArchiveFilter(QueryDict("area=atlantis"), language="en").qs.exists()
