"""Whatever stands in an address, a reader gets a page, a 404 or one redirect; never an error."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.archive.index import Kind
from tests.factories import area, crime_type, newsroom, press_release, topic

pytestmark = pytest.mark.django_db

NAMES = [
    *("crime_type", "area", "kind", "from", "to", "q", "order", "page"),
    *("keys", "publication_date_after", "publication_date_before", "amp;area", "amp;amp;q", "x"),
    *("crime_type[]", "area[0]", "Kind", "left_out", "left_out[]", "utm_source", "?q", "", "[]"),
]
VALUES = [
    *("", "fraud", "cps", "26", "All", "0", "1", "2", "-1", "x", "1e9", "9" * 30, "٣", "½"),
    *("2024", "2024-02-30", "31/12/2023", "\x00", "\x1f", "a b", "a+b", "a%20b", "&", "=", ";"),
    *('"', "'", "<b>", "(", "NEAR(a b)", "a OR", "-", '"-"', "-a", "🙂", "\u202e", "\ud7ff", "a*"),
    *Kind.values,
]
pairs = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=12))),
    max_size=6,
)


@pytest.fixture
def address():
    """The archive, with a term and an item that some of the values find."""
    press_release(
        parent=newsroom(),
        crime_types=[crime_type("Fraud", legacy_id=26)],
        areas=[area("CPS")],
    )
    return "/news/"


def settles(client, address: str) -> int:
    """The status after at most one redirect."""
    response = client.get(address)
    if response.status_code in (301, 302):
        response = client.get(response.url)
    assert response.status_code in (200, 404), address
    return response.status_code


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=pairs)
def test_every_query_settles_after_at_most_one_redirect(client, address, query):
    settles(client, f"{address}?{urlencode(query, errors='surrogatepass')}")


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(junk=st.binary(max_size=40))
def test_bytes_that_are_no_query_settle_too(client, address, junk):
    settles(client, f"{address}?{quote(junk, safe='%&=+;?/')}")


@pytest.mark.parametrize(
    "query", ["&", "&&", "?", "=", "area", "area=", "a=%", "q=%E0%A4%A", "area=cps&", "%00=1"]
)
def test_broken_queries_settle(client, address, query):
    settles(client, f"{address}?{query}")


@pytest.mark.parametrize("path", ["%00", "%E0%A4%A", "..%2f", "a" * 3000, "%22%3E%3Cb%3E", "💥"])
def test_paths_that_are_no_page_are_a_404(client, address, path):
    assert client.get(f"{address}{path}/").status_code == 404


def test_a_topic_counts_its_pages_strictly(client):
    subject = topic(title="Hate crime")
    for page in ("0", "-1", "x", "2", "9" * 40, "%00"):
        assert client.get(f"{subject.url}?page={page}").status_code == 404
