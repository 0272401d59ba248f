"""Any result as a file, for a spreadsheet or a program."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO

import pytest

from newsroom.readers import export
from tests.factories import crime_type, draft, items

pytestmark = pytest.mark.django_db


def read(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    text = response.getvalue().decode()
    if address.startswith("/news/export.json"):
        found = json.loads(text)
        assert str(found["total"]) == response["X-Total-Count"]
        return found["items"]
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert str(len(rows)) == response["X-Total-Count"]
    return rows


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_has_all_items_of_its_result_newest_first(client, form, monkeypatch):
    monkeypatch.setattr(export, "BATCH", 2)
    fraud = crime_type("Fraud")
    items(
        *(
            {"title": f"Fraud {day}", "crime_types": ("fraud",), "published_at": at(day)}
            for day in (1, 5, 3)
        ),
        {},
    )
    draft(title="Hidden fraud", crime_types=[fraud])
    found = read(client, f"/news/export.{form}?crime_type=fraud")
    assert [row["title"] for row in found] == ["Fraud 5", "Fraud 3", "Fraud 1"]
    # In summer, in London.
    assert found[0]["published_at"] == "2024-07-05T10:00:00+01:00"


def at(day: int) -> datetime:
    return datetime(2024, 7, day, 9, tzinfo=UTC)


@pytest.mark.parametrize("title", ['=HYPERLINK("x")', "+1", "-1", "@x", "＝1"])
def test_no_cell_is_a_formula(client, title):
    items({"title": title})
    (row,) = read(client, "/news/export.csv")
    assert row["title"] == f"'{title}"


@pytest.mark.parametrize(
    ("query", "status"), [("crime_type=none", 404), ("from=2024-13", 404), ("page=2", 302)]
)
def test_what_is_not_understood_is_never_everything(client, query, status):
    items({})
    assert client.get(f"/news/export.csv?{query}").status_code == status


def test_queries_grow_by_batch_and_not_by_item(client, django_assert_num_queries):
    items(*({},) * 5)
    client.get("/news/export.csv").getvalue()
    with django_assert_num_queries(4):  # terms, ids; items and their terms
        client.get("/news/export.csv").getvalue()
