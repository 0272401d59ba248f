"""Readers compare two versions: also what is no word of them, and only while both are public."""

from html import unescape
from uuid import uuid4

import pytest
from wagtail.models import PageViewRestriction

from newsroom.models import MediaProtocolVersionPage
from tests.document_factories import document
from tests.test_versions import ask
from tests.version_factories import clause, in_force, superseded

pytestmark = pytest.mark.django_db


def paper(content, title="Protocol", name="protocol.pdf"):
    return document(content, title=title, name=name)


def offered(document):
    value = {"document": document.pk, "description": "The form"}
    return {"type": "document", "value": value, "id": str(uuid4())}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            [clause("Time", '<p>To ask, <a href="https://a.example/">apply here</a>.</p>')],
            [clause("Time", '<p>To ask, <a href="https://b.example/">apply here</a>.</p>')],
            "The link of “apply here” went to https://a.example/, and goes to https://b.example/.",
        ),
        (
            [clause("Time", "<p>We <b>never</b> say.</p>")],
            [clause("Time", "<p>We never say.</p>")],
            "“never” is no longer bold.",
        ),
        (
            [clause("Time", "<p>One<br/>two</p>")],
            [clause("Time", "<p>One</p><p>two</p>")],
            "The words are the same; their layout or their order is not.",
        ),
    ],
    ids=["link", "emphasis", "layout"],
)
def test_readers_are_told_of_changes_besides_words(client, old, new, said):
    superseded("2005", body=old)
    in_force("2020", body=new)
    response = ask(client, "compare", "?from=2005&to=2020")
    assert said in unescape(response.text)
    assert response.context["summary"] == "1 clause changed."


def test_readers_are_told_of_a_document_that_was_replaced(client):
    old, new = paper(b"%PDF-1"), paper(b"%PDF-two")
    superseded("2005", body=[clause("Time"), offered(old)], document=old)
    in_force("2020", body=[clause("Time"), offered(new)], document=new)
    response = ask(client, "compare", "?from=2005&to=2020")
    text = unescape(response.text)
    assert response.context["summary"] == "1 clause changed, 1 kept its words."
    assert text.count("The file “Protocol” (protocol") == 2
    assert "word for word" not in text


def test_the_file_of_a_version_is_compared_too(client):
    text = [clause("Time")]
    superseded("2005", body=text, document=paper(b"%PDF-1"))
    in_force("2020", body=text, document=paper(b"%PDF-two"))
    summary = ask(client, "compare", "?from=2005&to=2020").context["summary"]
    assert summary == (
        "The two versions say the same, word for word, but their files are not the same."
    )


def test_a_comparison_that_was_drawn_is_not_kept_for_what_is_closed(client):
    superseded("2005", body=[clause("Time", "<p>Hidden words.</p>")])
    in_force("2020")
    assert "Hidden" in ask(client, "compare", "?from=2005&to=2020").text
    old = MediaProtocolVersionPage.objects.get(slug="2005")
    PageViewRestriction.objects.create(page=old, restriction_type=PageViewRestriction.LOGIN)
    assert "Hidden" not in ask(client, "compare", "?from=2005&to=2020", status=404).text
