"""Serves the files of images and documents while an open edition uses them.

The database is asked for each request, so that a file appears and disappears with its edition. A
file that is not public and one that does not exist take the same steps and get the same response.
"""

import logging
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP
from django.utils.http import content_disposition_header, http_date

from newsroom.archive.views import must_be_asked_again
from newsroom.editions.models import EditionFile

log = logging.getLogger(__name__)


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a rendition by its file name. Originals are never sent. Raises Http404."""
    file = _public(kind=EditionFile.Kind.PICTURE, name=name)
    return _revalidated(sent(request, file.stored, file.content_type))


def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Send a document as an attachment. Raises Http404."""
    # Longer than any primary key.
    if len(number) > 18:
        raise Http404
    file = _public(kind=EditionFile.Kind.DOCUMENT, name=name, file_id=int(number))
    return _revalidated(sent(request, file.stored, file.content_type, save_as=file.name))


def _public(name: str, **about: object) -> EditionFile:
    if "\x00" in name:
        raise Http404
    file = EditionFile.objects.public().filter(name=name, **about).order_by("-edition").first()
    if file is None:
        raise Http404
    return file


def _revalidated(response: HttpResponseBase) -> HttpResponseBase:
    """Let caches store the response and revalidate it for each request."""
    must_be_asked_again(response)
    return response


def sent(request: HttpRequest, stored: str, kind: str, *, save_as: str = "") -> HttpResponseBase:
    """Send a stored file, or 304 if it is unmodified. Raises Http404 if it is unreadable."""
    try:
        modified, size = default_storage.get_modified_time(stored), default_storage.size(stored)
        seconds = int(modified.timestamp())
        # The format of nginx, so that either server can validate the other's ETag.
        etag = f'"{seconds:x}-{size:x}"'
        response: HttpResponseBase | None = get_conditional_response(request, etag, seconds)
        if response is None:
            response = _full(stored, kind, save_as)
            response["Last-Modified"] = http_date(seconds)
    except (OSError, ValueError, SuspiciousOperation) as lost:
        log.warning("A file cannot be sent: %s", type(lost).__name__)
        raise Http404 from lost
    response["ETag"] = etag
    return response


def _full(stored: str, kind: str, save_as: str) -> HttpResponseBase:
    response: HttpResponseBase
    if settings.FILES_SENT_BY_PROXY:
        response = HttpResponse(content_type=kind)
        response["X-Accel-Redirect"] = quote(f"{settings.FILES_SENT_BY_PROXY}{stored}")
    else:
        response = FileResponse(default_storage.open(stored), content_type=kind)
    if save_as:
        response["Content-Disposition"] = str(content_disposition_header(True, save_as))
    # No script may run and nothing may load within a file.
    response[str(CSP.HEADER_ENFORCE)] = (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
    return response
