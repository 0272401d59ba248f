"""Reporting restrictions at the desk: entered, working at once, ended with a reason."""

import re
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from newsroom.gate.release_gate import examine
from newsroom.models import (
    DeskNotice,
    LegalRule,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
)
from newsroom.time_zones import LONDON
from tests.factories import case, draft, person, press_release

pytestmark = pytest.mark.django_db

NAME = "Ottoline Quarrenby"
PREFIX = "wagtailsnippets_newsroom_reportingrestriction"
ADD = f"{PREFIX}:add"
OFFICER = ("add_reportingrestriction", "change_reportingrestriction", "view_reportingrestriction")
ADMINISTRATOR = (*OFFICER, "delete_reportingrestriction", "view_protectedname")


def signed_in(username, codenames):
    user = person(username)
    wanted = Permission.objects.filter(codename__in=[*codenames, "access_admin"])
    user.user_permissions.set(wanted)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lawyer():
    return signed_in("lawyer", OFFICER)


@pytest.fixture
def administrator():
    return signed_in("administrator", ADMINISTRATOR)


def filled(*pages, **fields):
    items = {"items-count": str(len(pages))}
    for number, page in enumerate(pages):
        items |= {
            f"items-{number}-deleted": "",
            f"items-{number}-order": str(number),
            f"items-{number}-type": "page",
            f"items-{number}-value": str(page.pk),
        }
    return {
        "kind": "s4-2",
        "court": "Leeds Crown Court",
        "covers": "The second trial.",
        "effect": "everything",
        "new_names": "",
        "starts_at": "01/01/2020 09:00",
        "ends_at": "",
        "until_event": "the verdict",
        "public_wording": "",
        **items,
        **fields,
    }


def send(client, address, data):
    """Send the form, and confirm what the order takes down, as a person does who has read it."""
    response = client.post(address, data)
    if response.status_code != 200 or response.context["form"].takes_down is None:
        return response
    form = response.context["form"]
    found = form.takes_down
    return client.post(address, {**data, "confirmed": found.fingerprint, "number": found.number})


def enter(client, *pages, **fields):
    return send(client, reverse(ADD), filled(*pages, **fields))


def edit_address(order):
    return reverse(f"{PREFIX}:edit", args=[order.pk])


def end_address(order):
    return reverse("desk_end_order", args=[order.pk])


def messages(client, response):
    return unescape(client.get(response["Location"]).text)


def test_an_order_on_something_public_takes_it_down_and_says_so(lawyer, client):
    item, other = press_release(title="Man jailed"), press_release(title="Another")
    assert client.get(item.url).status_code == 200
    response = enter(lawyer, item)
    assert response.status_code == 302
    order = ReportingRestriction.objects.get()
    assert order.made_by.username == "lawyer"
    assert client.get(item.url).status_code == 404
    assert client.get(other.url).status_code == 200
    said = messages(lawyer, response)
    assert "Taken down at once, because the order binds it:" in said
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in said
    assert "Man jailed" in said
    assert ReleaseLog.objects.filter(event=ReleaseLog.Event.TAKEN_DOWN, page_id=item.pk).exists()
    assert DeskNotice.objects.exists()


def test_an_order_on_a_case_and_an_item_binds_both(lawyer, client):
    thread, item = case(), press_release()
    belonging = press_release(title="Of the case", case=thread)
    enter(lawyer, thread, item)
    for page in (thread, item, belonging):
        assert client.get(page.url).status_code == 404


