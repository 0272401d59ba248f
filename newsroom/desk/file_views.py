"""File views for the desk: public files as readers get them, and all others for admin users.

Previews and thumbnails use the same addresses as public files.
"""

from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.desk.accounts.session_guard import lacks_factor
from newsroom.gate.edition_files import FORMATS, PICTURES, UNKNOWN
from newsroom.readers import files


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a rendition by its file name. Originals are never sent. Raises Http404."""
    try:
        return files.picture(request, name)
    except Http404:
        _only_for_desk(request)
    rows = get_image_model().get_rendition_model()._default_manager
    found: Any = None if "\x00" in name else rows.filter(file=f"{PICTURES}{name}").first()
    kind = FORMATS.get(PurePath(name).suffix.lower(), UNKNOWN)
    return _sent(request, found, kind)


def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Send a document as an attachment. Raises Http404."""
    try:
        return files.document(request, number, name)
    except Http404:
        _only_for_desk(request)
    rows = get_document_model()._default_manager
    found: Any = rows.filter(pk=number).first() if len(number) < 19 else None
    if found is None or found.filename != name:
        raise Http404
    return _sent(request, found, found.content_type, save_as=name)


def _only_for_desk(request: HttpRequest) -> None:
    """Raise Http404 for users who may not work in the admin, whether or not the file exists.

    The session is read only for files that are not public.
    """
    if not request.user.has_perm("wagtailadmin.access_admin") or lacks_factor(request):
        raise Http404


def _sent(request: HttpRequest, found: Any, kind: str, save_as: str = "") -> HttpResponseBase:
    if found is None:
        raise Http404
    response = files.sent(request, found.file.name, kind, save_as=save_as)
    patch_cache_control(response, private=True, no_store=True)
    return response
