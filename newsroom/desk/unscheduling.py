"""Cancels a scheduled release, and logs who did it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView

from newsroom.publishing.release import cancel_schedule


class CancelScheduleView(RevisionsUnscheduleView):
    """Replaces Wagtail's view "Cancel scheduled publish" on the edit view and in the history."""

    page_title = gettext_lazy("Cancel scheduled publish")
    template_name = "newsroom/desk/cancel_schedule.html"

    def get_page_subtitle(self) -> str:
        """The page's title only, without the revision."""
        return str(self.get_object_display_title())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel the schedule and report its time, or report that there was none any more."""
        was = cancel_schedule(self.object, self.revision.pk, request.user)
        title = self.get_object_display_title()
        if was is None:
            said = _("“%(title)s” was not scheduled any more.")
            messages.warning(request, said % {"title": title})
        else:
            said = _("“%(title)s” does not go out on %(time)s. It is kept as a draft.")
            time = render_to_string("newsroom/desk/moment.html", {"at": was})
            messages.success(request, said % {"title": title, "time": time})
        return HttpResponseRedirect(self.get_next_url())
