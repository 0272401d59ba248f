"""What pages say of themselves in the words of schema.org, and to social media."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from newsroom.readers.structured_data import as_script
from tests.factories import area, case, crime_type, press_release, speaker, speech, update

pytestmark = pytest.mark.django_db

NEEDED = {
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "GovernmentOrganization": {"name", "url"},
    "ContactPoint": {"contactType", "name"},
    "Event": {"name", "startDate", "location"},
    "Place": {"name", "address"},
    "Person": {"name"},
    "Thing": {"name", "url"},
    "CorrectionComment": {"text", "datePublished"},
    "OpeningHoursSpecification": {"opens", "closes"},
}
"""What whoever reads a node of a type cannot do without (schema.org; Google's search gallery)."""

PUBLISHED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def graph(client, page) -> list[dict]:
    html = client.get(page.url).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    for node in nodes(data["@graph"]):
        assert NEEDED[node["@type"]] <= node.keys()
    return data["@graph"]


def nodes(data):
    """All nodes, those within others too."""
    if isinstance(data, list):
        for part in data:
            yield from nodes(part)
    elif isinstance(data, dict):
        yield data
        yield from nodes(list(data.values()))


def only(found: list[dict], kind: str) -> dict:
    (node,) = (node for node in found if node["@type"] == kind)
    return node


def test_an_item_is_an_article_about_its_case_with_its_corrections(client):
    thread = case(title="Operation Larkspur")
    item = press_release(
        title="Man jailed for fraud",
        published_at=PUBLISHED,
        crime_types=[crime_type("Fraud and economic crime")],
        areas=[area("Wessex")],
        case=thread,
    )
    update(item, stage="correction", note="He is 41, not 14.", at=PUBLISHED.replace(day=4))
    update(item, stage="appeal", note="He appealed.", at=PUBLISHED.replace(day=3))
    article = only(graph(client, item), "NewsArticle")
    assert article["headline"] == "Man jailed for fraud"
    assert article["datePublished"] == "2026-03-02T09:30:00+00:00"
    assert article["dateModified"] == "2026-03-04T09:30:00+00:00"
    assert article["keywords"] == ["Fraud and economic crime", "Wessex"]
    assert article["about"]["name"] == "Operation Larkspur"
    assert article["about"]["url"].endswith(thread.url)
    assert [one["text"] for one in article["correction"]] == ["He is 41, not 14."]


def test_an_item_whose_case_is_not_public_says_nothing_of_it(client):
    thread = case(title="Operation Larkspur", live=False)
    item = press_release(case=thread)
    assert "about" not in only(graph(client, item), "NewsArticle")


@pytest.mark.parametrize("lacking", ["", "event", "place"])
def test_a_speech_names_its_occasion_if_all_of_it_is_known(client, lacking):
    told = {"event": "Annual lecture", "place": "Middle Temple, London"}
    item = speech(
        speaker=speaker("Imran Castlebeck"),
        delivered_on=date(2026, 3, 2),
        **{name: value for name, value in told.items() if name != lacking},
    )
    found = graph(client, item)
    if lacking:
        assert "Event" not in {node["@type"] for node in found}
        return
    event = only(found, "Event")
    assert event["startDate"] == "2026-03-02"
    assert event["location"]["name"] == "Middle Temple, London"
    assert event["performer"]["name"] == "Imran Castlebeck"


def test_every_page_below_another_says_where_it_is(client):
    item = press_release(title="Man jailed for fraud")
    trail = only(graph(client, item), "BreadcrumbList")["itemListElement"]
    assert [place["name"] for place in trail] == [item.get_parent().title, "Man jailed for fraud"]
    assert trail[0]["item"].endswith(item.get_parent().url)
    assert "item" not in trail[-1]


def test_nothing_in_it_ends_the_script():
    script = as_script([{"name": "</script><script>alert(1)</script>&amp;"}])
    assert not re.search(r"[<>&]", script)
    assert json.loads(script)["@graph"] == [{"name": "</script><script>alert(1)</script>&amp;"}]
