"""A crime type or an Area that gets another address is found at the one that it had."""

import pytest

from newsroom.models import Area, CrimeType, PressOfficePage
from tests.factories import area, crime_type, newsroom, press_release, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def cps():
    newsroom()
    return area("CPS")


def test_a_term_that_is_renamed_leads_on_from_every_slug_it_had(client, cps):
    press_release(areas=[cps], crime_types=[crime_type("Fraud")])
    fraud = CrimeType.objects.get(slug="fraud")
    for term, slugs in ((cps, ("cps-head", "cps-national")), (fraud, ("deceit", "economic-crime"))):
        for slug in slugs:
            term.slug = slug
            term.save()
    for asked, address in (
        ("area=cps", "area=cps-national"),
        ("area=cps-head", "area=cps-national"),
        ("crime_type=fraud", "crime_type=economic-crime"),
        ("crime_type=deceit&area=cps", "crime_type=economic-crime&area=cps-national"),
    ):
        response = client.get(f"/news/?{asked}")
        assert (response.status_code, response.url) == (301, f"/news/?{address}")
        assert response["Cache-Control"] == "public, no-cache"
        assert client.get(response.url).status_code == 200
    cps.refresh_from_db()
    assert cps.former_names == ["cps", "cps-head"]


def test_a_slug_that_another_term_took_over_is_its_own(client, cps):
    cps.slug = "cps-national"
    cps.save(update_fields=["slug"])
    assert client.get("/news/?area=cps").status_code == 301
    area("CPS", slug="cps")
    assert client.get("/news/?area=cps").status_code == 200
    cps.slug = "cps-head"
    cps.save(update_fields=["name"])
    assert Area.objects.get(pk=cps.pk).former_names == ["cps"]


def test_the_finder_of_press_desks_leads_on_too(client, cps):
    page = newsroom().add_child(instance=PressOfficePage(title="Press office", slug="press-office"))
    release(page)
    cps.slug = "cps-national"
    cps.save()
    response = client.get(page.url, {"area": "cps"})
    assert (response.status_code, response.url) == (301, f"{page.url}?area=cps-national")
    assert response["Cache-Control"] == "public, no-cache"
