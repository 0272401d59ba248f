"""The admin finds pages by all words of drafts and editions, and by what a desk filters by."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from newsroom.desk.page_filters import PageFilter
from newsroom.desk.page_search import explorable, saying, terms_of
from newsroom.gate.page_words import PageWords, index_missing_pages
from newsroom.models import CrimeType
from newsroom.publishing.release import withdraw
from tests.blockers import order
from tests.desk import at_desk, edit, submitted, typed, write
from tests.factories import (
    area,
    crime_type,
    draft,
    embargoed,
    expired,
    newsroom,
    paragraph,
    person,
    press_release,
    release,
    speech,
    update,
)
from tests.set_up import MEMBERS

pytestmark = pytest.mark.django_db
SEARCH = "wagtailadmin_pages:search"


def text(words):
    return [("paragraph", f"<p>{words}</p>")]


def found(typed_words="", **filters):
    """The titles that the header's search shows the duty editor."""
    response = at_desk("duty.editor").get(reverse(SEARCH), {"q": typed_words, **filters})
    return [page.draft_title for page in response.context["object_list"]]


def filtered(**filters):
    """The pages that the filters of the lists leave."""
    below = Page.objects.descendant_of(newsroom())
    form = PageFilter(filters, below, request=None)
    assert form.is_valid()
    return form.qs.order_by("draft_title")


def titles(**filters):
    return [page.draft_title for page in filtered(**filters)]


def says(typed_words):
    return set(Page.objects.filter(saying(typed_words)).values_list("draft_title", flat=True))


def test_words_of_a_draft_are_found_as_it_was_saved_last():
    page = write(title="First")
    edit("press.officer", page, **typed("The kettlewick inquiry.", title="Second"))
    assert says("kettlewick") == {"Second"}
    edit("press.officer", page, **typed("Another inquiry.", title="Third"))
    assert says("kettlewick") == set()
    assert says("another inquiry") == {"Third"}


def test_what_readers_have_is_found_beside_a_draft_of_other_words():
    page = press_release(title="Public", body=text("The kettlewick inquiry."))
    page.title, page.body = "Changed", text("Nothing of it.")
    page.save_revision()
    assert says("kettlewick") == says("nothing") == {"Changed"}


def test_an_update_and_what_was_withdrawn_are_found():
    page = press_release(title="Man jailed")
    update(page, note="Quashed by the kettlewick court.")
    assert says("kettlewick") == {"Man jailed"}
    withdraw(page, "An error.", person("duty.editor"))
    assert says("kettlewick") == {"Man jailed"}


TITLE = "“Zoë’s” killer – Leeds’ café owner, 44 – jailed at the Old Bailey"


@pytest.mark.parametrize(
    "asked",
    [
        TITLE,
        "\"Zoe's\" killer - Leeds' cafe owner, 44 - jailed at the Old Bailey",
        "zoë cafe",
        "café ow",
        '"old bailey" jailed',
        "“Old Bailey”",
        "jail killers -kettlewick",
    ],
)
def test_a_title_is_found_however_its_signs_are_typed(asked):
    press_release(title=TITLE)
    assert says(asked) == {TITLE}


@pytest.mark.parametrize(
    "asked", ["bailey old zzz", '"bailey old"', "cafe -leeds", "-zzz", "–", ""]
)
def test_what_a_page_does_not_say_finds_nothing(asked):
    press_release(title=TITLE)
    assert says(asked) == set()


def test_so_many_words_are_looked_for_and_no_more():
    assert len(terms_of("word " * 400)) == 25


