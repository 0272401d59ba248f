"""A crime type, an Area or a speaker that gets another address is found at the one it had."""

import pytest

from newsroom.models import Area, CrimeType, PressOfficePage
from tests.blockers import name_order
from tests.factories import (
    area,
    crime_type,
    newsroom,
    press_release,
    release,
    speaker,
    speech,
    speeches,
)

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


def test_a_speaker_who_is_renamed_leads_on_from_every_address_they_had(client):
    someone = speaker("Miriam Castleford")
    speech(speaker=someone)
    for slug in ("miriam-abbot", "miriam-castleford-abbot"):
        someone.slug = slug
        someone.save()
    list_url = speeches().url
    for former in ("miriam-castleford", "miriam-abbot"):
        response = client.get(f"{list_url}?speaker={former}&year=")
        assert response.status_code == 301
        assert response.url == f"{list_url}?speaker=miriam-castleford-abbot"
        assert response["Cache-Control"] == "public, no-cache"
        assert client.get(response.url).status_code == 200


def test_a_slug_that_another_speaker_took_over_is_their_own(client):
    first = speaker("Miriam Castleford")
    speech(speaker=first)
    first.slug = "miriam-abbot"
    first.save(update_fields=["slug"])
    speech(speaker=speaker("Miriam Castleford", slug="miriam-castleford"))
    assert client.get(f"{speeches().url}?speaker=miriam-castleford").status_code == 200


def test_an_order_keeps_no_former_address_of_a_speaker():
    someone = speaker("Miriam Castleford")
    someone.slug = "zebedee-quillfeather"
    someone.save()
    someone.slug = "miriam-abbot"
    someone.save()
    name_order("Zebedee Quillfeather")
    someone.refresh_from_db()
    assert someone.aliases == ""
