"""Two people never overwrite each other: a form that was opened before the newest version is held.

Wagtail 8.0 refuses a stale form only when it saves by itself; sent by a button, the later one wins.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Revision

from newsroom.desk.gate_panel import Problem, problems_of
from newsroom.documents.texts import PLACES

LOADED_FIRST = "loaded_without_version"
"""The form's mark of a page that had no version yet when it was opened."""

_MARKERS = frozenset(
    {
        "csrfmiddlewaretoken",
        "loaded_revision_id",
        "loaded_revision_created_at",
        "overwrite_revision_id",
        LOADED_FIRST,
    }
)
_CHANGE = re.compile(r'class="[^"]*(?:addition|deletion)')
_LOCK_SPACE = 7_305_113
"""Tells these locks of the database from any other that somebody may take."""


@dataclass(frozen=True)
class Difference:
    """One field that is not the same in both: what each side made of it."""

    label: str
    theirs: Any
    mine: Any


class StaleFormMixin:
    """The edit screen, when somebody else has saved in the meantime: nothing is lost."""

    request: HttpRequest
    page: Any
    latest_revision: Revision | None
    expects_json_response: bool

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """One form a page at a time: which version is the latest is asked when the turn comes."""
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]
        with _turn(page_id):
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody saved after the form was opened, the first version included."""
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
        base = self._loaded() or theirs
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
        """The page as the sent form would make it, as far as the form can be read."""
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
        """The version that both began from; None when it has been written over since."""
        sent = self.request.POST
        loaded = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id") or ""
        if not loaded.isdecimal() or int(loaded) == self.latest_revision.pk:  # type: ignore[union-attr]
            return None
        revision = self.page.revisions.filter(pk=int(loaded)).first()
        return revision and revision.as_object()

    def _since(self) -> list[Revision]:
        """What others have saved since the form was opened, the newest first."""
        sent = self.request.POST
        newest_first = self.page.revisions.select_related("user").order_by("-created_at", "-pk")
        known = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id") or ""
        if known.isdecimal():
            since = [one for one in newest_first[:20] if one.pk > int(known)]
            return since or list(newest_first[:1])
        return list(newest_first[:20])

    def _differences(self, base: Any, theirs: Any, mine: Any) -> Iterator[Difference]:
        panel = self.edit_handler.get_bound_panel(  # type: ignore[attr-defined]
            instance=self.page, request=self.request, form=None
        )
        for compare in panel.get_comparison():
            between = compare(theirs, mine)
            if between.has_changed() and _can_be_seen(between):
                label = PLACES.get(between.field.name) or between.field_label()
                yield Difference(label, compare(base, theirs), compare(base, mine))


def _can_be_seen(between: Any) -> bool:
    """Whether readers could see the difference: the editor's own marks in a text are none."""
    return not between.is_field or bool(_CHANGE.search(str(between.htmldiff())))


@contextmanager
def _turn(page_id: int) -> Iterator[None]:
    """Let one form of a page be worked on at a time.

    A lock of the session and not of a transaction: a refused release must not take back the words
    that were saved before it. SQLite has one writer at a time, and no such lock.
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