def test_filters_narrow_by_what_a_draft_is_about():
    fraud, north = crime_type("Fraud and economic crime"), area("North West")
    press_release(title="Charged", stage="charge", crime_types=[fraud], areas=[north])
    speech(title="Spoken", crime_types=[crime_type()], areas=[area()])
    edit("press.officer", write(title="Drafted"), **typed(title="Drafted", areas=[north.pk]))
    assert titles(kind=["speech"]) == ["Spoken"]
    assert titles(kind=["case"]) == []
    assert titles(stage=["charge"]) == ["Charged"]
    assert titles(crime_type=[fraud.pk]) == ["Charged", "Drafted"]
    assert titles(area=[north.pk]) == ["Charged", "Drafted"]
    assert titles(kind=["speech", "article"], area=[area().pk, north.pk]) == ["Spoken"]
    assert titles(who=[person("press.officer").pk]) == ["Drafted"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert titles(edited_from=tomorrow) == []
    assert titles(published_to=tomorrow) == ["Charged", "Spoken"]
    assert found("spoken", area=[area().pk, north.pk]) == ["Spoken"]


def test_filters_narrow_by_state():
    press_release(title="Public")
    changed = press_release(title="Changed")
    changed.summary = "Other words."
    changed.save_revision()
    draft(title="Drafted")
    submitted(title="Submitted", slug="submitted")
    embargoed(title="Embargoed")
    expired(title="Expired")
    withdraw(press_release(title="Withdrawn"), "An error.", person("duty.editor"))
    order(press_release(title="Held"))
    for state, wanted in {
        "public": {"Public", "Changed"},
        "changed": {"Changed"},
        "draft": {"Drafted", "Submitted", "Embargoed"},
        "in-review": {"Submitted"},
        "scheduled": {"Embargoed"},
        "expired": {"Expired"},
        "withdrawn": {"Withdrawn"},
        "order": {"Held"},
        "hidden": set(),
    }.items():
        assert set(titles(state=[state])) - {newsroom().title} == wanted, state


def test_the_list_of_news_searches_too_and_shows_what_it_found():
    page = write(**typed("The kettlewick inquiry.", title="Drafted"))
    address = reverse("wagtailadmin_explore", args=[newsroom().pk])
    response = at_desk("duty.editor").get(address, {"q": "kettlewick"})
    shown = response.text
    assert [row.pk for row in response.context["object_list"]] == [page.pk]
    for words in ("Press release", "Draft", "Fraud and economic crime", "CPS"):
        assert words in shown
    assert person("press.officer").get_username() in shown


def test_what_somebody_may_not_see_is_not_found():
    Page.objects.get(depth=2).specific.save_revision()
    home = Page.objects.get(depth=2)
    assert home.title not in found(home.title)
    response = at_desk("administrator").get(reverse(SEARCH), {"q": home.title})
    assert home.pk in [page.pk for page in response.context["object_list"]]


def test_lists_show_what_wagtail_would_from_the_root_of_each_person():
    press_release()
    policy = policy_registry.get_by_type(Page)
    for user in map(person, MEMBERS):
        root = policy.explorable_root_instance(user)
        wanted = policy.explorable_instances(user).filter(path__startswith=root.path)
        assert set(Page.objects.filter(explorable(user))) == set(wanted)


def test_nobody_without_a_group_sees_a_page():
    assert not Page.objects.filter(explorable(person("nobody"))).exists()


def test_the_timer_adds_what_is_missing():
    page = press_release(title="Man jailed", body=[paragraph("The kettlewick inquiry.")])
    PageWords.objects.all().delete()
    assert says("kettlewick") == set()
    assert index_missing_pages(1) == 1
    index_missing_pages()
    assert says("kettlewick") == {"Man jailed"}
    assert index_missing_pages() == 0
    PageWords.objects.filter(page=page).update(version=0)
    assert index_missing_pages() == 2


def test_a_deleted_page_leaves_no_words():
    release(press_release(title="Man jailed")).delete()
    assert says("jailed") == set()


def test_terms_are_found_by_the_id_that_they_have():
    """A crime type whose id begins with that of another one is another one."""
    first = crime_type()
    other = CrimeType.objects.create(pk=first.pk * 10, name="Other", slug="other")
    press_release(title="Other", crime_types=[other])
    assert titles(crime_type=[first.pk]) == []
