"""Cancelling an embargo: a decision like any other at the gate, and logged as one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView

from newsroom.publishing.release import cancel_schedule


class CancelScheduleView(RevisionsUnscheduleView):
    """Behind “Cancel scheduled publish”, and behind the same in the history of a page."""

    page_title = gettext_lazy("Cancel scheduled publish")
    template_name = "newsroom/desk/cancel_schedule.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel it, and say for when it was; or say that there was nothing left to cancel."""
        was = cancel_schedule(self.object, self.revision.pk, request.user)
        title = self.get_object_display_title()
        if was is None:
            said = _("“%(title)s” was not scheduled any more.")
            messages.warning(request, said % {"title": title})
        else:
            said = _(
                "“%(title)s” does not go out on %(day)s at %(time)s. This version is a draft again."
            )
            ends = timezone.localtime(was)
            words = {"day": date_format(ends, "l j F Y"), "time": date_format(ends, "H:i")}
            messages.success(request, said % {"title": title, **words})
        return HttpResponseRedirect(self.get_next_url())
