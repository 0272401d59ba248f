"""What was withdrawn, or taken down by an order, returns only when it has been cleared as new."""

import pytest
from django.urls import reverse

from newsroom.desk.urgent import AS_NEW
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.gate.sign_off import latest
from newsroom.models import Edition, PressReleasePage, UrgentRelease
from newsroom.orders import enforcement
from newsroom.records.approvals import must_be_cleared_as_new
from tests.blockers import order
from tests.desk import at_desk, told
from tests.factories import expired, person, press_release, release, withdrawn

pytestmark = pytest.mark.django_db


def taken_down(**fields):
    """A press release that an order took down. The order has ended."""
    item = press_release(**fields)
    restriction = order(item)
    enforcement.enforce(restriction, person("reviewing.lawyer"))
    enforcement.end(restriction, None, "Lifted by the judge.")
    return PressReleasePage.objects.get(pk=item.pk)


def is_public(page):
    return Edition.objects.open().filter(page_id=page.pk).exists()


@pytest.mark.parametrize("ended", [withdrawn, taken_down])
def test_the_clearance_of_what_came_down_holds_no_more(ended):
    page = ended()
    page.live = True
    with pytest.raises(ReleaseRefused) as refused:
        page.save()
    codes = {finding.code for finding in refused.value.examination.blockers}
    assert codes == {"not-cleared", "not-approved"}
    release(page)
    assert is_public(page)


def test_what_has_expired_is_as_clear_as_it_was():
    page = expired()
    page.refresh_from_db()
    page.expire_at = None
    page.save()
    assert must_be_cleared_as_new(page.pk) is None
    assert is_public(page)


@pytest.mark.parametrize("ended", [withdrawn, taken_down])
def test_no_urgent_release_brings_it_back(ended):
    page = ended()
    page.save_revision(user=person("press.officer"))
    address = reverse("desk_urgent_release", args=[page.pk])
    desk = at_desk("duty.editor")
    editing = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert address not in editing
    assert str(AS_NEW) in told(desk.post(address, {"reason": "The court asks for it."}))
    assert not UrgentRelease.objects.exists()


@pytest.mark.parametrize("ended", [withdrawn, taken_down])
def test_the_gate_does_not_accept_one_either(ended):
    page = ended()
    digest = latest(page).digest
    about = {"page": page, "digest": digest, "by": person("duty.editor")}
    UrgentRelease.objects.create(reason="The court asks for it.", **about)
    page.live = True
    with pytest.raises(ReleaseRefused):
        page.save()
    release(PressReleasePage.objects.get(pk=page.pk))
    later = UrgentRelease.objects.create(reason="Once more.", **about)
    assert list(UrgentRelease.objects.valid().filter(page=page)) == [later]
