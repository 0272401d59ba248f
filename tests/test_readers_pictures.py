"""Pages of readers show every rendition that is made of their pictures, and ask for no other."""

import re
from datetime import date

import pytest

from newsroom.choices import MaterialKind, ProtocolClass
from newsroom.models import CaseMaterial, EditionFile
from tests.factories import case, picture, press_release, release

pytestmark = pytest.mark.django_db


def names_in(html: str) -> set[str]:
    """The files of pictures that the page names."""
    return set(re.findall(r"/media/images/([^\s\"?,]+)", html))


def names_made(page) -> set[str]:
    """The files of pictures that its edition has."""
    return set(EditionFile.objects.filter(edition__page_id=page.pk).values_list("name", flat=True))


def test_an_item_shows_each_rendition_that_was_made_of_its_pictures(client):
    block = {"image": picture(), "alt": "The court"}
    body = [("paragraph", "<p>A man was jailed.</p>"), ("image", block)]
    item = press_release(image=picture(), image_alt="A judge", body=body)
    shown = names_in(client.get(item.get_url()).content.decode())
    assert len(shown) == 9 + 1 + 9
    assert shown == names_made(item)


def test_an_item_without_a_picture_shows_its_social_picture(client):
    item = press_release(social_image=picture())
    shown = names_in(client.get(item.get_url()).content.decode())
    assert len(shown) == 1
    assert shown == names_made(item)


def test_a_case_shows_each_rendition_that_was_made_of_its_material(client):
    thread = case()
    CaseMaterial.objects.create(
        page=thread,
        what="The house",
        kind=MaterialKind.PHOTOGRAPH,
        protocol_class=ProtocolClass.RELEASED,
        released_on=date(2024, 1, 2),
        image=picture(),
        image_alt="A house",
    )
    release(thread)
    shown = names_in(client.get(thread.get_url()).content.decode())
    assert len(shown) == 3 + 1
    assert shown == names_made(thread)
