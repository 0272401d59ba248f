"""What a reader sees when something is missing, also when it is the database."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from newsroom.archive.selection import Selection
from tests.factories import newsroom


@pytest.fixture
def visitor():
    """A client that is shown error pages instead of being handed exceptions."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/no-such-page/", "Page not found"),
        ("/news/no-such-item/", "Page not found"),
        ("/cy/dim/", "Ni ellir dod o hyd i’r dudalen"),
    ],
)
def test_what_does_not_exist_is_a_404_with_a_way_on(visitor, address, heading):
    newsroom()
    response = visitor.get(address)
    assert response.status_code == 404
    assert f"<h1>{heading}</h1>" in response.text
    assert 'news/"' in response.text


@pytest.mark.django_db
def test_a_database_that_is_away_is_a_503_and_not_an_error(visitor, monkeypatch):
    newsroom()

    def away(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    # No query is answered: neither the page's nor, while the error page is drawn, its own.
    monkeypatch.setattr(CursorWrapper, "execute", away)
    response = visitor.get("/news/")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "<h1" in response.text


@pytest.mark.django_db
def test_a_fault_is_a_500_without_jargon(visitor, monkeypatch):
    newsroom()

    def broken(*args, **kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Selection, "counts_at_once", broken)
    response = visitor.get("/news/")
    assert response.status_code == 500
    assert "Sorry, there is a problem with the service" in response.text
    assert "secret detail" not in response.text
