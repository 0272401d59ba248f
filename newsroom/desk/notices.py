"""Ticking off a notice on the dashboard."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail.admin.auth import require_admin_access

from newsroom.models import DeskNotice

MAY_TICK = "newsroom.change_desknotice"


@require_admin_access
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody has dealt with it; the first to say so is kept.

    Raises PermissionDenied for whom it was not written to: it would be gone for those it was.
    """
    if not request.user.has_perm(MAY_TICK):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    notice = get_object_or_404(DeskNotice, pk=pk)
    unseen = DeskNotice.objects.filter(pk=notice.pk, seen_at=None)
    unseen.update(seen_at=timezone.now(), seen_by=request.user)
    return redirect("wagtailadmin_home")


def admin_urls() -> list[URLPattern]:
    return [path("newsroom/notices/<int:pk>/seen/", seen, name="newsroom_notice_seen")]
