"""A sign-off is about what its reader was shown: facts that changed since then refuse it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.models import CaseStage, Clearance, PictureRecord, PressReleasePage
from tests.desk import act, at_desk, now, step, submitted, told, typed
from tests.factories import case, picture

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

FORWARD = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def of_picture():
    image = picture()
    PictureRecord.objects.create(image=image, release_class="place")
    return {"image": str(image.pk), "image_alt": "A court"}


def of_case():
    thread = case()
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind="verdict")
    return {"case": str(thread.pk)}


def reclass():
    PictureRecord.objects.update(release_class="exhibit")


def take_further():
    thread = PressReleasePage.objects.get().case
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind="appeal")


CHANGES = [
    (of_picture, reclass, "what a picture shows (it was a place"),
    (of_case, take_further, "where the case stands"),
]


def opened(client, page):
    """What the form sends back of what it showed."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    return re.search(r'name="facts_shown" value="([^"]+)"', form)[1]


def approve(client, page, fields, shown):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, typed(**fields, **FORWARD, facts_shown=shown))


@pytest.mark.parametrize(("drafted", "change", "said"), CHANGES)
def test_what_changed_since_the_form_was_opened_refuses_its_approval(drafted, change, said):
    fields = drafted()
    page, client = submitted(**fields), at_desk("reviewing.lawyer")
    shown = opened(client, page)
    change()
    answer = approve(client, page, fields, shown)
    assert said in told(answer)
    assert step(page) == "Legal clearance"
    assert not Clearance.objects.filter(page=page).exists()
    approve(client, page, fields, opened(client, page))
    assert step(page) == "Editorial approval"


def test_a_duty_editor_whose_form_is_older_than_the_clearance_approves_nothing():
    fields = of_picture()
    page = submitted(**fields)
    act("reviewing.lawyer", page)
    client = at_desk("duty.editor")
    shown = opened(client, page)
    reclass()
    act("reviewing.lawyer", page, "clear-again", client=client)
    act("reviewing.lawyer", page)
    assert step(page) == "Editorial approval"
    assert "what a picture shows" in told(approve(client, page, fields, shown))
    assert not now(page).live


def test_the_dialog_of_a_list_sends_back_what_it_was_opened_with():
    page, client = submitted(**of_picture()), at_desk("reviewing.lawyer")
    state = page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    html = client.get(address).json()["html"]
    shown = re.search(r'name="facts" value="([^"]+)"', html)[1]
    reclass()
    assert "what a picture shows" in told(act("", page, client=client, facts=shown))
    assert step(page) == "Legal clearance"


def test_a_value_that_was_not_signed_here_approves_nothing():
    page = submitted()
    answer = approve(at_desk("reviewing.lawyer"), page, {}, "{}")
    assert "not known" in told(answer)
    assert step(page) == "Legal clearance"
