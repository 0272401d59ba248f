"""What the buttons below a page's form say and do, for each role."""

import re
from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from newsroom.desk.roles import set_up_groups
from newsroom.gate.approval_tasks import SAY_WHAT_TO_CHANGE, ApprovalRefused
from newsroom.gate.record_form import ChangesForm
from newsroom.models import PressReleasePage, ReleaseLog
from newsroom.time_zones import LONDON
from tests.bundles import bundled
from tests.desk import act, at_desk, create, edit, events, now, step, submitted, told, write
from tests.factories import newsroom, person

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


def buttons(response) -> list[str]:
    """The buttons in the footer, the default one first."""
    footer = response.text.partition("footer__container")[2].partition("</nav>")[0]
    tags = re.findall(r"<(?:button|a)\b[^>]*>(.*?)</(?:button|a)>", footer, re.DOTALL)
    words = [
        " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", tag, flags=re.DOTALL).split()) for tag in tags
    ]
    return [one for one in words if one]


def form_of(username, page):
    return at_desk(username).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@pytest.fixture
def monday():
    return datetime(2026, 12, 7, 0, 1, tzinfo=LONDON)


@time_machine.travel(datetime(2026, 11, 30, 10, tzinfo=LONDON), tick=False)
def test_each_step_says_what_it_does_and_stands_first_for_who_takes_it(monday):
    page = submitted()
    assert buttons(form_of("press.officer", page))[0] == "Page locked"
    lawyer = buttons(form_of("reviewing.lawyer", page))
    assert lawyer[0] == "Clear these words"
    assert {"Save draft", "Request changes", "Clear these words, with a comment"} <= {*lawyer}
    act("reviewing.lawyer", page)
    assert buttons(form_of("duty.editor", page))[0] == "Approve: goes out now"
    later = now(page).get_latest_revision_as_object()
    later.go_live_at = monday
    later.save_revision(user=person("press.officer"))
    editor = buttons(form_of("duty.editor", page))
    assert editor[0] == "Approve: goes out Monday 7 December 00:01"
    assert "Publish: goes out Monday 7 December 00:01" in editor
    assert not any("and Publish" in words for words in editor)


def test_what_waits_in_a_bundle_is_said_to_go_out_with_it():
    page = submitted()
    act("reviewing.lawyer", page)
    bundled(page, approved=False)
    editor = buttons(form_of("duty.editor", page))
    assert editor[0] == "Approve: goes out with the bundle “Thornby”"
    assert not any("goes out now" in words for words in editor)


def test_a_press_officer_saves_by_default():
    page = write()
    assert buttons(form_of("press.officer", page))[0] == "Save draft"
    assert buttons(form_of("duty.editor", page))[0] == "Save draft"
    assert "Publish: goes out now" in buttons(form_of("duty.editor", page))


def add(username):
    address = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", newsroom().pk]
    )
    return at_desk(username).get(address)


def test_a_page_that_is_being_created_is_saved_before_its_urgent_release():
    set_up_groups([newsroom()])
    assert "Urgent release…" in buttons(add("duty.editor"))
    assert "Urgent release…" not in buttons(add("press.officer"))
    response = create("duty.editor", **{"action-urgent-release": "Urgent release…"})
    page = PressReleasePage.objects.latest("pk")
    assert response.url == reverse("desk_urgent_release", args=[page.pk])
    assert not page.live


def test_the_same_button_works_once_an_autosave_has_created_the_page():
    page = write("duty.editor")
    response = edit("duty.editor", page, **{"action-urgent-release": "Urgent release…"})
    assert response.url == reverse("desk_urgent_release", args=[page.pk])


def test_changes_are_not_requested_without_saying_which():
    page = submitted()
    said = told(act("reviewing.lawyer", page, "reject", comment="  "))
    assert str(SAY_WHAT_TO_CHANGE) in said
    assert step(page) == "Legal clearance"
    assert ReleaseLog.Event.RETURNED not in events(page)


def test_nor_by_the_button_of_the_form():
    """The form of the page sends what was asked in a field that no form of Wagtail's reads."""
    page = submitted()
    sent = {"action-workflow-action": "true", "workflow-action-name": "reject"}
    edit("reviewing.lawyer", page, **sent)
    assert step(page) == "Legal clearance"
    state = now(page).current_workflow_task_state
    with pytest.raises(ApprovalRefused, match="Say what has to be changed"):
        state.task.specific.on_action(state, person("reviewing.lawyer"), "reject", comment=" ")


def test_the_form_says_so_beside_the_field():
    page = submitted()
    state = now(page).current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "reject", state.pk]
    )
    desk = at_desk("reviewing.lawyer")
    ajax = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    asked = desk.get(address, **ajax).json()["html"]
    assert str(ChangesForm.base_fields["comment"].help_text) in asked
    refused = desk.post(address, {"comment": ""}, **ajax).json()["html"]
    assert "Say what has to be changed." in refused
