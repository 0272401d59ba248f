"""What `rebuild_editions --check` says of an edition that is not as its page is; the mending."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from newsroom.models import Edition, EditionFile, PressReleasePage
from tests.blockers import order
from tests.factories import case, clear, draft, picture, press_release

pytestmark = pytest.mark.django_db


def check():
    """What the check says, line by line, without its first and last; nothing if all is well."""
    try:
        call_command("rebuild_editions", "--check", verbosity=0)
    except CommandError as said:
        return str(said).splitlines()[1:-1]
    return []


def mended():
    call_command("rebuild_editions", verbosity=0)
    return check() == []


def open_edition(page):
    return Edition.objects.open().get(page_id=page.pk)


def with_files():
    file = get_document_model().objects.create(title="Judgment", file=ContentFile(b"x", "a.txt"))
    link = f'<p><a linktype="document" id="{file.pk}">Read it</a></p>'
    return press_release(image=picture(), image_alt="A court", body=[("paragraph", link)])


@pytest.mark.parametrize("kind", EditionFile.Kind.values)
def test_a_file_whose_row_is_lost_is_named_and_given_back(kind):
    item = with_files()
    assert check() == []
    before = set(open_edition(item).files.values_list("name", flat=True))
    EditionFile.objects.filter(kind=kind).first().delete()
    assert check() == [f"page {item.pk} at {item.url}: other than its page (files)"]
    assert mended()
    assert set(open_edition(item).files.values_list("name", flat=True)) == before


def test_a_file_that_the_edition_does_not_show_is_named_and_taken_back():
    item, other = press_release(), picture(title="Another")
    EditionFile.objects.create(
        edition=open_edition(item), kind="picture", file_id=other.pk, name="a.jpg", stored="a.jpg"
    )
    assert check() == [f"page {item.pk} at {item.url}: other than its page (files)"]
    assert mended()
    assert not open_edition(item).files.exists()


def test_a_rendition_that_is_gone_is_named_and_made_again():
    image = picture()
    item = press_release(image=image, image_alt="A court")
    image.renditions.first().delete()
    assert check() == [f"page {item.pk} at {item.url}: other than its page (files)"]
    assert mended()
    assert open_edition(item).files.count() == image.renditions.count()


def test_the_check_makes_no_rendition():
    image = picture()
    press_release(image=image, image_alt="A court")
    image.renditions.all().delete()
    check()
    assert not image.renditions.exists()


def test_another_address_is_named_and_followed():
    item = press_release(slug="man-jailed")
    Page.objects.filter(pk=item.pk).update(url_path=item.url_path.replace("man-", "men-"))
    assert check() == [f"page {item.pk} at /news/man-jailed/: other than its page (address)"]
    assert mended()
    assert open_edition(item).address == "/news/men-jailed/"


@pytest.mark.parametrize("edition_ends", [True, False], ids=["edition", "page"])
def test_another_end_is_named_and_put_right(edition_ends):
    item, over = press_release(), timezone.now() + timedelta(hours=1)
    if edition_ends:
        Edition.objects.filter(page_id=item.pk).update(closes_at=over)
    else:
        Page.objects.filter(pk=item.pk).update(expire_at=over)
    assert check() == [f"page {item.pk} at {item.url}: other than its page (closes at)"]
    assert mended()
    assert open_edition(item).closes_at == (None if edition_ends else over)


def test_other_words_are_named_and_stay_with_the_page():
    item = press_release(title="Man jailed")
    PressReleasePage.objects.filter(pk=item.pk).update(notes_to_editors="<p>Nobody read it.</p>")
    said = [f"page {item.pk} at {item.url}: other than its page (document)"]
    assert check() == said
    with pytest.raises(CommandError):
        call_command("rebuild_editions", verbosity=0)
    assert check() == said
    assert "Nobody read it" not in str(open_edition(item).document)


def test_a_page_that_is_live_without_an_edition_is_named_and_gets_none():
    item = clear(draft())
    Page.objects.filter(pk=item.pk).update(live=True)
    said = [f"page {item.pk}: live, though the gate has let no edition of it through"]
    assert check() == said
    with pytest.raises(CommandError):
        call_command("rebuild_editions", verbosity=0)
    assert check() == said
    assert not Edition.objects.filter(page_id=item.pk).exists()


def test_what_is_not_live_any_more_is_named_and_closed():
    item = press_release()
    alias = item.create_alias(update_slug="aliased")
    Page.objects.filter(pk__in=[item.pk, alias.pk]).update(live=False)
    assert check() == [
        f"page {page.pk} at {page.url}: open, though it should not be public"
        for page in (item, alias)
    ]
    assert mended()
    assert not Edition.objects.open().filter(page_id__in=[item.pk, alias.pk]).exists()


def test_an_edition_without_a_page_is_named_and_closed():
    item = press_release()
    lone = open_edition(item)
    item.unpublish()
    lone.pk, lone.page_id, lone.address = None, 10**6, "/news/lone/"
    lone.save(force_insert=True)
    assert check() == ["page 1000000 at /news/lone/: open, though there is no such page"]
    assert mended()
    assert not Edition.objects.open().filter(page_id=10**6).exists()


def test_an_item_put_under_a_held_back_case_unseen_is_named_and_closed():
    item, held = press_release(), case(live=False)
    order(held)
    PressReleasePage.objects.filter(pk=item.pk).update(case=held)
    assert check() == [f"page {item.pk} at {item.url}: open, though it should not be public"]
    assert mended()
    assert not Edition.objects.open().filter(page_id=item.pk).exists()
