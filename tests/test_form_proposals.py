"""What the form of an item fills in by itself: the picture's description, and the press desk."""

from typing import Any

import pytest

from newsroom.models import PressReleasePage
from tests.factories import area, contact, draft

pytestmark = pytest.mark.django_db


def cleaned(item: PressReleasePage, **sent: Any) -> dict[str, Any]:
    form_class = PressReleasePage.get_edit_handler().get_form_class()
    form = form_class({"body-count": "0", **sent}, instance=item)
    form.is_valid()
    return form.cleaned_data


@pytest.mark.parametrize(
    ("typed", "kept"), [("", "The Crown Court at Leeds"), ("A court", "A court")]
)
def test_a_picture_is_described_once(image, typed, kept):
    image.description = "The Crown Court at Leeds"
    image.save()
    assert cleaned(draft(), image=image.pk, image_alt=typed)["image_alt"] == kept


@pytest.mark.parametrize("chosen", [("Wessex",), ("Wessex", "CPS"), ("Wessex", "Mersey-Cheshire")])
def test_the_desk_of_the_area_is_proposed_if_it_is_one(chosen):
    wessex = contact(name="Wessex desk", area=area("Wessex"))
    contact(name="Mersey desk", area=area("Mersey-Cheshire"))
    found = cleaned(draft(), areas=[area(name).pk for name in chosen])["contact"]
    assert found == (None if "Mersey-Cheshire" in chosen else wessex)


def test_a_desk_that_somebody_chose_or_cleared_is_kept():
    contact(name="Wessex desk", area=area("Wessex"))
    office = contact(name="Press office")
    wessex = area("Wessex")
    assert cleaned(draft(), areas=[wessex.pk], contact=office.pk)["contact"] == office
    # The Area is chosen already, so an empty desk is meant.
    item = draft(areas=[wessex])
    assert cleaned(item, areas=[wessex.pk])["contact"] is None
