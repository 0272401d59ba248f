"""The JSON interface: what it says, what it refuses, and that its description is true."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import Phase, given
from hypothesis import settings as effort
from schemathesis.specs.openapi.checks import positive_data_acceptance

from newsroom.readers.api.description import written
from tests.document_factories import document
from tests.factories import (
    area,
    case,
    contact,
    crime_type,
    draft,
    items,
    press_release,
    speaker,
    speech,
    update,
    welsh,
)

pytestmark = pytest.mark.django_db

API = "/api/v1"
DAY = datetime(2024, 5, 10, 9, tzinfo=UTC)


def test_items_are_those_of_the_page_with_its_sentence(client):
    crime_type("Fraud")
    items({"title": "Fraud", "crime_types": ("fraud",), "published_at": DAY}, *({},) * 11)
    draft(title="Hidden fraud", crime_types=[crime_type("Fraud")])
    found = client.get(f"{API}/items?crime_type=fraud").json()
    assert [item["title"] for item in found["items"]] == ["Fraud"]
    assert found["items"][0]["crime_types"] == ["fraud"]
    assert found["items"][0]["published_at"] == "2024-05-10T09:00:00+00:00"
    assert found["sentence"] == 'Showing 1 - 1 of 1 result for crime type "Fraud"'
    assert found["links"]["page_for_readers"] == f"{settings.BASE_URL}/news/?crime_type=fraud"


def test_pages_lead_to_each_other(client):
    items(*({},) * 12)
    first = client.get(f"{API}/items").json()
    assert (first["total"], first["pages"], len(first["items"])) == (12, 2, 10)
    second = client.get(first["links"]["next"].removeprefix(settings.BASE_URL)).json()
    assert (second["page"], len(second["items"])) == (2, 2)
    assert "next" not in second["links"]
    assert second["links"]["previous"] == first["links"]["self"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("crime_types=fraud", 400, "crime_types"),
        ("keys=fraud", 400, "keys"),
        ("crime_type=none", 404, "crime_type"),
        ("from=2024-13-01", 400, "from"),
        ("from=2025&to=2024", 400, "to"),
        ("page=2", 404, "2"),
        ("page=x", 404, "x"),
        ("language=fr", 400, "en, cy"),
    ],
)
def test_what_is_not_understood_is_never_everything(client, query, status, said):
    items({})
    response = client.get(f"{API}/items?{query}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert said in response.json()["detail"]


def test_an_item_is_whole(client, image):
    paper, thread = document(), case(title="Operation Larkspur")
    item = press_release(
        title="Man jailed",
        published_at=DAY,
        image=image,
        image_alt="A court",
        crime_types=[crime_type("Fraud")],
        areas=[area("Wessex")],
        case=thread,
        notes_to_editors='<p><a href="/news/">More news</a></p>',
        body=[
            ("paragraph", "<p>He hid it.</p>"),
            ("document", {"document": paper, "description": ""}),
        ],
    )
    update(item, stage="appeal", note="He appealed.", at=DAY.replace(day=12))
    found = client.get(f"{API}/items/{item.pk}").json()
    assert "He hid it." in found["content_html"]
    assert f'href="{settings.BASE_URL}/news/"' in found["notes_to_editors_html"]
    assert (found["crime_types"], found["areas"]) == (["fraud"], ["wessex"])
    assert found["case"]["title"] == "Operation Larkspur"
    assert [one["note"] for one in found["updates"]] == ["He appealed."]
    assert found["documents"][0]["url"].startswith(f"{settings.BASE_URL}/documents/")
    assert found["picture"]["url"].startswith(f"{settings.BASE_URL}/media/")


def test_an_item_of_a_hidden_case_does_not_name_it(client):
    item = press_release(case=case(title="Operation Larkspur", live=False))
    answer = client.get(f"{API}/items/{item.pk}")
    assert answer.json()["case"] is None
    assert "Larkspur" not in answer.text


@pytest.mark.parametrize("hidden", ["draft", "none", "too long"])
def test_what_is_not_public_does_not_exist(client, hidden):
    numbers = {"draft": draft().pk, "none": 999_999_999, "too long": "9" * 30}
    response = client.get(f"{API}/items/{numbers[hidden]}")
    assert (response.status_code, response.json()["status"]) == (404, 404)


def test_each_language_has_its_own_items(client):
    item = press_release(title="Man jailed")
    press_release(title="Carcharu dyn", locale=welsh(), translation_key=item.translation_key)
    found = client.get(f"{API}/items?language=cy").json()
    assert [one["title"] for one in found["items"]] == ["Carcharu dyn"]
    assert "language=cy" in found["links"]["self"]
    own = client.get(f"{API}/items/{item.pk}").json()
    assert [one["language"] for one in own["translations"]] == ["en", "cy"]


def test_terms_have_their_numbers(client):
    crime_type("Fraud")
    items({"crime_types": ("fraud",)}, {"crime_types": ("fraud",)})
    found = client.get(f"{API}/terms").json()["crime_type"]
    assert next(term["items"] for term in found if term["slug"] == "fraud") == 2


def test_the_press_office_says_whom_to_ring(client):
    contact(telephone="020 3357 0906")
    (desk,) = client.get(f"{API}/press-office").json()["desks"]
    assert desk["telephone"] == "+442033570906"


def test_any_page_in_any_browser_may_ask_and_ask_again(client):
    items({})
    response = client.get(f"{API}/items")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get(f"{API}/items", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert client.post(f"{API}/items").status_code == 405


def test_no_answer_asks_more_for_more_items(client, django_assert_num_queries):
    crime_type("Fraud")
    items(*({"crime_types": ("fraud",)},) * 10)
    client.get(f"{API}/items")
    with django_assert_num_queries(5):  # terms; counts; ids; items; their terms
        client.get(f"{API}/items")


@pytest.fixture
def full(image):
    """A newsroom of which every answer has something to say."""
    fraud = crime_type("Fraud")
    item = press_release(title="Man jailed", crime_types=[fraud], image=image, image_alt="A court")
    update(item, stage="correction", note="He is 41.", at=DAY)
    speech(speaker=speaker("Imran Castlebeck"))
    contact(telephone="020 3357 0906")


@pytest.fixture
def application():
    """The site as a server calls it, on the connection of the test, which stays open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


def test_the_description_is_true(full, application):
    """It takes seconds: every operation is asked with some dozens of made-up parameters."""
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", application)
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        seen.add(operation.label)
        ask_with_anything(operation)
    assert seen == {f"GET {path}" for path in written()["paths"]}


def ask_with_anything(operation) -> None:
    @given(operation.as_strategy())
    @effort(max_examples=25, deadline=None, database=None, phases=[Phase.generate])
    def ask(case):
        # A day or a search may be refused for reasons that no schema says.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()


def test_the_examples_for_developers_work(client):
    item = press_release(crime_types=[crime_type()], areas=[area()])
    page = client.get("/news/developers/").text
    examples = re.findall(r'<a href="([^"]+)"><code>', page)
    assert f"{API}/items/{item.pk}" in examples
    for example in examples:
        assert client.get(unescape(example)).status_code == 200, example
