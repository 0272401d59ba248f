"""A protected name is searched in what readers have, whatever was written past the gate since."""

import pytest
from django.db import transaction
from wagtail.models import Page

from newsroom.editions.models import current_edition, facts_to_keep
from newsroom.gate.page_facts import digest_of
from newsroom.gate.visibility import let_through
from newsroom.models import CheckResponse, Edition, PressReleasePage, ReleaseLog
from newsroom.orders.enforcement import enforce
from newsroom.orders.name_scan.prefilter import may_name
from tests.blockers import name_order
from tests.factories import case, draft, person, picture, press_release, release

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"


def open_pages():
    return set(Edition.objects.open().values_list("page_id", flat=True))


def entered():
    with transaction.atomic():
        return {page.pk for page in enforce(name_order(NAME), person("duty.editor"))}


def why_closed(page_id):
    return Edition.objects.of_page(page_id).first().closed_why


def shows(**fields):
    """A public page, written over since by an update of a queryset, which opens no edition."""
    item = press_release(**{"title": "Man jailed", "image_alt": "A court", **fields})
    plain = {"title": "Man jailed", "summary": "", "slug": f"plain-{item.pk}", "image": None}
    texts = {"image_alt": "", "image_caption": "", "body": [], "notes_to_editors": ""}
    PressReleasePage.objects.filter(pk=item.pk).update(**plain, **texts)
    return item


WHERE = {
    "title": lambda: shows(title=f"{NAME} jailed"),
    "teaser": lambda: shows(summary=f"{NAME} was jailed."),
    "body": lambda: shows(body=[("paragraph", "<p>It was Zebedee <b>Quill</b>feather.</p>")]),
    "notes": lambda: shows(notes_to_editors=f"<p>{NAME}, 40</p>"),
    "alt": lambda: shows(image=picture(), image_alt=NAME),
    "caption": lambda: shows(image=picture(), image_caption=NAME),
    "file name": lambda: shows(image=picture(file__filename="zebedee_quillfeather.jpg")),
    "address": lambda: shows(slug="zebedee-quillfeather"),
}


@pytest.mark.parametrize("where", WHERE)
def test_a_name_in_an_open_edition_is_found_though_its_page_lost_it(where):
    page, other = WHERE[where](), press_release(title="Nobody")
    assert page.pk in may_name([NAME], let_through())
    assert entered() == {page.pk}
    assert open_pages().isdisjoint({page.pk})
    assert other.pk in open_pages()
    assert why_closed(page.pk) == "order"
    assert ReleaseLog.objects.filter(page_id=page.pk).latest("pk").event == "taken-down"


def test_a_name_in_the_address_of_a_section_closes_what_lies_below():
    thread = case()
    section = thread.get_parent().specific
    section.slug = "zebedee-quillfeather"
    release(section)
    Page.objects.filter(pk=section.pk).update(slug="cases")
    assert entered() == {section.pk, thread.pk}


def test_a_name_in_the_edition_of_a_page_that_is_not_live_by_its_row_is_found():
    item = press_release(title=f"{NAME} jailed")
    Page.objects.filter(pk=item.pk).update(live=False)
    assert item.pk in open_pages()
    assert entered() == {item.pk}
    assert item.pk not in open_pages()
    assert why_closed(item.pk) == "order"


def test_an_order_closes_an_edition_of_which_there_is_no_page():
    item = press_release(title=f"{NAME} jailed")
    facts = facts_to_keep(current_edition(item.pk)) | {"page_id": 10**6, "address": "/news/lone/"}
    item.unpublish()
    Edition.objects.create(**facts)
    assert entered() == set()
    assert 10**6 not in open_pages()


def test_a_name_that_somebody_answered_for_stays_in_the_edition():
    restriction = name_order(NAME)
    item = draft(title=f"{NAME} opens a shop")
    CheckResponse.objects.create(
        page=item,
        digest=digest_of(item),
        code="protected-name-elsewhere",
        words="A shopkeeper of the same name.",
        by=person("duty.editor"),
    )
    release(item)
    PressReleasePage.objects.filter(pk=item.pk).update(title="Shop opens", slug="shop-opens")
    assert enforce(restriction, None) == []
    assert item.pk in open_pages()
