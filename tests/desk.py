"""What people at the desk do in the admin."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.models import PressReleasePage, ReleaseLog
from tests.factories import area, crime_type, newsroom, person

SMALL_CHANGE = {"change_kind": "small", "change_reason": "A letter was missing."}
"""What a form says of other words than readers have had, which need no note for them."""


def at_desk(username: str) -> Client:
    """A browser in which this person has logged in."""
    client = Client()
    client.force_login(person(username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(text: str = "A man was jailed today.", **fields: Any) -> dict[str, Any]:
    """The form of a press release, filled in so that only clearance and approval are missing."""
    words = nested_form_data(
        {
            "title": "Man jailed",
            "slug": "man-jailed",
            "summary": "",
            "body": streamfield([("paragraph", rich_text(f"<p>{text}</p>"))]),
            "notes_to_editors": rich_text(""),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    terms = {"crime_types": [crime_type("Fraud and economic crime").pk], "areas": [area().pk]}
    return {**words, **terms, **fields}


def write(username: str = "press.officer", **fields: Any) -> PressReleasePage:
    """A draft that this person wrote in the admin."""
    create(username, **fields)
    return PressReleasePage.objects.latest("pk")


def create(username: str, **fields: Any) -> Any:
    """Send the form of a new press release."""
    address = ["newsroom", "pressreleasepage", newsroom().pk]
    return at_desk(username).post(reverse("wagtailadmin_pages:add", args=address), typed(**fields))


def edit(username: str, page: Any, **fields: Any) -> Any:
    """Send the form of a page."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return at_desk(username).post(address, typed(**fields))


def submitted(username: str = "press.officer", **fields: Any) -> PressReleasePage:
    """A draft on its way to the lawyer."""
    page = write(username, **fields)
    edit(username, page, **{**fields, "action-submit": "1"})
    return page


def act(username: str, page: Any, action: str = "approve", *, client: Any = None, **fields: Any):
    """Send what the buttons of the current step send from the dashboard, shown or not."""
    state = page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return (client or at_desk(username)).post(address, fields)


def step(page: Any) -> str:
    """Whose turn it is; empty when no workflow runs."""
    task = PressReleasePage.objects.get(pk=page.pk).current_workflow_task
    return task.name if task else ""


def told(response: Any) -> str:
    """The messages that stand on the next screen, or on this one if nothing leads away from it."""
    leads_away = response.status_code == HTTPStatus.FOUND
    shown = get_messages(response.wsgi_request) if leads_away else response.context["messages"]
    return " ".join(str(message) for message in shown)


def events(page: Any = None) -> list[str]:
    """What the release log holds, of one page or all, the oldest first."""
    rows: Iterable[ReleaseLog] = ReleaseLog.objects.order_by("pk")
    return [row.event for row in rows if page is None or row.page_id == page.pk]


def now(page: Any) -> PressReleasePage:
    """The page as the database has it."""
    return PressReleasePage.objects.get(pk=page.pk)
