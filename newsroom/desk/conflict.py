"""Optimistic locking for the edit form: a form opened before the latest revision is not saved.

Wagtail 8.0 checks this only when it autosaves. With a submit button the later form overwrites the
earlier one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from newsroom.desk.differences import ShownChange, differences, side_of
from newsroom.desk.gate_panel import Problem, problems_of

LOADED_FIRST = "loaded_without_version"
"""The form field that marks a page which had no revision when the form was opened."""

_MARKERS = frozenset(
    {
        "csrfmiddlewaretoken",
        "loaded_revision_id",
        "loaded_revision_created_at",
        "overwrite_revision_id",
        LOADED_FIRST,
    }
)
_LOCK_SPACE = 7_305_113
"""The first key of the PostgreSQL advisory locks taken here, to keep them apart from others."""


@dataclass(frozen=True)
class Difference:
    """A field that differs between two revisions, with the changes of each side."""

    label: str
    theirs: list[ShownChange]
    mine: list[ShownChange]


class StaleFormMixin:
    """Edit view mixin: shows both versions if somebody else has saved, so that nothing is lost."""

    request: HttpRequest
    page: Any
    latest_revision: Revision | None
    expects_json_response: bool

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Serialise POST requests for a page, so that each sees the latest revision."""
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]
        with _page_lock(page_id):
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether a revision was saved after the form was opened, the first revision included."""
        sent = self.request.POST
        if sent.get(LOADED_FIRST) and not sent.get("overwrite_revision_id"):
            return self.latest_revision is not None
        return bool(super().is_out_of_date)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_out_of_date and not (self.page.alias_of_id or self.expects_json_response):
            return self._show_both()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _show_both(self) -> HttpResponse:
        mine, problems = self._mine()
        theirs = self.latest_revision.as_object()  # type: ignore[union-attr]
        base = self._loaded()
        context = {
            "page": theirs,
            "header_title": _("Somebody else saved this page"),
            "breadcrumbs_items": [],
            "page_title": _("Somebody else saved this page"),
            "page_subtitle": theirs.get_admin_display_title(),
            "header_icon": "warning",
            "revisions": self._since(),
            "differences": list(self._differences(base, theirs, mine)),
            "problems": problems,
            "kept": [
                (name, value)
                for name, values in self.request.POST.lists()
                if name not in _MARKERS and not name.startswith("action-")
                for value in values
            ],
            "latest": self.latest_revision,
            "action_url": self.get_edit_url(),  # type: ignore[attr-defined]
        }
        return TemplateResponse(self.request, "newsroom/desk/conflict.html", context, status=409)

    def _mine(self) -> tuple[Any, list[Problem]]:
        """The page as built from the submitted form, and the problems if the form is invalid."""
        form = self.form_class(  # type: ignore[attr-defined]
            self.request.POST,
            instance=self.page,
            parent_page=self.parent,  # type: ignore[attr-defined]
            for_user=self.request.user,
        )
        form.defer_required_fields()
        if form.is_valid():
            return form.save(commit=False), []
        return form.instance, list(problems_of(form))

    def _loaded(self) -> Any:
        """The version that the form was loaded from; None if it is unknown or the latest."""
        sent = self.request.POST
        loaded = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id") or ""
        if not loaded and sent.get(LOADED_FIRST):
            return Page.objects.get(pk=self.page.pk).specific
        if not loaded.isdecimal() or int(loaded) == self.latest_revision.pk:  # type: ignore[union-attr]
            return None
        revision = self.page.revisions.filter(pk=int(loaded)).first()
        return revision and revision.as_object()

    def _since(self) -> list[Revision]:
        """Revisions saved since the form was opened, newest first; at most 20."""
        sent = self.request.POST
        newest_first = self.page.revisions.select_related("user").order_by("-created_at", "-pk")
        known = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id") or ""
        if known.isdecimal():
            since = [one for one in newest_first[:20] if one.pk > int(known)]
            return since or list(newest_first[:1])
        return list(newest_first[:20])

    def _differences(self, base: Any, theirs: Any, mine: Any) -> Iterator[Difference]:
        latest, typed = side_of(theirs), side_of(mine)
        begun = side_of(base) if base else None
        # If it is not known where both began, each is compared with the other.
        changes = [
            {each.field: each.changes for each in differences(self.page, begun or other, side)}
            for side, other in ((latest, typed), (typed, latest))
        ]
        for each in differences(self.page, latest, typed):
            theirs_here, mine_here = (side.get(each.field, []) for side in changes)
            yield Difference(each.label, theirs_here, mine_here)


@contextmanager
def _page_lock(page_id: int) -> Iterator[None]:
    """Hold an advisory lock on the page, so that one form of it is processed at a time.

    The lock belongs to the session and not to a transaction: a refused release must not roll back
    the draft saved before it. SQLite allows one writer at a time and has no such lock.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK_SPACE, page_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, page_id])