def test_adding_an_item_to_an_order_takes_it_down_too(lawyer, client):
    first, second = press_release(), press_release()
    enter(lawyer, first)
    order = ReportingRestriction.objects.get()
    assert lawyer.get(edit_address(order)).status_code == 200
    response = send(lawyer, edit_address(order), filled(first, second))
    assert response.status_code == 302
    assert set(order.pages.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert client.get(second.url).status_code == 404


def test_a_protected_name_takes_down_what_names_it_and_is_not_repeated(lawyer, client):
    item = press_release(title=f"{NAME} in court")
    response = enter(lawyer, effect="names", kind="s11", new_names=f"{NAME}\r\n\r\n {NAME} ")
    assert response.status_code == 302
    assert [name.words for name in ProtectedName.objects.all()] == [NAME]
    assert client.get(item.url).status_code == 404
    said = messages(lawyer, response)
    assert "Taken down at once" in said
    assert "Quarrenby" not in said


def test_names_are_shown_to_administrators_only(lawyer, administrator):
    enter(lawyer, draft(), new_names=f"{NAME}\nAda Lacey")
    order = ReportingRestriction.objects.get()
    theirs = unescape(lawyer.get(edit_address(order)).text)
    assert "Quarrenby" not in theirs
    assert "2 names are entered already." in theirs
    assert NAME in administrator.get(edit_address(order)).text


def test_only_an_administrator_takes_a_name_out(lawyer, administrator):
    item = draft()
    enter(lawyer, item, new_names=f"{NAME}\nAda Lacey")
    order = ReportingRestriction.objects.get()
    gone = next(name.pk for name in order.names.all() if name.words == NAME)
    taken_out = filled(item, gone_names=[gone], why_less="Varied by the judge.")
    lawyer.post(edit_address(order), taken_out)
    assert order.names.count() == 2
    administrator.post(edit_address(order), taken_out)
    assert [name.words for name in order.names.all()] == ["Ada Lacey"]


def test_a_name_is_added_without_seeing_the_others(lawyer):
    item = draft()
    enter(lawyer, item, new_names=NAME)
    order = ReportingRestriction.objects.get()
    lawyer.post(edit_address(order), filled(item, new_names=f"{NAME}\nAda Lacey"))
    assert sorted(name.words for name in order.names.all()) == ["Ada Lacey", NAME]


def test_a_name_is_nowhere_else_in_the_database(lawyer):
    enter(lawyer, draft(), new_names=NAME)
    order = ReportingRestriction.objects.get()
    for log in ModelLogEntry.objects.all():
        assert "Quarrenby" not in f"{log.label} {log.data}"
    for row in ReleaseLog.objects.all():
        assert "Quarrenby" not in f"{row.title} {row.note} {row.findings}"
    for notice in DeskNotice.objects.all():
        assert "Quarrenby" not in f"{notice.subject} {notice.body}"
    history = lawyer.get(reverse(f"{PREFIX}:history", args=[order.pk])).text
    assert "Quarrenby" not in history
    assert "Quarrenby" not in lawyer.get(reverse(f"{PREFIX}:list")).text


@pytest.mark.parametrize("field", ["covers", "court", "until_event", "public_wording"])
def test_a_name_in_what_everybody_reads_is_refused_beside_the_field(lawyer, field):
    response = enter(lawyer, draft(), new_names=NAME, **{field: f"About {NAME}."})
    assert "protected name" in response.context["form"].errors[field][0]
    assert not ReportingRestriction.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"effect": "everything"}, "items"),
        ({"effect": "everything", "new_names": NAME}, "items"),
        ({"effect": "names"}, "new_names"),
        ({"effect": "names", "new_names": " \n "}, "new_names"),
        ({"effect": "names", "new_names": "12345"}, "new_names"),
        ({"effect": "names", "new_names": "x" * 201}, "new_names"),
        ({"effect": "names", "new_names": NAME, "ends_at": "01/01/2019 09:00"}, "ends_at"),
        ({"effect": "names", "new_names": NAME, "kind": ""}, "kind"),
    ],
)
def test_an_order_that_binds_nothing_is_refused_beside_the_field(lawyer, fields, field):
    response = enter(lawyer, **fields)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not ReportingRestriction.objects.exists()


def test_a_time_that_comes_twice_is_explained(lawyer):
    response = enter(lawyer, draft(), ends_at="31/10/2027 01:30")
    assert "01:30 comes twice on Sunday 31 October 2027" in response.text


def test_an_order_is_ended_with_a_reason_and_the_desk_is_told(lawyer, client):
    item = press_release(title="Man jailed")
    enter(lawyer, item)
    order = ReportingRestriction.objects.get()
    assert end_address(order) in lawyer.get(edit_address(order)).text
    assert "Leeds Crown Court" in lawyer.get(end_address(order)).text
    empty = lawyer.post(end_address(order), {"reason": " "})
    assert empty.context["form"].errors["reason"]
    order.refresh_from_db()
    assert order.ended_at is None
    response = lawyer.post(end_address(order), {"reason": "Lifted after the verdict."})
    said = messages(lawyer, response)
    assert "You may now publish" in said
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in said
    order.refresh_from_db()
    assert (order.ended_by.username, order.end_reason) == ("lawyer", "Lifted after the verdict.")
    # Nothing comes back by itself.
    assert client.get(item.url).status_code == 404
    again = lawyer.post(end_address(order), {"reason": "Once more."})
    assert "has been ended already" in messages(lawyer, again)
    order.refresh_from_db()
    assert order.end_reason == "Lifted after the verdict."


def test_an_order_is_not_deleted_while_it_stands(administrator):
    enter(administrator, draft())
    order = ReportingRestriction.objects.get()
    delete = reverse(f"{PREFIX}:delete", args=[order.pk])
    for response in (administrator.get(delete), administrator.post(delete)):
        assert response["Location"] == end_address(order)
    bulk = reverse("wagtail_bulk_action", args=["newsroom", "reportingrestriction", "delete"])
    assert administrator.post(f"{bulk}?id={order.pk}").status_code == 302
    assert ReportingRestriction.objects.filter(pk=order.pk).exists()
    administrator.post(end_address(order), {"reason": "Entered twice."})
    assert administrator.get(delete).status_code == 200
    administrator.post(delete)
    assert not ReportingRestriction.objects.exists()


def test_only_administrators_delete(lawyer):
    enter(lawyer, draft())
    order = ReportingRestriction.objects.get()
    lawyer.post(end_address(order), {"reason": "Lifted."})
    lawyer.post(reverse(f"{PREFIX}:delete", args=[order.pk]))
    assert ReportingRestriction.objects.exists()


