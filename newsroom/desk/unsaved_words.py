"""Words of a page's form that the browser keeps until they are saved, and taking them back.

What keeps them is static/desk/unsaved-words.js: decision 0039.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Revision

from newsroom.desk.row_numbers import row_number

TAKE_BACK = "take_back_words"
"""The form field that asks for the form with these words, and not to save them."""
COPY = "words_copy"
"""The form field with the number of the browser's copy."""
SAVED = "desk-words-saved"
"""The cookie that tells the browser which copy it need not keep any more."""


class TakeBackMixin:
    """View mixin: shows the form with words that the browser has kept; saves nothing."""

    request: HttpRequest
    page: Any
    form: Any
    form_class: Any
    has_unsaved_changes: bool

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if TAKE_BACK not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.form = self.form_class(
            request.POST,
            instance=self.page,
            subscription=self.subscription,  # type: ignore[attr-defined]
            parent_page=self.page.get_parent() if self.page.pk else self.parent_page,  # type: ignore[attr-defined]
            for_user=request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.has_unsaved_changes = True
        self.errors_debug = ""
        context = self.get_context_data()  # type: ignore[attr-defined]
        self._write_on_from_their_version()
        return self.render_to_response(context)  # type: ignore[attr-defined]

    def _write_on_from_their_version(self) -> None:
        """Have the form name the version that the words were written on.

        If somebody has saved another since, saving these shows both.
        """
        loaded = row_number(self.request.POST.get("loaded_revision_id", ""))
        if self.page.pk and loaded:
            version = Revision.page_revisions.filter(pk=loaded, object_id=str(self.page.pk))
            if version.exists():
                self.page.latest_revision_id = loaded


def tell_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell the browser that the server has the words of the form, if the answer means that.

    A saved form leads on to a page or a list. What is refused leads to the first screen or to the
    log-in, or is answered with a screen of its own.
    """
    leads_to = response.headers.get("Location", "")
    if request.method != "POST" or leads_to in ("", reverse("wagtailadmin_home")):
        return response
    if copy := request.POST.get(COPY):
        response.set_cookie(
            SAVED,
            copy[:36],
            max_age=60,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Strict",
        )
    return response
