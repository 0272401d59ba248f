"""The create and edit views of pages: an old form overwrites nothing, and a new one saves once.

Wagtail 8.0 compares versions only when it saves by itself. With a button, the later form would
overwrite the earlier one; and a button pressed while the first autosave of a new page is on its way
would create the page a second time, and be told that its address is taken.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Revision

from newsroom.desk.conflicts.form_keys import KeyedFormMixin, may_overwrite
from newsroom.desk.conflicts.locks import key_lock, page_lock
from newsroom.desk.conflicts.page_merge import PageMerge, keep_beside
from newsroom.desk.row_numbers import row_number
from newsroom.models import OpenForm

CONFLICT = "desk_conflict"
"""The name of the screen on which two versions are put together."""
HYDRATE = "_w_hydrate_create_view"
"""With this, Wagtail 8.0 asks for the rest of an edit form after a first autosave."""
OVERWRITE = "overwrite_revision_id"
HELD = "invalid_revision"
"""The code of Wagtail's with which its script stops to save by itself."""


class StaleFormMixin(KeyedFormMixin):
    """Edit view mixin: keeps what a stale form holds, and has somebody choose."""

    page: Any
    form: Any
    latest_revision: Revision | None
    expects_json_response: bool

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Serialise POST requests for a page, so that each sees the latest revision."""
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]
        with page_lock(page_id):
            return super().dispatch(request, page_id, **kwargs)  # type: ignore[misc]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, and note from which version it begins."""
        if HYDRATE not in request.GET and not self.page.alias_of_id:
            began = self.latest_revision
            OpenForm.objects.create(
                key=self.form_key,
                user=request.user,
                page_id=self.page.pk,
                began_from=began,
                began_at=began and began.created_at,
            )
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody else has saved a version since the form was opened."""
        row = self.open_form
        if row is None:
            return bool(super().is_out_of_date)  # type: ignore[misc]
        return self.latest_revision is not None and not row.stands_on(self.latest_revision)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.alias_of_id:
            if self.is_out_of_date and (answer := self._hold()):
                return answer
            if self.expects_json_response:
                self._choose_what_to_overwrite()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def save_action(self) -> HttpResponse:
        """Save a draft, and note what an autosave has saved."""
        answer: HttpResponse = super().save_action()  # type: ignore[misc]
        if self.expects_json_response and answer.status_code == 200:
            saved = {"page_id": self.page.pk, "saved_id": self.page.latest_revision_id}
            mine = {"key": self.form_key, "user_id": self.request.user.pk}
            OpenForm.objects.filter(**mine).update(**saved)
        return answer

    def _choose_what_to_overwrite(self) -> None:
        """Have an autosave overwrite what it saved before, but nothing that somebody has seen."""
        row, latest = self.open_form, self.latest_revision
        if row is None:
            return
        sent: Any = self.request.POST.copy()
        sent.pop(OVERWRITE, None)
        if latest is not None and may_overwrite(row, latest):
            sent[OVERWRITE] = str(latest.pk)
        self.request.POST = sent

    def _hold(self) -> HttpResponse | None:
        """Keep the words of a stale form; None if saving them overwrites nothing of others."""
        if self.expects_json_response:
            said = _("Somebody else has saved this page. Press a button: both versions are kept.")
            return self.json_error_response(HELD, said)  # type: ignore[attr-defined]
        latest: Any = self.latest_revision
        row = self.open_form or self._row_of_unknown_form()
        self.form = self._read_form()
        if not self.form.is_valid():
            messages.warning(self.request, _("Somebody else has saved this page meanwhile."))
            self.form.restore_required_fields()
            return self.form_invalid(self.form)  # type: ignore[attr-defined]
        mine = self.form.save(commit=False)
        merge = PageMerge(mine, row.base, latest, mine.serializable_data())
        if not merge.overwrites:
            # Nothing that others have changed would be lost: read the form again, and go on.
            self.page = self.get_object()  # type: ignore[attr-defined]
            return None
        row.kept = keep_beside(latest, mine, self.request.user)
        row.save(update_fields=["kept"])
        return redirect(reverse(CONFLICT, args=[self.page.pk, row.pk]))

    def _read_form(self) -> Any:
        form = self.form_class(  # type: ignore[attr-defined]
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,  # type: ignore[attr-defined]
            parent_page=self.parent,  # type: ignore[attr-defined]
            for_user=self.request.user,
        )
        form.defer_required_fields()
        return form

    def _row_of_unknown_form(self) -> OpenForm:
        """A row for a form that is not known: it began from the version that it names, if any."""
        sent = self.request.POST
        number = row_number(sent.get(OVERWRITE) or sent.get("loaded_revision_id", ""))
        began = self.page.revisions.filter(pk=number).first() if number else None
        at = began and began.created_at
        # An autosave may have written over what the form was opened with.
        if at and not sent.get(OVERWRITE) and sent.get("loaded_revision_created_at"):
            at = at if sent["loaded_revision_created_at"] == at.isoformat() else None
        return OpenForm.objects.create(
            key=self.form_key,
            user=self.request.user,
            page_id=self.page.pk,
            began_from=began,
            began_at=at,
        )


class CreatedOnceMixin(KeyedFormMixin):
    """Create view mixin: a form creates one page, whichever of its requests comes first."""

    page: Any
    expects_json_response: bool

    def post(self, request: HttpRequest) -> HttpResponse:
        """Create the page, or save it if an earlier request of the form has created it."""
        with key_lock(self.form_key):
            if row := self.open_form:
                return self._save_created(row)
            try:
                return super().post(request)  # type: ignore[misc]
            finally:
                self._note_created()

    def edit_created(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Answer with the edit view."""
        raise NotImplementedError

    def _note_created(self) -> None:
        if not self.page.pk:
            return
        # A button ends the form: an autosave of it that comes late is out of date.
        saved = self.page.latest_revision_id if self.expects_json_response else None
        OpenForm.objects.create(
            key=self.form_key, user=self.request.user, page_id=self.page.pk, saved_id=saved
        )

    def _save_created(self, row: OpenForm) -> HttpResponse:
        answer = self.edit_created(self.request, row.page_id)
        if not (self.expects_json_response and answer.status_code == 200):
            return answer
        # The browser does not know yet that the page is there.
        edit = reverse("wagtailadmin_pages:edit", args=[row.page_id])
        told = {**json.loads(answer.content), "url": edit, "hydrate_url": f"{edit}?{HYDRATE}=1"}
        answer.content = json.dumps(told)
        return answer