def test_nobody_else_enters_or_ends_an_order(lawyer):
    enter(lawyer, draft())
    order = ReportingRestriction.objects.get()
    stranger = signed_in("stranger", ["view_reportingrestriction"])
    assert stranger.get(reverse(ADD)).status_code in (302, 403)
    assert stranger.post(end_address(order), {"reason": "No."}).status_code in (302, 403)
    order.refresh_from_db()
    assert order.ended_at is None


def test_the_newest_item_is_offered_first(admin_client):
    for number in range(3):
        press_release(title=f"Number {number}")
    address = reverse("wagtailadmin_choose_page")
    html = admin_client.get(address, {"page_type": "newsroom.newsitempage"}).json()["html"]
    assert re.findall(r"Number (\d)", html)[:1] == ["2"]
    shown = list(dict.fromkeys(re.findall(r"Number (\d)", html)))
    assert shown == ["2", "1", "0"]


def test_the_law_is_for_administrators(admin_client, lawyer):
    rules = "wagtailsnippets_newsroom_legalrule"
    assert admin_client.get(reverse(f"{rules}:list")).status_code == 200
    rule = LegalRule.objects.filter(code="contempt").first()
    assert admin_client.get(reverse(f"{rules}:edit", args=[rule.pk])).status_code == 200
    assert lawyer.get(reverse(f"{rules}:list")).status_code in (302, 403)
    assert lawyer.post(reverse(f"{rules}:edit", args=[rule.pk]), {}).status_code in (302, 403)


@time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=LONDON))
def test_an_order_still_to_come_takes_nothing_down_yet(lawyer, client):
    item = press_release()
    response = enter(lawyer, item, starts_at="01/12/2026 09:00")
    assert client.get(item.url).status_code == 200
    assert "Taken down" not in messages(lawyer, response)
    assert PressReleasePage.objects.get().live


@pytest.mark.parametrize(
    "dates", [{"starts_at": "01/01/2090 09:00"}, {"ends_at": "02/01/2020 09:00"}], ids=str
)
def test_an_order_in_force_is_not_dated_out_of_force(lawyer, dates):
    enter(lawyer, draft())
    order = ReportingRestriction.objects.get()
    page = order.pages.get()
    response = lawyer.post(edit_address(order), filled(page, **dates))
    assert "“End this order”" in unescape(response.text)
    order.refresh_from_db()
    assert order.is_in_force(timezone.now())
    # Its end may be moved, and once it has ended, all of its dates.
    moved = {"ends_at": "01/01/2090 09:00", "why_less": "The court named a day."}
    assert lawyer.post(edit_address(order), filled(page, **moved)).url
    lawyer.post(end_address(order), {"reason": "Lifted."})
    assert lawyer.post(edit_address(order), filled(page, **dates)).url


@pytest.mark.parametrize(
    "loosened",
    [
        {"items-1-deleted": "1"},
        {"effect": "names", "new_names": "Ada Lacey"},
        {"ends_at": "01/01/2090 09:00"},
        {"gone_names": NAME},
    ],
    ids=str,
)
def test_an_order_binds_less_only_with_a_reason_that_is_kept(lawyer, administrator, loosened):
    pages = draft(), draft()
    enter(lawyer, *pages, new_names=NAME)
    order = ReportingRestriction.objects.get()
    if "gone_names" in loosened:
        loosened = {"gone_names": [order.names.get().pk]}
    sent = filled(*pages, **loosened)
    assert "Say why" in administrator.post(edit_address(order), sent).text
    assert (order.pages.count(), order.names.count()) == (2, 1)
    assert administrator.post(edit_address(order), {**sent, "why_less": "Varied today."}).url
    assert ReleaseLog.objects.first().note.endswith("Varied today.")


def test_an_order_binds_more_without_a_reason(lawyer):
    page, another = draft(), draft()
    enter(lawyer, page, ends_at="01/01/2090 09:00")
    order = ReportingRestriction.objects.get()
    longer = filled(page, another, new_names=NAME, starts_at="01/01/2019 09:00")
    assert lawyer.post(edit_address(order), longer).url
    assert order.pages.count() == 2


def test_the_copy_of_an_item_is_bound_as_the_item_is(lawyer, admin_client):
    bound, free = draft(), draft()
    enter(lawyer, bound)
    order = ReportingRestriction.objects.get()
    for page in (bound, free):
        words = {"new_title": "Again", "new_slug": f"again-{page.pk}"}
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        admin_client.post(address, {**words, "new_parent_page": page.get_parent().pk})
    copy = PressReleasePage.objects.get(slug=f"again-{bound.pk}")
    assert set(order.pages.all()) == {bound.page_ptr, copy.page_ptr}
    assert "order" in [finding.code for finding in examine(copy).blockers]
    lawyer.post(end_address(order), {"reason": "Lifted."})
    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[bound.pk]),
        {"new_title": "More", "new_slug": "more", "new_parent_page": bound.get_parent().pk},
    )
    assert order.pages.count() == 2
