"""The screen that puts two versions of a page together, field by field and block by block."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from newsroom.desk.conflicts.locks import page_lock
from newsroom.desk.conflicts.page_merge import PageMerge
from newsroom.desk.conflicts.three_way import MINE, THEIRS
from newsroom.models import OpenForm
from newsroom.records.verdict_holds import is_in_vault

CHOICE = "choice-"
"""What the names of the fields begin with that ask for a choice."""


class MergeView(WagtailAdminTemplateMixin, TemplateView):
    """Shows what each side has changed, asks where both have, and saves the result as a draft.

    Both versions are stored already: whoever leaves the screen has lost nothing.
    """

    template_name = "newsroom/desk/conflict.html"
    page_title = _("Two versions of this page")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, page_id: int, key: UUID) -> HttpResponseBase:
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        rows = OpenForm.objects.select_related("began_from", "saved", "kept")
        self.row = get_object_or_404(rows, key=key, page=page_id, user_id=request.user.pk)
        if self.row.kept is None:
            messages.success(request, _("These two versions have been put together already."))
            return redirect(self.edit_url)
        if request.method != "POST":
            return super().dispatch(request)
        with page_lock(page_id):
            self.page.refresh_from_db()
            return super().dispatch(request)

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @cached_property
    def merge(self) -> PageMerge:
        kept: Any = self.row.kept
        return PageMerge(self.page, self.row.base, self.page.latest_revision, kept.content)

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """What was chosen so far."""
        sent = self.request.POST
        chosen = {one.key: sent.get(f"{CHOICE}{one.key}", "") for one in self.merge.to_choose}
        return {key: side for key, side in chosen.items() if side in (THEIRS, MINE)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lock = self.page.get_lock()
        if lock is not None and lock.for_user(request.user):
            messages.error(request, _("The page is locked now. Your version is kept: see below."))
        elif request.POST.get("newest") != str(self.page.latest_revision_id):
            said = _("Somebody has saved the page again meanwhile. Look at it anew.")
            messages.warning(request, said)
            self.choices = {}
        elif self._missing:
            messages.error(request, _("Nothing is saved yet: something is left to be chosen."))
        else:
            return self._save(request)
        return self.get(request, *args, **kwargs)

    @property
    def _missing(self) -> list[str]:
        return [one.key for one in self.merge.to_choose if one.key not in self.choices]

    def _save(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            merged = self.merge.merged(self.choices)
            if not merged.live and not is_in_vault(merged):
                # As Wagtail's form does: the row of a draft says what its newest version says.
                merged.save(clean=False)
            merged.save_revision(user=request.user, log_action=True, clean=False)
            self.row.kept = None
            self.row.save(update_fields=["kept"])
        said = _("Both versions are put together, and saved as a draft. Read it once more.")
        messages.success(request, said)
        return redirect(self.edit_url)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.get_page_subtitle()
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.edit_url, "label": title},
            {"url": "", "label": self.get_page_title(), "sublabel": title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.merge.shown()
        missing = self._missing if self.request.method == "POST" else []
        asked = [
            (one, f"{CHOICE}{one.change.key}", self.choices.get(one.change.key), number)
            for number, one in enumerate((x for x in shown if x.change.changed_by is None), 1)
        ]
        return {
            **super().get_context_data(**kwargs),
            "newest": self.page.latest_revision,
            "kept": self.row.kept,
            "asked": asked,
            "missing": [row for row in asked if row[0].change.key in missing],
            "settled": [one for one in shown if one.change.changed_by is not None],
            "knows_base": self.merge.base is not None,
            "edit_url": self.edit_url,
            "history_url": reverse("wagtailadmin_pages:history", args=[self.page.pk]),
        }
