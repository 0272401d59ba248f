"""Marks a notice on the dashboard as dealt with."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail.admin.auth import require_admin_access

from newsroom.models import DeskNotice

MAY_TICK = "newsroom.change_desknotice"
MAY_READ = "newsroom.add_clearance"
"""Who deals with a notice that a lawyer has to read."""


@require_admin_access
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the notice as seen, unless somebody has done so already.

    Raises PermissionDenied if the user may not change notices, because a notice that is seen is
    hidden from everybody. Of a notice for lawyers only they can say that they have read it.
    """
    notice = DeskNotice.objects.filter(pk=pk).first()
    is_read = notice is not None and notice.audience == DeskNotice.Audience.LAWYERS_READ
    if not request.user.has_perm(MAY_READ if is_read else MAY_TICK):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if notice is None:
        raise Http404
    unseen = DeskNotice.objects.filter(pk=notice.pk, seen_at=None)
    unseen.update(seen_at=timezone.now(), seen_by=request.user)
    return redirect("wagtailadmin_home")


def admin_urls() -> list[URLPattern]:
    return [path("newsroom/notices/<int:pk>/seen/", seen, name="newsroom_notice_seen")]
