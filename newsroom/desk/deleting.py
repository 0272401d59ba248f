"""Guards against deletion of public or scheduled pages, pages under an order, and used accounts.

Deleting a file saves no page, so the gate would not check the pages that use it.

Wagtail 8.0 lets a user who may edit a draft delete it, even one that is scheduled, in a workflow or
covered by an order. Without its page the order would cover nothing.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.views import images
from wagtail.models import Page, Revision

from newsroom.desk import bin_views
from newsroom.models import (
    CheckResponse,
    Clearance,
    NamesakeReason,
    ReleaseLog,
    ReportingRestriction,
    UrgentRelease,
)
from newsroom.pages.public_files import is_public
from newsroom.publishing.bin import pages_in_bin
from newsroom.records.redaction import title_for_record
from newsroom.records.release_bundles import are_bundled

DELETE = "delete"
FILES = (get_image_model(), get_document_model())


def before_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook `before_delete_page`: refuse, saying what to do, or have the page go into the bin."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if (refused := _refuse(request, [page], edit)) or request.method != "POST":
        return refused
    address = get_valid_next_url_from_request(request)
    above = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    bin_views.put_into_bin(request, [page])
    return HttpResponseRedirect(address or above)


def before_user(request: HttpRequest, user: Any) -> HttpResponse | None:
    """Hook `before_delete_user`: refuse for an account that clearances or answers refer to."""
    return _refuse(request, [user], reverse("wagtailusers_users:edit", args=[user.pk]))


def before_bulk(
    request: HttpRequest, action_type: str, things: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Hook `before_bulk_action`: delete all chosen pages, users or files, or none."""
    if action_type != DELETE or view.model not in (Page, get_user_model(), *FILES):
        return None
    refused = _refuse(request, things, view.next_url)
    if refused or view.model is not Page or request.method != "POST":
        return refused
    bin_views.put_into_bin(request, things)
    return HttpResponseRedirect(view.next_url)


def _refuse(request: HttpRequest, things: Sequence[Any], address: str) -> HttpResponse | None:
    reasons = [(_label(thing), why) for thing in things if (why := _why(thing, request.user))]
    if not reasons:
        return None
    rows = format_html_join("", "<li>{}: {}</li>", reasons)
    messages.error(request, format_html("{}<ul>{}</ul>", _("Nothing was deleted."), rows))
    return HttpResponseRedirect(address)


def _label(thing: Any) -> str:
    if isinstance(thing, Page):
        return title_for_record(thing)
    return thing.title if isinstance(thing, FILES) else thing.get_username()


def _why(thing: Any, user: Any) -> str:
    """Why this user may not delete the object; empty if deletion is allowed."""
    if isinstance(thing, Page):
        return _why_page(thing, user)
    if isinstance(thing, FILES):
        return _("a public page shows it. Take it out there first.") if is_public(thing) else ""
    return _why_person(thing)


class _DeletionGuardMixin:
    """Delete view mixin: refuses to delete a file that a public page uses."""

    object: Any
    edit_name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = _refuse(request, [self.object], reverse(self.edit_name, args=[self.object.pk]))
        return refused or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class PictureDeleteView(_DeletionGuardMixin, images.DeleteView):
    """Deletes an image that no public page uses."""

    edit_name = "wagtailimages:edit"


class DocumentDeleteView(_DeletionGuardMixin, documents.DeleteView):
    """Deletes a document that no public page links to."""

    edit_name = "wagtaildocs:edit"


def admin_urls() -> list[URLPattern]:
    """Addresses that override those of Wagtail's own delete views."""
    return [
        path("images/<int:image_id>/delete/", PictureDeleteView.as_view()),
        path("documents/delete/<int:document_id>/", DocumentDeleteView.as_view()),
    ]


def _why_page(page: Page, user: Any) -> str:
    all_of_it = page.get_descendants(inclusive=True)
    if pages_in_bin().filter(pk=page.pk).exists():
        return _("it is in the bin already.")
    due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    scheduled = [int(pk) for pk in due.values_list("object_id", flat=True)]
    if all_of_it.filter(Q(live=True) | Q(pk__in=scheduled)).exists():
        return _("it is public or scheduled, or a page below it is. Withdraw it, and say why.")
    current = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    orders = current.naming(all_of_it.values("translation_key"))
    if orders.exists():
        return _("a reporting restriction is about it, and would bind nothing without it.")
    if are_bundled(all_of_it):
        return _("it belongs to a release bundle. Take it out there first, and say why.")
    # The log has no entries for pages published before the gate existed.
    was_public = (
        all_of_it.filter(first_published_at__isnull=False),
        ReleaseLog.objects.filter(
            event=ReleaseLog.Event.RELEASED, page_id__in=all_of_it.values("pk")
        ),
    )
    on_its_way = page.workflow_in_progress or any(rows.exists() for rows in was_public)
    if on_its_way and not page.permissions_for_user(user).can_publish():
        return _("it was public, or is on its way. Only somebody who may publish deletes it.")
    return ""


def _why_person(person: Any) -> str:
    records = (CheckResponse, Clearance, NamesakeReason, UrgentRelease)
    if any(model._default_manager.filter(by=person).exists() for model in records):
        return _(
            "the record needs the name, of whoever cleared, answered or released. "
            "Take the tick from “Active” instead."
        )
    return ""
